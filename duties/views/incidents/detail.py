"""One incident (事件): what happened, who knows, what was done; the alarm; the report to print."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.regimes.editions import edition_for

from ...actions import incidents as actions
from ...actions.incidents.steps import measures_of
from ...forms.incidents import IncidentForm, UnitForm
from ...incidents.audience import sides_of
from ...incidents.paper import report_paper
from ...incidents.statistics import minutes_text
from ...inquiries.history import history_of
from ...models import Incident
from ...permissions.duty import OWN
from ...states import IncidentState, Severity
from ..duty import BOTTOM_BAR, CLOSE, COMMENT, REPORT, VIEW, find, form_page, own_unit, pairs_of

ROWS = Incident.objects.select_related(
    "unit__root", "account__platform", "edition", "entered_by", "closed_by", "summed_up_by"
)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an incident."""
    incident, user = find(ROWS, request, pk), request.user
    runs, acts = incident.state != IncidentState.CLOSED, user.has_perm(REPORT, incident)
    context: dict[str, Any] = {
        "title": incident.title, "incident": incident, "runs": runs, "acts": acts,
        "main_class": BOTTOM_BAR if acts and runs else "",
        "closes": user.has_perm(CLOSE, incident), "comments": user.has_perm(COMMENT, incident),
        "entries": list(incident.entries.select_related("by")), "measures": measures_of(incident),
        "labels": {one.code: one.label for one in incident.edition.edition.sanctions},
        "sides": list(sides_of(incident.unit, incident.edition.edition, incident.severity).values()),
        "to_report": minutes_text(incident.minutes_to_report), "to_handle": minutes_text(incident.minutes_to_handle),
        "needs_summary": incident.severity == Severity.MAJOR and incident.summed_up_at is None,
        "freeze": freeze_address(request, incident) if runs else "", "events": history_of(incident),
    }  # fmt: skip
    return render(request, "duties/incidents/detail.html", context)


def freeze_address(request: HttpRequest, incident: Incident) -> str:
    """Return where the department freezes publishing on a topic, with this one filled in; nothing for others."""
    if not request.user.has_perm("reviews.freeze_topics"):
        return ""
    try:
        address = reverse("reviews:freeze")
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'name': incident.title[:40], 'reason': f'事件处置:{incident.title}'[:100]})}"


@guard(REPORT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Raise the alarm; a department first says which unit it is about."""
    unit, now = _unit(request), timezone.now()
    if unit is None:
        return _choose(request)
    account = request.GET.get("account", "")
    known = {"account": int(account)} if account.isdecimal() and len(account) < 16 else {}
    form = IncidentForm(request.POST or None, unit=unit, now=now, initial=known)

    def act() -> str:
        told = request.POST.get("do") != "later"
        incident = actions.enter_incident(unit, form.finding, report_now=told, by=request.user, at=now)
        said.success(request, "已报告单位负责人和宣传部门。" if told else "已登记,还没有报告。请尽快报告。")
        return reverse("duties:incident", args=[incident.pk])

    back = reverse("duties:incidents")
    sides = [side.label for side in sides_of(unit, _edition(unit, now), Severity.GENERAL).values()]
    return form_page(
        request, form, act, title="报告事件", button="立即报告", back=back, crumbs=("事件", back), lead=str(unit),
        later="先登记,稍后报告", note=f"按“立即报告”,{'、'.join(sides)}马上收到消息。", testid="report",
    )  # fmt: skip


def _edition(unit: Unit, now: Any) -> Any:
    return edition_for(unit.regime_code, timezone.localdate(now)).edition


def _unit(request: HttpRequest) -> Unit | None:
    """Return the unit that the address names, else the own one; None where a department has yet to choose."""
    wanted = request.GET.get("unit", "")
    if wanted.isdecimal() and len(wanted) < 16:
        unit = Unit.objects.visible_to(request.user).running().select_related("root").filter(pk=int(wanted)).first()
        if unit is not None and request.user.has_perm(REPORT, unit):
            return unit
    own = [post for post in posts_of(request.user) if post.role in OWN]
    return own_unit(request, REPORT) if not any(post.unit.is_authority for post in own) else None


def _choose(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.visible_to(request.user).running().order_by("path")
    form = UnitForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{reverse('duties:incident-new')}?unit={form.cleaned_data['unit'].pk}")
    back = reverse("duties:incidents")
    return form_page(
        request, form, lambda: back, title="报告事件", button="下一步", back=back, crumbs=("事件", back),
        lead="事件发生在哪个单位的账号上?",
    )  # fmt: skip


@guard(VIEW)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report to print: the page, PDF or Word file."""
    incident, now = find(ROWS, request, pk), timezone.now()
    kind = kind_asked(request)
    if kind != "html":
        record("incident.paper_taken", by=request.user, at=now, obj=incident, after={"kind": kind})
    home = reverse("duties:incident", args=[incident.pk])
    context = {"pairs": pairs_of("事件", reverse("duties:incidents"), incident.title, home, "处置报告")}
    paper = report_paper(incident, list(incident.entries.exclude(axis="comment")))
    return respond(
        paper, request, kind, at=now, name=f"事件处置报告-{incident.pk}", template="duties/paper.html", context=context
    )
