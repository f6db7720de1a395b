"""The due dates of a person's units for their own calendar (日历订阅); titles say nothing of people."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Max
from django.urls import reverse

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.notices.feed import MOST, Entry, register
from newmedia_portal.regimes.vocabulary import FILING_KINDS

from ..models import Obligation
from .ladder import OF_UNIT
from .open import RESUBMIT

#: How long what is late stays in the calendar.
BACK = timedelta(days=60)


@register("filings")
def due_filings(user: User, on: date) -> Iterable[Entry]:
    """Return what the units of the person owe: those in which they write or lead."""
    units = {post.unit_id for post in posts_of(user) if post.role in OF_UNIT}
    if not units:
        return []
    owed = Obligation.objects.visible_to(user).open().filter(unit__in=units, due_on__gte=on - BACK)
    told = owed.annotate(times=Count("reminders"), latest=Max("reminders__told_on"))
    rows = told.select_related("unit").order_by("due_on", "pk")[:MOST]
    return [
        Entry(f"obligation-{row.pk}", row.due_on, _title(row), _url(row), _note(row, row.times, row.latest))
        for row in rows
        if row.due_on
    ]


def _title(row: Obligation) -> str:
    what = "退回件补正" if row.kind == RESUBMIT else FILING_KINDS.get(row.kind, "备案事项")
    return f"{what}到期（{row.unit.name}）{'·暂定' if row.provisional else ''}"


def _url(row: Obligation) -> str:
    return reverse("filings:detail", args=[row.filing_id]) if row.filing_id else f"{reverse('todo')}?tab=deadlines"


def _note(row: Obligation, times: int, latest: date | None) -> str:
    """How often it was reminded of, by the ladder and by hand."""
    days = [day for _, day in row.rungs] + ([latest] if latest else [])
    return f"已提醒 {len(row.rungs) + times} 次，最近 {max(days)}" if days else ""
