"""Holding a quarter while it is written (加锁): of two writers the second waits, and nothing closed is written."""

from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.refusals import Conflict, Forbidden

from ...models import Entry, Quarter
from ...quarters.states import QuarterState


def held(quarter: Quarter) -> Quarter:
    """Lock a quarter that is not closed yet; raises Conflict for one that is."""
    alone(f"assessments.quarter.{quarter.pk}")
    rows = Quarter.objects.select_for_update(of=("self",)).select_related("root", "scheme", "edition")
    locked = rows.get(pk=quarter.pk)
    if locked.is_closed:
        raise Conflict(f"{locked.words}考核已锁定，结果不能再改动。确有错误的，请在下一期考核中更正并说明。")
    return locked


def held_in(quarter: Quarter, *states: QuarterState, doing: str) -> Quarter:
    """Lock a quarter that stands in one of these states; raises Conflict naming what would be needed."""
    locked = held(quarter)
    if locked.state not in states:
        needed = "”或“".join(one.label for one in states)
        word = locked.get_state_display()
        raise Conflict(f"{locked.words}考核当前为“{word}”，{doing}只能在“{needed}”阶段进行。请先在考核页面转到这一步。")
    return locked


def running(quarter: Quarter, by: User | None) -> None:
    """Raise Forbidden for anyone but staff whose scope covers the tree; None is the system."""
    if by is not None and not by.has_perm("assessments.run_quarter", quarter):
        raise Forbidden("只有监管整个考核范围的宣传部门可以办理考核。")


def speaking(entry: Entry, by: User) -> None:
    """Raise Forbidden for anyone but the people of the unit."""
    if not by.has_perm("assessments.speak_for_entry", entry):
        raise Forbidden("只有参评单位自己的经办人和负责人可以填写。")
