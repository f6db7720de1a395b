"""Where an object stands (当前在谁处): whom the waiting step is with, and for how many working days."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from ..access.models import Post
from ..workdays import working_days
from .models import Seat, Step
from .states import SeatState, StepState

#: As many names as a line bears.
NAMES = 3
NOBODY = "暂无人员"


def days_words(opened_at: datetime, today: date) -> str:
    """Return for how long a step has waited, e.g. 已 2 个工作日, or that it came today."""
    days = working_days.current().workdays_between(localdate(opened_at), today)
    return f"已 {days} 个工作日" if days else "今日收到"


def names_words(names: list[str]) -> str:
    """Return names as a line bears them."""
    shown = "、".join(names[:NAMES])
    return f"{shown}等 {len(names)} 人" if len(names) > NAMES else shown or NOBODY


def with_names(steps: QuerySet[Step]) -> Any:
    """Add to steps the name of the first person whom each is with, as `who`, in the same statement."""
    posts = Post.objects.filter(
        unit=OuterRef("unit"), role=OuterRef("role"), until__isnull=True, user__is_active=True
    ).order_by("user__full_name")
    seats = Seat.objects.filter(step=OuterRef("pk"), state=SeatState.OPEN).order_by("pk")
    who = Coalesce(
        Subquery(seats.values("person__full_name")[:1]),
        F("holder__full_name"),
        Subquery(posts.values("user__full_name")[:1]),
        Value(""),
    )
    return steps.annotate(who=who)


def where_words(step: Any, today: date) -> str:
    """Return whom a named step is with and since when, e.g. 在 李某二 处，已 2 个工作日."""
    return f"在 {step.who or NOBODY} 处，{days_words(step.opened_at, today)}" if step.opened_at else ""


def with_waiting(rows: Any, object_type: str) -> Any:
    """Add to the rows of a list whom the waiting step is with: waiting_at, waiting_who, waiting_since."""
    waiting = Step.objects.filter(
        run__object_type=object_type, run__object_id=OuterRef("pk"), run__state="open", state=StepState.ACTIVE
    )
    return rows.annotate(
        waiting_at=Subquery(waiting.values("label")[:1]),
        waiting_who=Subquery(with_names(waiting).values("who")[:1]),
        waiting_since=Subquery(waiting.values("opened_at")[:1]),
    )


def waiting_words(row: Any, today: date) -> str:
    """Return the cell of a list: whom it is with, since when, at which step."""
    if row.waiting_since is None:
        return ""
    return f"{row.waiting_who or NOBODY}，{days_words(row.waiting_since, today)} · {row.waiting_at}"
