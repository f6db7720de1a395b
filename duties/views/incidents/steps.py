"""What is done about an incident (处置), each step a short page that serves on the phone."""

from typing import Any

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard

from ...actions import incidents as actions
from ...actions.incidents.steps import measures_of
from ...forms.duty import CommentForm, ReasonForm
from ...forms.incidents import FIELDS, CloseForm, GradeForm, StepForm, SummaryForm, TellForm
from ...incidents.audience import SIDES
from ...models import Incident
from ...states import Axis
from ..duty import CLOSE, COMMENT, REPORT, VIEW, find, form_page
from .detail import ROWS

TITLES = {
    Axis.ACTION: "登记处置", Axis.PLATFORM: "登记联系平台", Axis.MEASURE: "登记群内措施", Axis.REFERRAL: "登记移送",
}  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that unit head or department was told, and send them a message."""
    incident, now = find(ROWS, request, pk, need=REPORT), timezone.now()
    form = TellForm(request.POST or None, incident=incident, now=now)

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.tell(incident, **data, by=request.user, at=now)
        said.success(request, f"已报告{SIDES[data['side']]}。")
        return _home(incident)

    return _page(request, incident, form, act, "补报", "登记报告")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, axis: str) -> HttpResponse:
    """Add a line to the log."""
    incident, now = find(ROWS, request, pk, need=REPORT), timezone.now()
    measures = measures_of(incident)
    if axis not in FIELDS or (axis == Axis.MEASURE and not measures):
        raise Http404
    form = StepForm(request.POST or None, axis=Axis(axis), measures=measures, now=now)

    def act() -> str:
        actions.log_step(incident, form.step, by=request.user, at=now)
        said.success(request, "已登记。")
        return _home(incident)

    return _page(request, incident, form, act, TITLES[Axis(axis)], "登记")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how grave it is."""
    incident, now = find(ROWS, request, pk, need=REPORT), timezone.now()
    form = GradeForm(request.POST or None, initial={"severity": incident.severity})

    def act() -> str:
        data = form.cleaned_data
        actions.grade(incident, severity=data["severity"], reason=data["reason"], by=request.user, at=now)
        said.success(request, "已调整等级。")
        return _home(incident)

    return _page(request, incident, form, act, "调整等级", "调整等级")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def sum_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the after-action summary."""
    incident, now = find(ROWS, request, pk, need=CLOSE), timezone.now()
    known = {name: getattr(incident, name) for name in ("cause", "handling", "lessons")}
    form = SummaryForm(request.POST or None, initial=known)

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.sum_up(incident, **data, by=request.user, at=now)
        said.success(request, "已登记总结。")
        return _home(incident)

    return _page(request, incident, form, act, "总结", "登记总结")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the incident."""
    incident, now = find(ROWS, request, pk, need=CLOSE), timezone.now()
    form = CloseForm(request.POST or None, now=now)

    def act() -> str:
        actions.close(incident, handled_at=form.cleaned_data["handled_at"], by=request.user, at=now)
        said.success(request, "已办结。")
        return _home(incident)

    return _page(request, incident, form, act, "办结", "办结")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the incident up again."""
    incident, now = find(ROWS, request, pk, need=CLOSE), timezone.now()
    form = ReasonForm(request.POST or None, label="重新处置的原因")

    def act() -> str:
        actions.reopen(incident, reason=form.cleaned_data["reason"], by=request.user, at=now)
        said.success(request, "已重新处置。")
        return _home(incident)

    return _page(request, incident, form, act, "重新处置", "重新处置")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a remark."""
    incident, now = find(ROWS, request, pk, need=COMMENT), timezone.now()
    form = CommentForm(request.POST or None)

    def act() -> str:
        actions.comment(incident, text=form.cleaned_data["text"], by=request.user, at=now)
        said.success(request, "已登记意见。")
        return _home(incident)

    return _page(request, incident, form, act, "批示意见", "登记意见")


def _home(incident: Incident) -> str:
    return reverse("duties:incident", args=[incident.pk])


def _page(request: HttpRequest, incident: Incident, form: Any, act: Any, title: str, button: str) -> HttpResponse:
    home = _home(incident)
    crumbs = ("事件", reverse("duties:incidents"), incident.title, home)
    return form_page(
        request, form, act, title=title, button=button, back=home, crumbs=crumbs, incident=incident,
        above="duties/incidents/short.html",
    )  # fmt: skip
