"""Ending a case (结案): what came of it, in words."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...enforcing.measures import ENDS_ACCOUNT
from ...enforcing.telling import tell_unit
from ...models import EnforcementCase


def ask_again(case: EnforcementCase, *, reason: str, by: User, at: datetime) -> EnforcementCase:
    """Send an answer back with what is missing. Raises Forbidden, Conflict without an answer, Refused without words."""
    if not reason.strip():
        raise Refused("请写明还缺什么。", field="reason")
    with unit_of_work():
        done = perform(case, "ask_again", by=by, at=at, action="enforcement.asked_again", reason=reason.strip())
        tell_unit(done, "asked_again", "请补充反馈", reason.strip(), at=at)
    return done


def close(case: EnforcementCase, *, result: str, by: User, at: datetime) -> EnforcementCase:
    """Note the result and end the case; an account that was to end and runs on must be accounted for in the words.

    Raises Forbidden for anyone but the department, Conflict before delivery, Refused without a result, or while the
    ordered closing is under way.
    """
    words = result.strip()
    if not words:
        raise Refused("请写明处理结果。", field="result")
    with unit_of_work():
        held = EnforcementCase.objects.select_related("account", "closing").get(pk=case.pk)
        runs_on = held.measure in ENDS_ACCOUNT and held.account is not None and not held.account.has_ended
        if runs_on and held.closing is not None and held.closing.state not in ("approved", "rejected"):
            raise Refused("关闭备案还没有办结。办结后再结案；不再要求关闭的，请由部门负责人撤销决定。", field="result")
        done = perform(
            case, "close", by=by, at=at, action="enforcement.closed", reason=words[:500], by_whom=by, result=words
        )
        tell_unit(done, "closed", "已结案", words, at=at)
    return done
