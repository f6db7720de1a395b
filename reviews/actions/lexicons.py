"""Every write to lexicons (词库写入): install, draft, add, remove, import, publish, discard, false alarms."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ..models import AlarmDecision, Disposition, Lexicon, LexiconTerm, LexiconUpload
from ..precheck.automaton import TooManyLetters
from ..precheck.entries import Entry, Kind, digest_of
from ..precheck.lexicon import compile_lexicon
from ..wordlists import starter, workbook
from ..wordlists.checks import TITLES, faults_of
from ..wordlists.states import LexiconState, Verdict

CHUNK = 5000
PARTED = workbook.PARTED


def install_starter(*, at: datetime) -> Lexicon:
    """Bring the shipped starter set in as the shared lexicon; safe to repeat, a changed set is the next version."""
    entries = starter.entries()
    digest = digest_of(entries)
    with unit_of_work():
        used = Lexicon.objects.select_for_update().filter(root=None)
        current = used.published().first()
        if current and current.digest == digest:
            return current
        number = max((lexicon.number for lexicon in used), default=0) + 1
        fresh = Lexicon.objects.create(root=None, number=number, based_on=current, created_at=at)
        _store(fresh, entries)
        if current:
            perform(current, "retire", by=None, at=at, action="lexicon.retired")
        return perform(
            fresh,
            "publish",
            by=None,
            at=at,
            action="lexicon.installed",
            publisher=None,
            digest=digest,
            size=len(entries),
        )


def start_draft(root: Unit, *, by: User, at: datetime) -> Lexicon:
    """Begin the next version of a tree's additions with the entries of the one in use.

    Raises Forbidden without the right, Conflict when a draft exists.
    """
    with unit_of_work():
        locked = Unit.objects.select_for_update().get(pk=root.pk)
        fresh = Lexicon(root=locked, created_by=by, created_at=at)
        _require(fresh, by)
        versions = list(Lexicon.objects.filter(root=locked))
        if any(lexicon.is_draft for lexicon in versions):
            raise Conflict("已经有一份词库草稿，请在那份草稿上修改。")
        current = Lexicon.objects.published().filter(root=locked).first()
        fresh.number = max((lexicon.number for lexicon in versions), default=0) + 1
        fresh.based_on = current
        fresh.save()
        if current:
            _store(fresh, [term.entry for term in current.terms.all()])
        record("lexicon.started", by=by, at=at, obj=fresh, after={"based_on": str(current or "")})
    return fresh


def add_term(draft: Lexicon, entry: Entry, *, by: User, at: datetime) -> LexiconTerm:
    """Add one entry to a draft. Raises Forbidden, Refused with the field at fault, Conflict for what stands already."""
    with unit_of_work():
        locked = _locked_draft(draft, by)
        for name, message in faults_of(entry):
            raise Refused(message, field=name)
        if locked.terms.filter(kind=entry.kind, text=entry.text, group=entry.group).exists():
            raise Conflict(f"“{entry.text}”已在草稿中。", field="text")
        term = _term(locked, entry)
        term.save()
        record("lexicon.term_added", by=by, at=at, obj=locked, after={"kind": entry.kind, "text": entry.text})
    return term


def remove_terms(draft: Lexicon, chosen: Sequence[int], *, by: User, at: datetime) -> int:
    """Take entries out of a draft and return how many; published versions keep theirs. Raises Forbidden, Refused."""
    with unit_of_work():
        locked = _locked_draft(draft, by)
        going = locked.terms.filter(pk__in=chosen)
        texts = list(going.values_list("text", flat=True))
        if not texts:
            raise Refused("还没有选中词条，请先勾选要删除的词条。")
        going.delete()
        record("lexicon.term_removed", by=by, at=at, obj=locked, before={"texts": texts})
    return len(texts)


def check_workbook(draft: Lexicon, source: BinaryIO, *, file_name: str, by: User, at: datetime) -> LexiconUpload:
    """Read a workbook for a draft and keep rows and faults for the confirmation. Raises Forbidden, Refused."""
    _require(draft, by)
    rows, faults = workbook.read(source)
    with unit_of_work():
        locked = _locked_draft(draft, by)
        upload = LexiconUpload.objects.create(
            lexicon=locked, file_name=file_name[:200], rows=rows, faults=faults, by=by, at=at
        )
        record("lexicon.checked", by=by, at=at, obj=locked, after={"rows": len(rows), "faults": len(faults)})
    return upload


def take_over(upload: LexiconUpload, *, replace: bool, by: User, at: datetime) -> int:
    """Write the good rows of a checked workbook into its draft; return how many.

    With `replace` the draft then holds these rows alone, else they join (same wording: the new row counts).
    Raises Conflict when taken over before, Refused when no row is good.
    """
    with unit_of_work():
        locked = LexiconUpload.objects.select_for_update().get(pk=upload.pk)
        draft = _locked_draft(locked.lexicon, by)
        if locked.taken_at:
            raise Conflict("这份工作簿已经导入，不必再次导入。")
        bad = {int(fault["row"]) for fault in locked.faults}
        entries = [workbook.as_entry(row) for row in locked.rows if int(row["row"]) not in bad]
        if not entries:
            raise Refused("没有可以导入的行，请按所列问题改正后重新上传。")
        kept = [] if replace else [term.entry for term in draft.terms.all()]
        merged = {(entry.kind, entry.text, entry.group): entry for entry in (*kept, *entries)}
        draft.terms.all().delete()
        _store(draft, list(merged.values()))
        locked.taken_at = at
        locked.save(update_fields=["taken_at"])
        record("lexicon.imported", by=by, at=at, obj=draft, after={"rows": len(entries), "replace": replace})
    return len(entries)


def publish(draft: Lexicon, *, by: User, at: datetime) -> Lexicon:
    """Freeze a draft and use it from now on; posts checked before keep their hits with the old version and digest.

    Raises Forbidden, Refused for a draft without entries or one that the engine cannot build.
    """
    with unit_of_work():
        locked = _locked_draft(draft, by)
        entries = [term.entry for term in locked.terms.all()]
        if not entries:
            raise Refused("草稿里还没有词条，请先增加或导入。")
        try:
            compile_lexicon(entries, label=str(locked))
        except TooManyLetters as error:
            raise Refused(str(error)) from error
        for older in Lexicon.objects.published().filter(root=locked.root):
            perform(older, "retire", by=by, at=at, action="lexicon.retired")
        digest = digest_of(entries)
        done = perform(
            locked,
            "publish",
            by=by,
            at=at,
            action="lexicon.published",
            details={"digest": digest, "size": len(entries)},
            publisher=by,
            digest=digest,
            size=len(entries),
        )
    draft.refresh_from_db()
    return done


def note_export(lexicon: Lexicon, *, by: User, at: datetime) -> None:
    """Record that a version was downloaded."""
    record("lexicon.exported", by=by, at=at, obj=lexicon, after={"size": lexicon.size})


def discard(draft: Lexicon, *, by: User, at: datetime) -> None:
    """Delete a draft with its entries and uploads. Raises Forbidden, Refused for anything but a draft."""
    with unit_of_work():
        locked = _locked_draft(draft, by)
        record("lexicon.discarded", by=by, at=at, obj=locked, before={"number": locked.number})
        locked.uploads.all().delete()
        locked.terms.all().delete()
        locked.delete()


def accept_false_alarm(disposition: Disposition, *, wording: str, by: User, at: datetime) -> AlarmDecision:
    """Agree that a hit was none: the wording joins the allow list of the tree's draft (begun if there is none).

    Raises Forbidden, Conflict when decided before, Refused when the wording does not hold what was found.
    """
    wording = wording.strip()
    if disposition.found not in wording:
        raise Refused(f"允许语境须包含“{disposition.found}”，请写出前后文字。", field="wording")
    with unit_of_work():
        root = _undecided(disposition, by)
        draft = Lexicon.objects.filter(root=root, state=LexiconState.DRAFT).first() or start_draft(root, by=by, at=at)
        entry = Entry(Kind.ALLOW.value, wording)
        for name, message in faults_of(entry):
            raise Refused(f"{TITLES[name]}：{message}", field="wording")
        if not draft.terms.filter(kind=Kind.ALLOW, text=wording).exists():
            _term(draft, entry).save()
        return _decide(disposition, Verdict.ACCEPTED, root, wording=wording, reason="", by=by, at=at)


def refuse_false_alarm(disposition: Disposition, *, reason: str, by: User, at: datetime) -> AlarmDecision:
    """Keep the entry as it is, with a reason for the author. Raises Forbidden, Conflict, Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明不同意的理由，起草人会看到。", field="reason")
    with unit_of_work():
        root = _undecided(disposition, by)
        return _decide(disposition, Verdict.REFUSED, root, wording="", reason=reason.strip(), by=by, at=at)


def _undecided(disposition: Disposition, by: User) -> Unit:
    locked = Disposition.objects.select_for_update().select_related("post__root").get(pk=disposition.pk)
    root = locked.post.root
    _require(Lexicon(root=root), by)
    if not locked.false_alarm:
        raise Refused("起草人没有把这一处报为误报。")
    if AlarmDecision.objects.filter(disposition=locked).exists():
        raise Conflict("这一处误报已经处理。")
    return root


def _decide(
    disposition: Disposition, verdict: str, root: Unit, *, wording: str, reason: str, by: User, at: datetime
) -> AlarmDecision:
    row = AlarmDecision.objects.create(
        disposition=disposition, verdict=verdict, wording=wording, reason=reason, by=by, at=at
    )
    action = "lexicon.alarm_accepted" if verdict == Verdict.ACCEPTED else "lexicon.alarm_refused"
    after = {"found": disposition.found, "wording": wording}
    record(action, by=by, at=at, obj=disposition.post, after=after, reason=reason)
    return row


def _require(lexicon: Lexicon, by: Any) -> None:
    if not by.has_perm("reviews.keep_lexicon", lexicon):
        raise Forbidden("只有宣传部门可以维护本级词库，请联系宣传部门经办人。")


def _locked_draft(draft: Lexicon, by: Any) -> Lexicon:
    locked: Lexicon = Lexicon.objects.select_for_update().get(pk=draft.pk)
    _require(locked, by)
    if not locked.is_draft:
        raise Refused("这个版本已经发布，不能再改。请新建草稿后修改。")
    return locked


def _term(lexicon: Lexicon, entry: Entry) -> LexiconTerm:
    return LexiconTerm(
        lexicon=lexicon, kind=entry.kind, text=entry.text, category=entry.category, grade=entry.grade,
        right=entry.right, exceptions=PARTED.join(entry.exceptions), homophone=entry.homophone, group=entry.group,
        position=entry.position, advice=entry.advice,
    )  # fmt: skip


def _store(lexicon: Lexicon, entries: Sequence[Entry] | Iterable[Entry]) -> None:
    LexiconTerm.objects.bulk_create((_term(lexicon, entry) for entry in entries), batch_size=CHUNK)
