"""The clock of a message (答复期限): the edition's limit where it states one, else none: only the duration is shown."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.vocabulary import Tone
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.states import TermUnit
from newmedia_portal.core.workdays.terms import Due
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema import Clocks
from newmedia_portal.regimes.schema.content import ReplyLimit

from ..models import PublicMessage

UNLIMITED = "条文未定时限"
#: From so many days on the rest is shown in amber, as everywhere.
SOON = 2


def rule_for(unit: Unit, at: datetime) -> tuple[EditionRecord, ReplyLimit]:
    """Return the edition in force for a unit and what it says of replies."""
    record = edition_for(unit.regime_code, localdate(at))
    return record, record.edition.reply


def due_of(rule: ReplyLimit, received_at: datetime) -> Due | None:
    """Return when a message is due that came in at this moment, and how that was counted; None without a limit."""
    if rule.limit is None:
        return None
    return working_days.due(localdate(received_at), rule.limit.number, rule.limit.unit)


def account_of(message: PublicMessage) -> Due | None:
    """Return how the due day was counted (怎么算的); None where the calendar has changed since it ended."""
    if message.due_on is None or message.number is None:
        return None
    due = working_days.due(message.anchor_on, message.number, message.unit_of_time)
    return due if due.due == message.due_on else None


def why_of(message: PublicMessage) -> str:
    """Return where the limit comes from, in one line."""
    if message.due_on is None or message.number is None:
        return f"{message.article}:{UNLIMITED},只显示时长"
    length = f"{message.number}{TermUnit(message.unit_of_time).label}"
    return f"{message.article}:{'原则上' if message.in_principle else ''}自收到次日起{length}内;只作提醒,不作处罚依据"


def late_days(due_on: date | None, answered_at: datetime) -> int | None:
    """Return by how many days an answer is late; 0 in time until midnight of the due day, None without a limit."""
    return None if due_on is None else max(0, (localdate(answered_at) - due_on).days)


def remind_on(due: Due, clocks: Clocks, calendar: WorkCalendar) -> date:
    """Return the day from which a message counts as due soon: the edition's lead, in working days, and never later
    than the due day itself nor earlier than the day after it came in."""
    leads = clocks.lead_days_for(due.number)
    last = calendar.on_or_after(due.due)
    position = calendar.workdays_between(calendar.first, last)
    day = calendar.add_workdays(calendar.first, max(1, position - max(leads))) if leads else due.due
    return min(max(day, due.anchor + timedelta(days=1)), due.due)


def remaining(message: PublicMessage, today: date) -> tuple[str, Tone] | None:
    """Return how much of the limit is left in words, in the unit in which it counts, with its colour.

    None for a message that waits no longer or has no limit.
    """
    if message.due_on is None or not message.waits:
        return None
    if message.unit_of_time == TermUnit.WORKDAY:
        left, unit = working_days.current().workdays_between(today, message.due_on), "个工作日"
    else:
        left, unit = (message.due_on - today).days, "天"
    if message.due_on < today:
        return f"逾期 {max(-left, 1)} {unit}", Tone.RED
    return (f"剩 {left} {unit}" if left else "今日到期"), Tone.AMBER if left <= SOON else Tone.GREY
