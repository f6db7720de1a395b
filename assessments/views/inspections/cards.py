"""Inspections and rectification on the workbench (工作台) and among what is to be done (待办)."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import holds_any
from newmedia_portal.core.ui.workbench import Card, register_card, register_todo

from ...inspecting.desk import to_answer, to_check, to_decide

ROWS = 6


@register_card
def checks(request: HttpRequest) -> Card | None:
    """Accounts that the person is to check."""
    rows = list(to_check(request.user).select_related("campaign", "unit", "platform").order_by("pk")[: ROWS + 1])
    if not rows:
        return None
    context = {"rows": rows[:ROWS], "more": len(rows) > ROWS}
    return Card("待检查的账号", "assessments/inspections/desk.html", context, url=reverse("assessments:my-checks"),
                order=22, waiting=len(rows[:ROWS]))  # fmt: skip


@register_card
def answers(request: HttpRequest) -> Card | None:
    """Notices that the person's units are to answer."""
    if not holds_any(request.user, WRITERS):
        return None
    return _findings("待整改的问题", to_answer(request.user).order_by("due_on", "pk"), "notified", 21)


@register_card
def decisions(request: HttpRequest) -> Card | None:
    """Findings, proofs and objections that wait for the department."""
    if not holds_any(request.user, AUTHORITY):
        return None
    return _findings("问题整改", to_decide(request.user).order_by("pk"), "", 23)


@register_todo
def todo(request: HttpRequest, tab: str) -> Card | None:
    """The same among what is to be done: one card, the most pressing first."""
    if tab != "todo":
        return None
    return checks(request)


@register_todo
def todo_findings(request: HttpRequest, tab: str) -> Card | None:
    """Findings that wait for the unit or the department."""
    if tab != "todo":
        return None
    return decisions(request) or answers(request)


def _findings(title: str, found: Any, state: str, order: int) -> Card | None:
    rows = list(found.select_related("account", "unit")[: ROWS + 1])
    if not rows:
        return None
    url = reverse("assessments:findings") + (f"?state={state}" if state else "")
    context = {"rows": rows[:ROWS], "more": len(rows) > ROWS}
    return Card(title, "assessments/rectification/desk.html", context, url=url, order=order, waiting=len(rows[:ROWS]))
