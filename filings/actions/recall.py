"""Taking back and ending (收回、终止): one's own decision, a result by rule, a filing that leads nowhere."""

from datetime import datetime

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain, recalling
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Run

from ..content import content_hash, papers_of
from ..deadlines.open import RESUBMIT
from ..messages import tell_holders, tell_taken_back, tell_terminated
from ..models import AnnualCheck, Filing
from ..permissions import may_take_back
from ..states import UNDECIDED, AnnualState, FilingState, ObligationState
from ..workflow import TAKEN_BACK
from .annual.follow import follow_back
from .decide import follow
from .forward import lodge_if_with_authority
from .moves import open_case, withdrawal_of

#: Kinds whose approval changes nothing in the register of accounts.
WITHOUT_ENTRY = ("annual",)


def recall(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """Take back one's own last decision before the next one acts. Raises what `recalling.recall` raises."""
    with unit_of_work():
        locked, run = open_case(filing)
        follow(locked, recalling.recall(run, by=by, at=at, opinion=reason), by=by, at=at)
    filing.refresh_from_db()
    return filing


def take_back(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """Take a result back by the rule of the edition (收回办理结果): the last step is decided once more.

    A return is taken back only while the unit has not touched it; a refusal and a passed annual check within the
    working days of the rule. Raises Refused in words where an account was entered, Conflict when somebody acted.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        run = chain.runs_of(locked).last()
        if why := refusal_of(locked, run, by, at):
            raise why
        assert run is not None  # noqa: S101 - refusal_of has looked
        _undo(locked, by=by, at=at)
        action = "filing.taken_back"
        moved = perform(locked, "take_back", by=by, at=at, action=action, reason=reason)
        result = recalling.reopen(run, by=by, at=at, opinion=reason)
        if result.next_step is not None:
            lodge_if_with_authority(moved, result.next_step, at=at)
            tell_holders(moved, result.next_step, at=at)
        tell_taken_back(moved, reason, run_id=result.decision.pk, at=at)
    filing.refresh_from_db()
    return filing


def refusal_of(filing: Filing, run: Run | None, by: User, at: datetime) -> Refused | None:
    """Return why the result may not be taken back by this person now; None where it may."""
    if run is None or filing.state not in TAKEN_BACK or run.ended_at is None:
        return Conflict("该备案没有可以收回的办理结果。")
    if not may_take_back(filing, by):
        return Forbidden("只有作出该结果的承办人或宣传部门负责人可以收回。")
    if filing.state == FilingState.APPROVED and filing.kind not in WITHOUT_ENTRY:
        return Refused("已登记入账并产生编号，办理结果不能收回；如有差错，请办理变更备案或注销备案更正。")
    if filing.state == FilingState.RETURNED:
        return _touched(filing, run)
    rule = withdrawal_of(filing)
    passed = working_days.current().workdays_between(localdate(run.ended_at), localdate(at))
    if passed > rule.reopen_days or not rule.reopen_days:
        words = f"办结后 {rule.reopen_days} 个工作日内" if rule.reopen_days else "不得"
        return Refused(f"按规定{words}收回（{rule.source}），已不能收回。如有差错，请由单位重新填报。")
    others = Filing.objects.filter(account=filing.account, kind=filing.kind, state__in=UNDECIDED)
    if filing.account_id is not None and others.exclude(pk=filing.pk).exists():
        return Conflict("单位已就同一账号另行填报，不能再收回原来的结果。")
    return None


def terminate(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """End a filing without a decision (终止); its unit may begin a new one.

    Raises Refused without a reason and for an annual report, Forbidden for anyone but a system administrator.
    """
    if filing.kind == "annual":
        raise Refused("年度报告不能终止：请补齐承办人，或由承办人退回补正。")
    with unit_of_work():
        locked, run = open_case(filing)
        recalling.terminate(run, by=by, at=at, opinion=reason)
        moved = perform(locked, "terminate", by=by, at=at, action="filing.terminated", reason=reason)
        follow_back(moved, by=by, at=at)
        tell_terminated(moved, reason, at=at)
    filing.refresh_from_db()
    return filing


def _touched(filing: Filing, run: Run) -> Refused | None:
    if content_hash(filing.data, filing.team, papers_of(filing)) == run.content_hash:
        return None
    return Conflict("填报单位已经开始补正，不能再收回退回。请等单位重新提交后办理。")


def _undo(filing: Filing, *, by: User, at: datetime) -> None:
    """Take back what the result had set going: the period for correction, the result of the annual check."""
    for owed in filing.obligations.filter(kind=RESUBMIT, state=ObligationState.OPEN):
        perform(owed, "void", by=None, at=at, action="obligation.voided", reason="退回已收回")
    states = [AnnualState.OPEN, AnnualState.PASSED, AnnualState.FAILED]
    for check in AnnualCheck.objects.filter(filing=filing, state__in=states):
        perform(check, "take_back", by=None, at=at, action="annual.taken_back")
