"""Asking a unit for a filing that is due (催报): told to its writers, kept beside the rungs, at most once a day."""

from datetime import datetime

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ..messages import tell_asked
from ..models import Obligation, Reminder
from ..states import ObligationState


def remind(obligation: Obligation, *, by: User, at: datetime) -> int:
    """Ask the unit to file what it owes; returns how many people were told.

    Raises Forbidden for anyone but the authority, Conflict where nothing is owed any more, Refused for a second time
    on one day and where the unit has nobody who could file.
    """
    with unit_of_work():
        locked = Obligation.objects.select_for_update().get(pk=obligation.pk)
        if not by.has_perm("filings.remind_unit", locked):
            raise Forbidden("只有备案机关可以催报。")
        if locked.state != ObligationState.OPEN:
            raise Conflict("该单位已经办理,不需要催报。")
        today = localdate(at)
        if locked.reminders.filter(told_on=today).exists():
            raise Refused("今天已经催报过,请明天再催,或直接电话联系该单位。")
        told = tell_asked(locked, by, key=f"asked:{locked.pk}:{today}", at=at)
        if not told:
            raise Refused(f"{locked.unit}目前没有经办人,请联系系统管理员补齐岗位。")
        Reminder.objects.create(obligation=locked, due_on=locked.due_on, told_on=today, by=by)
        record("obligation.asked", by=by, at=at, obj=locked, after={"told": told})
    return told
