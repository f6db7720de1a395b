"""Withdrawing, handing over and urging (撤回, 转交, 催办)."""

from datetime import datetime, timedelta

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Run
from newmedia_portal.regimes.schema.moving import Withdrawal

from ..deadlines.open import refresh_obligation
from ..messages import tell_handed_over, tell_urged
from ..models import Filing
from .annual.follow import follow_back

URGE_PAUSE = timedelta(days=1)


def withdraw(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """Take a filing back to change it, until the moment that the edition says; a reason is required.

    A hand-in that nobody has acted on is as if it had not been: the legal clock runs on, so that handing in an
    unfinished filing and taking it back gains no time. One that had been returned before keeps its first day (A44).
    """
    if not reason.strip():
        raise Refused("请写明撤回原因。", field="reason")
    with unit_of_work():
        locked, run = open_case(filing)
        if not by.has_perm("filings.edit_filing", locked):
            raise Forbidden("只有填报单位经办人可以撤回。")
        rule = withdrawal_of(locked)
        chain.withdraw(run, by=by, at=at, opinion=reason, until=rule.until, article=rule.source)
        counts = chain.was_decided(locked)
        moved = perform(locked, "withdraw", by=by, at=at, action="filing.withdrawn", reason=reason, counts=counts)
        refresh_obligation(moved, by=by, at=at)
        follow_back(moved, by=by, at=at)
    filing.refresh_from_db()
    return filing


def withdrawal_of(filing: Filing) -> Withdrawal:
    """Return the rule of the edition for taking this filing back."""
    return filing.edition.edition.withdrawal(filing.kind)


def transfer(filing: Filing, *, step_id: int, to: User, reason: str, by: User, at: datetime) -> Filing:
    """Hand the waiting step to another holder of the same post."""
    with unit_of_work():
        locked, run = open_case(filing)
        step = chain.transfer(run, step_id=step_id, to=to, by=by, at=at, opinion=reason)
        record("filing.transferred", by=by, at=at, obj=locked, after={"to": str(to), "step": step.label}, reason=reason)
        tell_handed_over(locked, step, to, at=at)
    return filing


def urge(filing: Filing, *, by: User, at: datetime, reason: str = "") -> Filing:
    """Remind those who hold the filing, at most once a day; kept on record."""
    with unit_of_work():
        locked, run = open_case(filing)
        if not by.has_perm("filings.urge_filing", locked):
            raise Forbidden("只有填报单位经办人和备案机关可以催办。")
        step = chain.urge(run, by=by, at=at, opinion=reason, pause=URGE_PAUSE)
        record("filing.urged", by=by, at=at, obj=locked, after={"step": step.label}, reason=reason)
        tell_urged(locked, step, by, at=at)
    return filing


def open_case(filing: Filing) -> tuple[Filing, Run]:
    """Return the filing and its open run, locked; Conflict where nothing is under way."""
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    run = chain.open_run_of(locked)
    if run is None:
        raise Conflict("该备案没有正在办理的环节,请刷新页面查看最新情况。")
    return locked, run
