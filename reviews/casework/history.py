"""What has happened to a post (办理经过): signatures on which version, the timeline, what changed since the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.models import Decision, Run, Step
from newmedia_portal.core.workflow.states import RunState, StepState, Verb
from newmedia_portal.core.workflow.telling import HANDED, NAMING, note_of, who_of

from ..content import FIELDS, edition_of
from ..models import Post, Version
from ..plan import plan_of
from ..signatures import signed

PLAIN = (
    Verb.SUBMIT, Verb.APPROVE, Verb.RETURN, Verb.SEND_BACK, Verb.REJECT, Verb.WITHDRAW, Verb.TRANSFER, Verb.URGE,
    Verb.NOTIFY, Verb.REPLAN, Verb.VOID,
)  # fmt: skip
#: What happened, in the words of posts.
WORDS: dict[str, str] = {
    Verb.SUBMIT: "提交审核",
    Verb.APPROVE: "同意",
    Verb.RETURN: "退回修改",
    Verb.SEND_BACK: "退回审次",
    Verb.REJECT: "不同意",
    Verb.WITHDRAW: "撤回",
    Verb.TRANSFER: "转交",
    Verb.URGE: "催办",
    Verb.NOTIFY: "知会",
    Verb.REPLAN: "调整环节",
    Verb.VOID: "签署失效",
    **{verb: verb.label for verb in Verb if verb not in PLAIN},
}
BAD = (Verb.RETURN, Verb.SEND_BACK, Verb.REJECT, Verb.VOID, Verb.DISSENT, Verb.TERMINATE)
SPOKEN = (Verb.APPROVE, Verb.RETURN, Verb.SEND_BACK, Verb.REJECT, Verb.OPINE)
LIVE = (RunState.OPEN, RunState.APPROVED)


@dataclass(frozen=True)
class Past:
    """Runs, decisions and versions of one post, read once for the whole page; all oldest first."""

    runs: list[Run]
    decisions: list[Decision]
    versions: list[Version]

    @property
    def run(self) -> Run | None:
        """The newest run."""
        return self.runs[-1] if self.runs else None

    @property
    def last(self) -> Version | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    def version_of(self, content_hash: str) -> Version | None:
        """Return the newest version with this hash."""
        return next((v for v in reversed(self.versions) if v.content_hash == content_hash), None)

    def spoke(self, user: User | Any) -> bool:
        """Whether the person decided something on this post."""
        return any(user.pk in (row.by_id, row.for_user_id) for row in self.decisions if row.verb != Verb.SUBMIT)


def past_of(post: Post) -> Past:
    """Return what has happened, in three queries."""
    about = {"object_type": post._meta.label_lower, "object_id": post.pk}
    decisions = Decision.objects.filter(**{f"run__{name}": value for name, value in about.items()})
    return Past(
        list(Run.objects.filter(**about).order_by("pk")),
        list(decisions.select_related("by", "for_user", "step", "step__unit").order_by("at", "pk")),
        list(post.versions.select_related("by").order_by("number")),
    )


@dataclass(frozen=True)
class Signature:
    """One step of the chain as it stands: who signed what, on which version, and whether it still counts."""

    step: Step
    word: str
    decision: Decision | None = None
    version: Version | None = None

    @property
    def for_whom(self) -> str:
        """Whom the signer stood in for."""
        return str(self.decision.for_user) if self.decision and self.decision.for_user else ""


def signatures_of(post: Post, past: Past) -> list[Signature]:
    """Return the steps of the newest run, each once, with its latest decision."""
    run = past.run
    if run is None:
        return []
    steps: dict[tuple[str, str, int], Step] = {}
    for step in run.steps.select_related("unit", "holder").order_by("position"):
        key = (step.code, step.role, step.unit_id)
        if step.state != StepState.CANCELLED or key not in steps:
            steps[key] = step
    counted = _counted(post, past, run)
    spoken = {row.step_id: row for row in past.decisions if row.verb in SPOKEN}
    rows = [_signature(step, spoken.get(step.pk), counted, past) for step in steps.values()]
    return [row for row in rows if row.decision or row.step.state != StepState.CANCELLED]


def _signature(step: Step, decision: Decision | None, counted: set[int] | None, past: Past) -> Signature:
    if decision is None:
        words = {StepState.ACTIVE: "办理中", StepState.WAITING: "未到", StepState.SUSPENDED: "已转交"}
        return Signature(step, words.get(step.state, "已办"))
    word = WORDS[decision.verb]
    if decision.verb == Verb.APPROVE and counted is not None and decision.pk not in counted:
        word = "已失效"
    return Signature(step, word, decision, past.version_of(decision.content_hash))


def _counted(post: Post, past: Past, run: Run) -> set[int] | None:
    """Return the decisions that still count; None where the chain is over without an authorisation."""
    rules = edition_of(post).review_procedure
    if run.state not in LIVE or rules is None or past.last is None:
        return set() if run.state == RunState.VOIDED else None
    try:
        plan = plan_of(post, text=past.last.text)
    except Refused:
        return set()
    return {decision.pk for decision in signed(run, plan, voids=rules.edit_voids).values()}


def events_of(past: Past, *, more: Iterable[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """Return the timeline, newest first; `more` are events of other kinds with their moment as `at`."""
    events = [_event(row, past) for row in past.decisions]
    events += list(more)
    events.sort(key=lambda event: event["at"])
    return events[::-1]


def grading_events(post: Post) -> list[dict[str, Any]]:
    """Return the changes of importance."""
    return [
        {"title": f"重要程度 {row}", "who": str(row.by), "at": row.at, "opinion": row.reason}
        for row in post.gradings.select_related("by")
    ]


def _event(row: Decision, past: Past) -> dict[str, Any]:
    step = row.step.label if row.step else ""
    role = Role(row.in_role).label if row.in_role in Role.values else ""
    version = past.version_of(row.content_hash)
    notes = [f"第 {version.number} 版"] if version and row.verb in (*SPOKEN, Verb.SUBMIT) else []
    if row.verb in (*HANDED, *NAMING):
        notes.append(note_of(row))
    return {
        "title": WORDS[row.verb] if row.verb == Verb.SUBMIT or not step else f"{step} · {WORDS[row.verb]}",
        "who": who_of(row),
        "unit": f"{row.step.unit} {role}" if row.step and row.verb in (*SPOKEN, Verb.TRANSFER) else "",
        "at": row.at,
        "note": " · ".join(notes),
        "opinion": "\n".join(filter(None, ["" if row.verb in NAMING else "、".join(row.reasons), row.opinion])),
        "bad": row.verb in BAD,
    }


@dataclass(frozen=True)
class Since:
    """What changed since the version that the reader signed, or else since the version before."""

    old: Version
    new: Version
    own: bool
    fields: list[str]
    notes: list[Version]


def since_reader(past: Past, user: User | Any, shown: Version | None) -> Since | None:
    """Return the change to read; None where the reader saw this version or there is no earlier one."""
    if shown is None or shown.number < 2:
        return None
    mine = [row for row in past.decisions if user.pk in (row.by_id, row.for_user_id) and row.verb in SPOKEN]
    seen = past.version_of(mine[-1].content_hash) if mine else None
    old = seen or next((v for v in reversed(past.versions) if v.number < shown.number), None)
    if old is None or old.number >= shown.number:
        return None
    between = [v for v in past.versions if old.number < v.number <= shown.number]
    return Since(old, shown, seen is not None, changed_fields(old.content, shown.content), between)


def changed_fields(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the labels of the fields that differ."""
    return [label for name, label in FIELDS.items() if old.get(name) != new.get(name)]


def last_return(past: Past) -> Decision | None:
    """Return the decision that gave the post back or refused it, if that is where it stands."""
    return next((row for row in reversed(past.decisions) if row.verb in (Verb.RETURN, Verb.REJECT)), None)


def first_signers(signatures: Sequence[Signature]) -> list[Signature]:
    """Return the agreements that count."""
    return [row for row in signatures if row.decision is not None and row.word == WORDS[Verb.APPROVE]]
