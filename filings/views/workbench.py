"""The workbench and 待办 (工作台): the first page after log-in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import SIGNED_IN, guard
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.access.scope import posts_of, scope_of
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.ui.workbench import cards_of, todo_cards_of
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.models import CalendarYear
from newmedia_portal.core.workflow.copies import copies_for
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.regimes.models import EditionRecord

from ..desk import desk_for, obligation_items, open_obligations, todo_items, whereabouts
from ..models import Filing
from .lists import OBJECT

TABS = {"todo": "待我办理", "done": "我已办理", "sent": "我发起的", "copies": "抄送我的", "deadlines": "期限"}


@guard(SIGNED_IN)
@require_http_methods(["GET"])
def workbench(request: HttpRequest) -> HttpResponse:
    """Show the desk of the person: business for people with posts, instance matters for the administrators."""
    now = timezone.now()
    context: dict[str, Any] = {
        "now": now,
        "is_workday": working_days.current().is_workday(timezone.localdate(now)),
        "notices": Notice.objects.filter(user=request.user)[:6],
    }
    if request.user.instance_role:
        return render(request, "workbench/administrator.html", {**context, **_administrator(request.user)})
    if scope_of(request.user).nothing:
        return render(request, "workbench/nothing.html", context)
    context["desk"] = desk_for(request.user, now)
    context["can_start"] = request.user.has_perm("filings.start_filing")
    context["can_record"] = request.user.has_perm("accounts.record_unfiled")
    context["posts"] = posts_of(request.user)
    context["cards"] = cards_of(request)
    context["todo_total"] = context["desk"].todo_count + sum(card.waiting for card in context["cards"])
    return render(request, "workbench/desk.html", context)


@guard("filings.list_filings")
@require_http_methods(["GET"])
def todo(request: HttpRequest) -> HttpResponse:
    """待办, 已办, 我发起 and deadlines, each the first rows with the way to the whole list."""
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in TABS else "todo"
    today = timezone.localdate()
    context: dict[str, Any] = {"tab": tab, "tabs": TABS, "cards": todo_cards_of(request, tab)}
    if tab == "deadlines":
        rows = open_obligations(request.user).filter(due_on__isnull=False)
        flag = request.GET.get("flag", "")
        if flag in ("overdue", "due_soon"):
            rows = rows.filter(flag=flag, remind_on__isnull=flag == "overdue")
        context["items"] = obligation_items(rows.order_by("due_on", "pk")[:100], today, request.user)
    elif tab == "todo":
        context["items"], context["count"] = todo_items(request.user, today)
    elif tab == "copies":
        context["copies"] = _copies(request.user)
    elif tab == "sent":
        mine = Filing.objects.filter(created_by=request.user).select_related("unit").order_by("-pk")
        context["sent"] = whereabouts(mine[:50], today)
    else:
        context["sent"] = whereabouts(_decided_by(request.user), today)
    return render(request, "workbench/todo.html", context)


def _copies(user: User) -> list[dict[str, Any]]:
    """Return the copies of filings that a person got, unread first, each with its filing (抄送我的)."""
    rows = list(copies_for(user, OBJECT)[:50])
    found = Filing.objects.visible_to(user).select_related("unit").in_bulk([row.object_id for row in rows])
    return [{"row": row, "filing": found[row.object_id]} for row in rows if row.object_id in found]


def _decided_by(user: User) -> Any:
    decided = Decision.objects.filter(by=user, run__object_type=OBJECT).exclude(verb="submit")
    rows = Filing.objects.visible_to(user).filter(pk__in=decided.values("run__object_id"))
    return rows.select_related("unit").order_by("-pk")[:50]


def _administrator(user: User) -> dict[str, Any]:
    return {
        "role": InstanceRole(user.instance_role).label,
        "people": User.objects.filter(is_active=True).count(),
        "units": Unit.objects.running().count(),
        "drafts": EditionRecord.objects.filter(state="draft").count(),
        "provisional": list(
            CalendarYear.objects.filter(status="provisional").order_by("year").values_list("year", flat=True)[:2]
        ),
    }
