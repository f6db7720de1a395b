"""The daily job over messages (留言答复检查): flags what is due soon or overdue and tells those concerned once.

Sets are flagged by two statements; all of one day is one transaction, so that a killed run leaves nothing behind and a
second one finds nothing left to do. Nothing but flags and messages: the limit holds in principle (reading A20).
"""

from collections import Counter, defaultdict
from datetime import date, datetime, time

from django.db.models import Count, Min, Q
from django.urls import reverse

from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.models import EditionRecord

from ..models import PublicMessage
from ..querysets import MessageQuerySet
from ..states import WAITING, MessageFlag
from .telling import answerers, leaders

JOB = "scan_messages"
WORDS = {MessageFlag.DUE_SOON: "即将到答复期限", MessageFlag.OVERDUE: "已过答复期限"}


@daily(JOB, label="留言答复检查", not_before=time(6, 20))
def scan_messages(*, on: date, at: datetime) -> Counts:
    """Flag messages that are due soon or overdue on a day, clear what no longer is, and tell once (S3-11.3)."""
    with unit_of_work():
        alone(JOB)
        waiting = PublicMessage.objects.waiting()
        late = _flag(waiting.filter(due_on__lt=on).exclude(flag=MessageFlag.OVERDUE), MessageFlag.OVERDUE, on, at)
        ahead = waiting.filter(due_on__gte=on, remind_on__lte=on, flag=MessageFlag.NONE)
        soon = _flag(ahead, MessageFlag.DUE_SOON, on, at)
        cleared = _clear(on)
        if late or soon or cleared:
            after = {"on": on, "overdue": late, "due_soon": soon, "cleared": cleared}
            record("message.flagged", by=None, at=at, after=after)
    return Counts(looked_at=late + soon + cleared, flagged=late + soon, cleared=cleared)


def _flag(rows: MessageQuerySet, flag: MessageFlag, on: date, at: datetime) -> int:
    found = rows.order_by().values("unit", "edition").annotate(count=Count("pk"), first=Min("due_on"))
    groups = list(found.values_list("unit", "edition", "count", "first"))
    if not groups:
        return 0
    rows.update(flag=flag, flagged_on=on)
    _tell(groups, flag, on, at)
    return sum(count for _, _, count, _ in groups)


def _clear(on: date) -> int:
    """Take the flag off what was answered, and off what a new calendar has moved back."""
    over = PublicMessage.objects.exclude(flag=MessageFlag.NONE).filter(~Q(state__in=WAITING) | Q(due_on__isnull=True))
    moved = PublicMessage.objects.waiting().filter(flag=MessageFlag.OVERDUE, due_on__gte=on)
    back = {"flag": MessageFlag.NONE, "flagged_on": None}
    return over.update(**back) + moved.update(**back)


def _tell(groups: list[tuple[int, int, int, date]], flag: MessageFlag, on: date, at: datetime) -> None:
    """Send each person one message a day for each flag, with the number of messages; arrives once by its key."""
    editions = EditionRecord.objects.in_bulk({edition for _, edition, _, _ in groups})
    roles = {unit: editions[edition].edition.reply.answered_by for unit, edition, _, _ in groups}
    people = answerers(roles.items())
    if flag == MessageFlag.OVERDUE:
        led = leaders(roles)
        people = {unit: people[unit] | led[unit] for unit in roles}
    counts, first = Counter[int](), defaultdict[int, date](lambda: date.max)
    for unit, _, count, due in groups:
        for person in people[unit]:
            counts[person] += count
            first[person] = min(first[person], due)
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=person,
                kind=f"message.{flag}",
                title=f"{count} 条留言{WORDS[flag]}",
                body=f"最早的答复期限是 {first[person]},请尽快答复或写明无需答复的理由。",
                url=f"{reverse('duties:messages')}?view={'overdue' if flag == MessageFlag.OVERDUE else 'open'}",
                key=f"{JOB}:{flag}:{on}",
                created_at=at,
            )
            for person, count in sorted(counts.items())
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
