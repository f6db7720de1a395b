"""What a person's desk shows (工作台): what waits, what was sent, what is due, what is late."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Step

from .deadlines.open import RESUBMIT
from .models import Filing, Obligation
from .states import EDITABLE, IN_PROGRESS, Flag, ObligationState

OBJECT = "filings.filing"
ROWS = 12
#: The desk's own period for correction after a return is shown, but is no overdue filing (reading A44).
CORRECTION = Q(kind=RESUBMIT)


@dataclass(frozen=True)
class Item:
    """A row of the desk: what it is, whose it is, until when, and where it lies."""

    title: str
    sub: str
    unit: str
    url: str
    due_on: date | None
    left: int | None
    article: str
    step: str
    act: str
    provisional: bool = False


@dataclass
class Desk:
    """Everything on the workbench of one person."""

    todo: list[Item]
    todo_count: int
    todo_soon: int
    sent: list[Filing]
    sent_count: int
    obligations: list[Item]
    overdue: int
    longest: int
    due_soon: int
    calendar: list[dict[str, Any]] = field(default_factory=list)

    @property
    def soon_note(self) -> str:
        """How many of those that wait are due within two working days."""
        return f"其中 {self.todo_soon} 件两日内到期" if self.todo_soon else ""

    @property
    def longest_note(self) -> str:
        """By how many working days the oldest is late."""
        return f"最长 {self.longest} 个工作日" if self.overdue else ""

    @property
    def overdue_colour(self) -> str:
        """Red where something is late."""
        return "red" if self.overdue else ""


def desk_for(user: User, at: datetime) -> Desk:
    """Return the desk; the number of queries does not grow with the number of rows."""
    today = localdate(at)
    todo, count = todo_items(user, today)
    sent = Filing.objects.filter(created_by=user, state__in=[*IN_PROGRESS, *EDITABLE]).select_related("unit")
    owed = Obligation.objects.visible_to(user).open()
    figures = owed.aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today) & ~CORRECTION),
        soon=Count("pk", filter=Q(flag=Flag.DUE_SOON, due_on__gte=today)),
        oldest=Min("due_on", filter=~CORRECTION),
    )
    calendar = working_days.current()
    longest = calendar.workdays_between(figures["oldest"], today) if figures["overdue"] else 0
    return Desk(
        todo=todo,
        todo_count=count,
        todo_soon=sum(item.left is not None and item.left <= 2 for item in todo),
        sent=list(sent.order_by("-saved_at")[:8]),
        sent_count=sent.count(),
        obligations=obligation_items(owed.filter(due_on__isnull=False).order_by("due_on", "pk")[:8], today),
        overdue=figures["overdue"],
        longest=longest,
        due_soon=figures["soon"],
        calendar=_ahead(owed, today),
    )


def todo_items(user: User, today: date) -> tuple[list[Item], int]:
    """Return what waits for the person, the nearest due date first, and how much it is."""
    steps = chain.waiting_for(user).filter(run__object_type=OBJECT).select_related("run")
    by_filing = {step.run.object_id: step for step in steps.order_by("opened_at")[:200]}
    filings = Filing.objects.filter(pk__in=by_filing).select_related("unit", "account__platform", "edition")
    items = [_todo(filing, by_filing[filing.pk], today) for filing in filings]
    items.sort(key=lambda item: (item.due_on is None, item.due_on or today, item.title))
    return items[:ROWS], steps.count()


def obligation_items(rows: Any, today: date) -> list[Item]:
    """Return what is still to be filed, with the days left."""
    calendar = working_days.current()
    items = []
    for owed in rows.select_related("unit"):
        url = reverse("filings:detail", args=[owed.filing_id]) if owed.filing_id else f"/accounts/{owed.account_id}/"
        left = calendar.workdays_between(today, owed.due_on) if owed.due_on else None
        items.append(
            Item(
                title=owed.label,
                sub=f"{owed.anchor_on} 起算",
                unit=owed.unit.name,
                url=url,
                due_on=owed.due_on,
                left=left,
                article=owed.article,
                step="单位未提交",
                act="查看",
                provisional=owed.provisional,
            )
        )
    return items


def _todo(filing: Filing, step: Step, today: date) -> Item:
    left = working_days.current().workdays_between(today, filing.due_on) if filing.due_on else None
    platform = filing.account.platform.name if filing.account else ""
    return Item(
        title=f"{filing.get_kind_display()} · {filing.title}",
        sub=" · ".join(part for part in (platform, filing.number) if part),
        unit=filing.unit.name,
        url=reverse("filings:detail", args=[filing.pk]),
        due_on=filing.due_on,
        left=left,
        article="",
        step=step.label,
        act="办理",
        provisional=filing.due_provisional,
    )


def _ahead(owed: Any, today: date) -> list[dict[str, Any]]:
    """Count what falls due today, this week, next week and later."""
    end = today + timedelta(days=6 - today.weekday())
    spans = [
        ("今日", today, today),
        ("本周", today, end),
        ("下周", end + timedelta(days=1), end + timedelta(days=7)),
        ("下周以后", end + timedelta(days=8), None),
    ]
    counts = owed.aggregate(
        **{
            f"n{n}": Count("pk", filter=Q(due_on__gte=start) & (Q(due_on__lte=stop) if stop else Q()))
            for n, (_, start, stop) in enumerate(spans)
        },
        provisional=Count("pk", filter=Q(provisional=True)),
    )
    rows = [{"label": label, "count": counts[f"n{n}"], "provisional": False} for n, (label, _, _) in enumerate(spans)]
    rows.append({"label": "其中暂定", "count": counts["provisional"], "provisional": True})
    return rows


def open_obligations(user: User) -> Any:
    """Return the open obligations that a person may see, for lists and counters."""
    return Obligation.objects.visible_to(user).filter(state=ObligationState.OPEN)
