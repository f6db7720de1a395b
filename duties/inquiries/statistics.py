"""Figures of messages (留言统计): how many came in, were answered, in time; the median time; by account and topic."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.utils import timezone

from ..models import PublicMessage
from ..states import MessageState, Topic

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Figures:
    """The figures of some messages; a message without a limit is answered but neither in time nor late."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0
    waived: int = 0
    median_minutes: int | None = None

    @property
    def median_hours(self) -> str:
        """The median time to an answer in hours; a dash where nothing was answered."""
        return "—" if self.median_minutes is None else f"{self.median_minutes / 60:.1f}"

    @property
    def share(self) -> str:
        """Answered in time, of those whose limit is known and that were answered or are overdue."""
        owed = self.in_time + self.late + self.overdue
        return f"{self.in_time * 100 // owed}%" if owed else "—"


@dataclass(frozen=True)
class Group:
    """The figures of one account or topic; `key` is what the list filters by."""

    key: str
    name: str
    figures: Figures


def span(first_on: date, last_on: date) -> tuple[datetime, datetime]:
    """Return the moments from the first day to the end of the last."""
    zone = timezone.get_current_timezone()
    day_after = last_on + timedelta(days=1)
    return datetime.combine(first_on, time(), tzinfo=zone), datetime.combine(day_after, time(), tzinfo=zone)


def figures_of(user: Any, first_on: date, last_on: date, *, today: date) -> tuple[Figures, list[Group], list[Group]]:
    """Return the figures of what a person may see, in all, by account and by topic."""
    rows = PublicMessage.objects.visible_to(user).received(*span(first_on, last_on)).order_by()
    fields = ("account", "account__name", "topic", "state", "due_on", "late_days", "received_at", "answered_at")
    found = list(rows.values_list(*fields))
    accounts, topics = defaultdict[Any, list[Row]](list), defaultdict[Any, list[Row]](list)
    for row in found:
        accounts[row[0], row[1]].append(row)
        topics[row[2]].append(row)
    by_account = [
        Group(str(pk or "none"), name or "电话转办等(没有账号)", counted(part, today))
        for (pk, name), part in accounts.items()
    ]
    by_topic = [Group(code, Topic(code).label, counted(part, today)) for code, part in topics.items()]
    order = lambda group: (-group.figures.received, group.name)  # noqa: E731
    return counted(found, today), sorted(by_account, key=order), sorted(by_topic, key=order)


def counted(rows: Iterable[Row], today: date) -> Figures:
    """Return the figures of rows of (account, name, topic, state, due day, late days, received, answered)."""
    numbers, minutes = defaultdict[str, int](int), []
    for _, _, _, state, due_on, late_days, received_at, answered_at in rows:
        numbers["received"] += 1
        if state == MessageState.ANSWERED:
            numbers["answered"] += 1
            numbers["in_time"] += late_days == 0
            numbers["late"] += bool(late_days)
            minutes.append((answered_at - received_at).total_seconds() // 60)
        elif state == MessageState.WAIVED:
            numbers["waived"] += 1
        else:
            numbers["waiting"] += 1
            numbers["overdue"] += bool(due_on and due_on < today)
    return Figures(**numbers, median_minutes=int(median(minutes)) if minutes else None)
