"""What a person's desk shows (工作台): what waits, what was sent, what is due, what is late."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.holders import stands_in
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.standing import where_words, with_names
from newmedia_portal.core.workflow.states import StepState

from .compare import text_of
from .deadlines.open import RESUBMIT
from .models import Filing, Obligation
from .states import EDITABLE, IN_PROGRESS, FilingState, Flag, ObligationState

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
    owed: int = 0
    met: bool | None = None


@dataclass(frozen=True)
class Sent:
    """A filing of one's own: where it lies and for how long (我的备案在哪里)."""

    filing: Filing
    where: str


@dataclass
class Desk:
    """Everything on the workbench of one person."""

    todo: list[Item]
    todo_count: int
    todo_soon: int
    sent: list[Sent]
    sent_count: int
    obligations: list[Item]
    overdue: int
    longest: int
    due_soon: int
    calendar: list[dict[str, Any]] = field(default_factory=list)

    @property
    def soon_note(self) -> str:
        """How many of those that wait are due within two working days, or late already."""
        return f"其中 {self.todo_soon} 件两日内到期或已过期" if self.todo_soon else ""

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
        todo_soon=sum(item.met is None and item.left is not None and item.left <= 2 for item in todo),
        sent=whereabouts(sent.order_by("-saved_at")[:8], today),
        sent_count=sent.count(),
        obligations=obligation_items(_to_file(owed, user).order_by("due_on", "pk")[:8], today, user),
        overdue=figures["overdue"],
        longest=longest,
        due_soon=figures["soon"],
        calendar=_ahead(owed, today),
    )


def _to_file(owed: Any, user: User) -> Any:
    """Return what is due, without the corrections that stand among the person's own 待办 already."""
    mine = [post.unit_id for post in posts_of(user) if post.role in WRITERS]
    return owed.filter(due_on__isnull=False).exclude(CORRECTION, unit__in=mine)


def counted_filings(user: User | Any) -> Any:
    """Return the same as `waiting_filings`, for the figure on every page."""
    return waiting_filings(user, alone=not stands_in(user))


def waiting_filings(user: User | Any, *, alone: bool = False) -> Any:
    """Return the filings that wait for the person: steps they hold, and filings returned to a unit they write for."""
    mine = [post.unit_id for post in posts_of(user) if post.role in WRITERS]
    steps = chain.waiting_for(user, alone=alone).filter(run__object_type=OBJECT)
    held = steps.order_by().values_list("run__object_id")
    returned = Filing.objects.filter(state=FilingState.RETURNED, unit__in=mine).order_by().values_list("pk")
    return Filing.objects.filter(pk__in=held.union(returned) if mine else held)


def todo_items(user: User, today: date) -> tuple[list[Item], int]:
    """Return what waits for the person, the nearest due date first, and how much it is."""
    waiting = waiting_filings(user)
    rows = waiting.select_related("unit", "account__platform", "edition").order_by("due_on", "pk")[:200]
    filings = list(rows)
    pks = [filing.pk for filing in filings]
    steps = Step.objects.filter(state=StepState.ACTIVE, run__object_type=OBJECT, run__object_id__in=pks)
    labels = dict(steps.values_list("run__object_id", "label"))
    corrections = Obligation.objects.filter(CORRECTION, filing__in=pks, state=ObligationState.OPEN)
    owed = {row.filing_id: row for row in corrections}
    items = [_todo(filing, labels.get(filing.pk, ""), owed.get(filing.pk), today) for filing in filings]
    items.sort(key=lambda item: (item.due_on is None, item.due_on or today, item.title))
    return items[:ROWS], len(filings) if len(filings) < 200 else waiting.count()


def whereabouts(rows: Any, today: date) -> list[Sent]:
    """Return filings with the step that each waits at and since how many working days."""
    filings = list(rows)
    steps = Step.objects.filter(
        state=StepState.ACTIVE, run__object_type=OBJECT, run__object_id__in=[filing.pk for filing in filings]
    ).select_related("run")
    at = {step.run.object_id: step for step in with_names(steps)}
    found = []
    for filing in filings:
        step, where = at.get(filing.pk), "在本单位"
        if step is not None:
            where = f"{where_words(step, today)} · {step.label}"
        elif filing.decided_at is not None:
            where = f"已办结 {localdate(filing.decided_at)}"
        found.append(Sent(filing, where))
    return found


def obligation_items(rows: Any, today: date, user: User | Any) -> list[Item]:
    """Return what is still to be filed, with the days left; the draft of another unit is named but not linked."""
    calendar, asks = working_days.current(), user.has_perm("filings.remind_unit")
    own = {post.unit_id for post in posts_of(user)}
    items = []
    for owed in rows.select_related("unit", "filing"):
        url = f"/accounts/{owed.account_id}/" if owed.account_id else ""
        if owed.filing is not None:
            hidden = owed.filing.state == FilingState.DRAFT and owed.unit_id not in own
            url = url if hidden else reverse("filings:detail", args=[owed.filing_id])
        items.append(
            Item(
                title=owed.label,
                sub=f"{owed.anchor_on} 起算",
                unit=owed.unit.name,
                url=url,
                due_on=owed.due_on,
                left=calendar.workdays_between(today, owed.due_on) if owed.due_on else None,
                article=owed.article,
                step="单位未提交",
                act="催报" if asks and owed.unit_id not in own else "",
                provisional=owed.provisional,
                owed=owed.pk,
                met=False if _on_days_off_after(owed.due_on, today) else None,
            )
        )
    return items


def _todo(filing: Filing, step: str, owed: Obligation | None, today: date) -> Item:
    due_on, provisional = (owed.due_on, owed.provisional) if owed else (filing.due_on, filing.due_provisional)
    platform = filing.account.platform.name if filing.account else text_of("platform", filing.data.get("platform"))
    return Item(
        title=str(filing),
        sub=" · ".join(part for part in (platform, filing.number) if part),
        unit=filing.unit.name,
        url=reverse("filings:detail", args=[filing.pk]),
        due_on=due_on,
        left=working_days.current().workdays_between(today, due_on) if due_on else None,
        article=owed.article if owed else "",
        step=step or "退回补正",
        act="办理" if step else "补正",
        provisional=provisional,
        met=_met(filing, due_on, today) if owed is None else None,
    )


def _met(filing: Filing, due_on: date | None, today: date) -> bool | None:
    """Whether the period was kept, once its end has passed: the first hand-in stopped the clock (reading A44)."""
    if due_on is None or due_on >= today or filing.late_workdays is None:
        return None
    return filing.late_workdays == 0


def _on_days_off_after(due_on: date | None, today: date) -> bool:
    """Whether the due day is over though no working day has passed since: late, by no working day yet."""
    return due_on is not None and due_on < today and not working_days.current().workdays_between(due_on, today)


def _ahead(owed: Any, today: date) -> list[dict[str, Any]]:
    """Count what is late and what falls due today, this week, next week and later."""
    end = today + timedelta(days=6 - today.weekday())
    spans: list[tuple[str, date | None, date | None]] = [
        ("已逾期", None, today - timedelta(days=1)),
        ("今日", today, today),
        ("本周内", today, end),
        ("下周", end + timedelta(days=1), end + timedelta(days=7)),
        ("下周以后", end + timedelta(days=8), None),
    ]
    counts = owed.aggregate(
        **{f"n{n}": Count("pk", filter=_between(start, stop)) for n, (_, start, stop) in enumerate(spans)},
        provisional=Count("pk", filter=Q(provisional=True)),
    )
    rows = [{"label": label, "count": counts[f"n{n}"], "provisional": False} for n, (label, _, _) in enumerate(spans)]
    rows.append({"label": "其中暂定", "count": counts["provisional"], "provisional": True})
    return rows


def _between(start: date | None, stop: date | None) -> Q:
    """Return the condition of a span; what has no beginning is late, and a correction never counts as that."""
    return (Q(due_on__gte=start) if start else ~CORRECTION) & (Q(due_on__lte=stop) if stop else Q())


def open_obligations(user: User) -> Any:
    """Return the open obligations that a person may see, for lists and counters."""
    return Obligation.objects.visible_to(user).filter(state=ObligationState.OPEN)
