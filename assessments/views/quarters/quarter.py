"""The page of one period (考核期): where it stands, the next step, who leads, what came in."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit.actions import label_of
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from ...forms.quarters import StepForm
from ...models import Entry, HandScore, Quarter, QuarterObjection
from ...outputs.offers import outputs_of
from ...quarters.reading import earlier_of
from ...quarters.sequence import STEPS, next_step, position
from ...quarters.states import AppealState
from ...quarters.years import quarters_of
from .common import RUN, VIEW, address, find_quarter

SHOWN = 10
#: Days that the form proposes for a step (天); no regulation sets them, the department changes them as it likes.
USUAL_DAYS = 10


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, period: str) -> HttpResponse:
    """Show a period to whoever has a post in its tree."""
    return page(request, find_quarter(request, period))


def page(request: HttpRequest, quarter: Quarter, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page of a period, with a refusal or an answer on top where there is one."""
    runs = request.user.has_perm(RUN, quarter)
    rows = (
        Entry.objects.open_to(request.user)
        .filter(quarter=quarter)
        .order_by("unit_class", F("rank").asc(nulls_last=True), "pk")
    )
    earlier = earlier_of(quarter)
    context = {
        "title": f"{quarter.words}考核",
        "quarter": quarter,
        "runs": runs,
        "steps": STEPS,
        "position": position(quarter),
        "next": next_step(quarter) if runs else None,
        "form": _form(),
        "figures": _figures(quarter, rows),
        "top": _ranked(quarter, rows.defer("facts", "result")[:SHOWN]),
        "urls": {name: address(f"quarter-{name}", quarter) for name in ("entries", "scores", "compare", "objections")},
        "step_url": {step: address("quarter-step", quarter, step) for step in ("check", "reopen", "score", "skip")},
        "earlier": earlier,
        "parts": quarters_of(quarter) if quarter.of_year else {},
        "hand": _hand(quarter) if runs else None,
        "events": _events(quarter) if runs else [],
        "others": _others(request, quarter),
        "outputs": outputs_of(request.user, quarter),
        "scheme_url": reverse("assessments:scheme", args=[quarter.scheme_id]),
        **more,
    }
    return render(request, "assessments/quarters/quarter.html", context, status=status)


def _ranked(quarter: Quarter, rows: Any) -> list[tuple[str, Entry]]:
    """Return the entries by class of units, for ranks count within a class; each with its class where one begins."""
    words = {one.code: one.label for one in quarter.scheme.scheme.classes}
    found, last = [], None
    for row in rows:
        label = words.get(row.unit_class) or UNIT_KINDS.get(row.unit_class, "全部单位")
        found.append((label if row.unit_class != last else "", row))
        last = row.unit_class
    return found


def _figures(quarter: Quarter, rows: Any) -> dict[str, Any]:
    found = rows.order_by().aggregate(
        units=Count("pk"),
        scored=Count("pk", filter=Q(score__isnull=False)),
        vetoed=Count("pk", filter=Q(standing="vetoed")),
        failed=Count("pk", filter=Q(passes=False)),
        said=Count("pk", filter=Q(submitted_at__isnull=False)),
    )
    waiting = QuarterObjection.objects.filter(quarter=quarter, state=AppealState.ASKED).count()
    return {**found, "waiting": waiting}


def _hand(quarter: Quarter) -> dict[str, int]:
    """Return how many hand scores are in, of how many, leaving bonus aside."""
    codes = [one.code for one in quarter.scheme.scheme.indicators if one.source == "hand" and not one.bonus]
    units = Entry.objects.filter(quarter=quarter, accounts__gt=0).count()
    given = HandScore.objects.filter(quarter=quarter, indicator__in=codes, account__isnull=True).count()
    return {"given": given, "wanted": units * len([code for code in codes if code])}


def _events(quarter: Quarter) -> list[dict[str, Any]]:
    rows = AuditEvent.objects.filter(object_type=Quarter._meta.label_lower, object_id=quarter.pk).order_by("-seq")
    return [
        {"title": label_of(event.action), "who": event.actor_name, "at": event.at, "opinion": event.reason}
        for event in rows[:SHOWN]
    ]


def _others(request: HttpRequest, quarter: Quarter) -> list[Quarter]:
    rows = Quarter.objects.visible_to(request.user).filter(period=quarter.period).exclude(pk=quarter.pk)
    return list(rows.select_related("root")[:SHOWN])


def _form() -> StepForm:
    """Return the form of a step; on the page both of its fields are needed where they are shown."""
    form = StepForm(initial={"due_on": timezone.localdate() + timedelta(days=USUAL_DAYS)})
    for field in form.fields.values():
        field.required = True
    return form
