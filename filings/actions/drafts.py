"""Drafts (草稿): begun once, saved while typing, never lost."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.models import MediaAccount, WorkGroup
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import edition_for

from ..content import account_answers, account_team, unit_team
from ..deadlines.open import refresh_obligation
from ..fitting import misfit
from ..models import Filing
from ..states import EDITABLE, UNDECIDED, FilingState

NEEDS_ACCOUNT = ("change", "close", "merge")
ANNUAL = "annual"
ENTERS_REGISTER = ("open", "legacy", *NEEDS_ACCOUNT)


def start(
    unit: Unit,
    *,
    kind: str,
    variant: str,
    by: User,
    at: datetime,
    account: MediaAccount | None = None,
    token: str = "",
) -> Filing:
    """Begin a filing under the edition in force, prefilled from the unit and the register.

    The same `token` (a form opened once) gives the same draft again. Raises Forbidden for a person who does not write
    for the unit, Refused where the regime has no such kind, Conflict where one is under way for the account.
    """
    if not by.has_perm("filings.edit_filing", Filing(unit=unit)):
        raise Forbidden("只有本单位经办人可以填报,请在右上角切换到相应单位。")
    if kind == ANNUAL:
        raise Refused("年度检查由备案机关发起,请在收到年检通知后办理。")
    if token and (known := Filing.objects.filter(created_by=by, token=token).first()):
        return known
    return _begun(unit, kind, variant, account=account, token=token, by=by, at=at)


def prepare(
    account: MediaAccount, *, kind: str, variant: str, answers: dict[str, Any], by: User, at: datetime
) -> Filing:
    """Let the filing authority lay a prefilled draft before the unit of an account.

    The draft stands on the desk of the unit's writer; the log names who prepared it. `answers` is limited to fields
    the edition asks for. Raises Forbidden for anyone but the authority above the unit, Refused where the regime has no
    such kind, Conflict where one is under way for the account.
    """
    unit = account.unit
    if not by.has_perm("filings.remind_unit", Filing(unit=unit)):
        raise Forbidden("只有备案机关可以为单位预填备案草稿。")
    posts = Post.objects.filter(unit=unit, role__in=WRITERS, until__isnull=True, user__is_active=True)
    writer = posts.select_related("user").order_by("pk").first()
    return _begun(
        unit, kind, variant, account=account, answers=answers, by=by, at=at, owner=writer.user if writer else None
    )


def begin_annual(account: MediaAccount, *, answers: dict[str, Any], by: User, at: datetime) -> Filing:
    """Begin the annual report of an account, prefilled; called for a check that stands open (年度报告).

    Raises Forbidden for people who do not write for the unit, Conflict where one is under way.
    """
    if not by.has_perm("filings.edit_filing", Filing(unit=account.unit)):
        raise Forbidden("只有本单位经办人可以填报年度报告。")
    return _begun(account.unit, ANNUAL, "standard", account=account, answers=answers, by=by, at=at)


def _begun(
    unit: Unit,
    kind: str,
    variant: str,
    *,
    account: MediaAccount | None,
    by: User,
    at: datetime,
    token: str = "",
    answers: dict[str, Any] | None = None,
    owner: User | None = None,
) -> Filing:
    """Make the draft, prefilled from the unit and the register; given answers come first."""
    record_in_force = edition_for(unit.regime_code, localdate(at))
    chosen = _chosen(record_in_force, kind, variant, unit, account)
    asked = {use.code for use in chosen.fields}
    known = {code: value for code, value in (answers or {}).items() if code in asked}
    filled = {**_prefill(unit, chosen, account), **known}
    standing = account_team(account) if account else []
    filing = Filing(
        kind=kind,
        variant=variant,
        unit=unit,
        root=unit.root or unit,
        account=account,
        edition=record_in_force,
        title=str(filled.get("name", "")),
        data=filled,
        team=standing or (unit_team(unit, chosen.roles) if chosen.asks("team") else []),
        before={**account_answers(account), "team": standing} if account else {},
        created_by=owner or by,
        created_at=at,
        saved_at=at,
        token=token,
    )
    return _saved(filing, by=by, at=at)


def _saved(filing: Filing, *, by: User, at: datetime) -> Filing:
    """Save a new draft; where the database says there is one already, return or name it."""
    try:
        with unit_of_work():
            with transaction.atomic():
                filing.save()
            record("filing.started", by=by, at=at, obj=filing, after={"kind": filing.kind, "variant": filing.variant})
    except IntegrityError as error:
        return _already_there(filing, error)
    return filing


def _chosen(record_in_force: Any, kind: str, variant: str, unit: Unit, account: MediaAccount | None) -> Any:
    """Return the filing kind of the edition, or refuse what cannot be begun."""
    if kind not in (*ENTERS_REGISTER, ANNUAL):
        raise Refused("没有这一备案事项,请返回重新选择。")
    try:
        chosen = record_in_force.edition.filing_kind(kind, variant)
    except KeyError as error:
        raise Refused("本单位适用的制度没有这一备案事项,请返回重新选择。") from error
    if kind in (*NEEDS_ACCOUNT, ANNUAL) and account is None:
        raise Refused("请先选择要办理的账号。", field="account")
    if account is not None and account.unit_id != unit.pk:
        raise Refused("该账号不属于本单位,请重新选择。", field="account")
    if said := misfit(record_in_force.edition, chosen, unit, account):
        raise Refused(said, field="variant")
    return chosen


def save_task(
    filing: Filing,
    *,
    answers: dict[str, Any],
    team: list[dict[str, Any]] | None,
    version: int,
    by: User,
    at: datetime,
) -> Filing:
    """Save the answers of one task; a draft may be incomplete.

    `answers` is limited to fields the edition asks for. Raises Conflict when somebody saved in between, and Refused
    when the filing is no longer with its unit.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        _may_write(locked, by)
        if locked.version != version:
            raise Conflict("该草稿刚被他人修改，本次内容没有覆盖。请对照两份内容，或刷新后再填。")
        asked = {use.code for use in locked.edition.edition.filing_kind(locked.kind, locked.variant).fields}
        locked.data = {**locked.data, **{code: value for code, value in answers.items() if code in asked}}
        if team is not None and "team" in asked:
            locked.team = team
        locked.title = str(locked.data.get("name") or locked.title)[:200]
        locked.saved_at, locked.version = at, locked.version + 1
        obligation = refresh_obligation(locked, by=by, at=at)
        if locked.first_submitted_at is None:
            locked.due_on = obligation.due_on if obligation else None
            locked.due_provisional = bool(obligation and obligation.provisional)
        locked.save()
        record("filing.saved", by=by, at=at, obj=locked, after={"fields": sorted(answers), "version": locked.version})
    filing.refresh_from_db()
    return filing


def discard(filing: Filing, *, by: User, at: datetime) -> None:
    """Throw away a draft that was never handed in, with its papers.

    Raises Refused for anything that has been submitted once: that stays on record.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        _may_write(locked, by)
        if locked.state != FilingState.DRAFT or locked.first_submitted_at is not None:
            raise Refused("已提交过的备案不能删除,可以撤回或补正后重新提交。")
        record("filing.discarded", by=by, at=at, obj=locked, before={"title": locked.title, "kind": locked.kind})
        locked.obligations.all().delete()
        files = [attachment.file for attachment in locked.attachments.all()]
        locked.delete()
        transaction.on_commit(lambda: [file.delete(save=False) for file in files])


def _may_write(filing: Filing, by: User) -> None:
    if not by.has_perm("filings.edit_filing", filing):
        raise Forbidden("只有本单位经办人可以修改。")
    if filing.state not in EDITABLE:
        raise Refused("该备案正在办理或已办结,内容不能修改。如需修改,请先撤回。")


def _prefill(unit: Unit, kind: Any, account: MediaAccount | None) -> dict[str, Any]:
    asked = {use.code for use in kind.fields}
    known = account_answers(account) if account else {}
    mine = {
        "registrant": "organisation",
        "registrant_name": unit.name,
        "line_unit": str(unit.line_department_id or ""),
        "is_legacy": kind.kind == "legacy",
        "account_kind": kind.account_kinds[0] if len(kind.account_kinds) == 1 else "",
        "kept_account": [str(account.pk)] if account and kind.kind == "merge" else [],
        "account_class": kind.account_classes[0] if len(kind.account_classes) == 1 else "",
    }
    said = {**mine, **known, **_of_group(account)}
    filled = {code: value for code, value in said.items() if value not in ("", None, [])}
    answers = {code: value for code, value in filled.items() if code in asked}
    return {**answers, **({"name": account.name} if account else {})}


def _of_group(account: MediaAccount | None) -> dict[str, Any]:
    """Return what the register knows of the end of a work group, so that nobody types it again."""
    group = WorkGroup.objects.filter(account=account).first() if account else None
    ended = group.work_ended_on if group else None
    return {"work_ended_on": ended.isoformat()} if ended else {}


def _already_there(filing: Filing, error: IntegrityError) -> Filing:
    if filing.token and (same := Filing.objects.filter(created_by=filing.created_by, token=filing.token).first()):
        return same
    other = Filing.objects.filter(account=filing.account, kind=filing.kind, state__in=UNDECIDED).first()
    if other is not None:
        raise Conflict(
            f"该账号已有一件{other.get_kind_display()}正在办理({other.number or '草稿'}),请先办完或撤回。"
        ) from error
    raise error
