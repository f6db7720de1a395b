"""Steps without a holder, for the system administrators (无人办理): where, since when, and the way to end a run."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from ...access.guard import guard
from ...refusals import Refused
from ...search.conditions import owners
from ...search.query import Query, query_of
from ...ui.forms import PortalForm
from ...workdays import working_days
from ..holders import role_label
from ..kinds import kind_of, kinds, terminate_object
from ..models import Run, Step
from ..states import RunState, StepState
from ..stuck import without_holder

VIEW = "core.manage_units"
ROWS, LONGEST = 200, 30
#: So many hits of a search are looked through.
MOST = 2000


class ReasonForm(PortalForm):
    """Why the run is ended."""

    reason = forms.CharField(label="终止原因", max_length=300)


@dataclass(frozen=True)
class Row:
    """One waiting step as the page shows it: no content of the object, only its name and where it stands."""

    run: int
    kind: str
    title: str
    unit: str
    step: str
    role: str
    days: int


@guard(VIEW)
@require_GET
def stuck(request: HttpRequest) -> HttpResponse:
    """Show what nobody can act on, and below it what has waited longest; or what was looked for."""
    steps = Step.objects.filter(state=StepState.ACTIVE, run__state=RunState.OPEN).select_related("run", "unit")
    steps = steps.order_by("opened_at", "pk")
    context: dict[str, Any] = {"title": "无人办理", "query": query_of(request.GET.get("q", ""), reads=False)}
    if context["query"].is_empty:
        waiting = list(steps)
        nobody = without_holder(waiting)[:ROWS]
        seen = {step.pk for step in nobody}
        long = [step for step in waiting if step.pk not in seen][:LONGEST]
        context |= {"stuck": rows_of(nobody), "long": rows_of(long)}
    else:
        context["found"] = rows_of(list(looked_for(steps, context["query"])[:ROWS]))
    return render(request, "workflow/stuck.html", context)


def looked_for(steps: QuerySet[Step], query: Query) -> QuerySet[Step]:
    """Return the steps of objects whose title or number has the query, by the index of the search."""
    wanted = Q()
    for kind in kinds():
        wanted |= Q(run__object_type=kind.code, run__object_id__in=set(owners(kind.searched, query, MOST)))
    return steps.filter(wanted)


@guard(VIEW)
@require_POST
def terminate(request: HttpRequest, pk: int) -> HttpResponse:
    """End an open run with a reason (终止)."""
    run = get_object_or_404(Run, pk=pk, object_type__in=[kind.code for kind in kinds()])
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明终止的原因（不超过 300 字）。")
        return redirect("stuck")
    try:
        terminate_object(run, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, "已终止，填报人和承办人会收到消息。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("stuck")


def rows_of(steps: list[Step]) -> list[Row]:
    """Return steps with the names of their objects, one query per kind."""
    found: dict[tuple[str, int], Any] = {}
    for kind in kinds():
        pks = [step.run.object_id for step in steps if step.run.object_type == kind.code]
        found |= {(kind.code, pk): subject for pk, subject in kind.find(pks).items()}
    calendar, today = working_days.current(), localdate(timezone.now())
    rows = []
    for step in steps:
        kind_here, subject = kind_of(step.run.object_type), found.get((step.run.object_type, step.run.object_id))
        if kind_here is None or subject is None or step.opened_at is None:
            continue
        days = calendar.workdays_between(localdate(step.opened_at), today)
        unit, role = str(kind_here.unit(subject)), role_label(step.role)
        rows.append(Row(step.run_id, kind_here.word, str(subject), unit, f"{step.label} · {step.unit}", role, days))
    return rows
