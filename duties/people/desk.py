"""People and custody on a person's desk (工作台): one line for each thing that waits, with the way to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, Min, Value
from django.db.models.aggregates import Count
from django.db.models.functions import Cast
from django.urls import reverse

from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS
from newmedia_portal.core.access.scope import posts_of

from ..models import CheckReply, LeavingChecklist
from ..permissions.people import DOERS
from .gaps import gaps_of


@dataclass(frozen=True)
class Work:
    """A line: how many of what, since or until when, and where."""

    label: str
    number: int
    day: date | None
    word: str
    url: str


def work_of(user: Any, today: date) -> list[Work]:
    """Return what waits for the person, in one statement: the unit's own, and leavers of all units for a department."""
    posts = posts_of(user)
    own = [post.unit_id for post in posts if post.role in DOERS]
    answers = [post.unit_id for post in posts if post.role in (*WRITERS, *LEADERS)]
    watches = any(post.role in AUTHORITY for post in posts)
    leavers = LeavingChecklist.objects.running()
    leavers = leavers.visible_to(user) if watches else leavers.filter(unit__in=own)
    checks = CheckReply.objects.waiting().filter(unit__in=answers)
    parts = [_counted(leavers, "leaving", F("left_on")), _counted(checks, "checks", F("round__due_on"))]
    if answers:
        entries = gaps_of("confirmation", user, today).filter(unit__in=answers)
        parts.append(_counted(entries, "entries", Cast(Value(None), output_field=DateField())))
    found = {kind: (number, day) for kind, number, day in parts[0].union(*parts[1:], all=True) if number}
    lines = (
        ("leaving", "离任清单未完成", "最早离任", f"{reverse('duties:leavers')}?view=waiting"),
        ("checks", "自查待填报", "最早截止", f"{reverse('duties:checks')}?view=waiting"),
        ("entries", "登记信息待核实", "", reverse("duties:entries")),
    )
    return [Work(label, *found[kind], word, url) for kind, label, word, url in lines if kind in found]


def _counted(rows: Any, kind: str, day: Any) -> Any:
    """Return one row: the kind, how many, the earliest day; it stays a query."""
    grouped = rows.order_by().annotate(matter=Value(kind, output_field=CharField())).values("matter")
    return grouped.annotate(found=Count("pk", distinct=True), first=Min(day)).values_list("matter", "found", "first")
