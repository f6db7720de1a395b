"""One finding (问题详情) and what the department does about it."""

from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from duties.inquiries.history import history_of
from duties.views.duty import form_page
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.calendar import CalendarRangeError

from ...actions import rectification as actions
from ...forms.inspections import ReasonForm
from ...forms.rectification import FindingForm, RecheckForm
from ...inspecting.clock import account_of, term_words
from ...inspecting.states import FindingState, ObjectionState
from ...inspecting.template import defaults
from ...models import Finding
from .common import ANSWER, CRUMB, DIRECT, JUDGE, METHODS, RECHECK, VIEW, enterable, find_finding, step_page

WAITS = (FindingState.NOTIFIED, FindingState.PROVEN)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a finding with what the person may do now."""
    finding, today = find_finding(request, pk), timezone.localdate()
    objections = list(finding.objections.select_related("by", "decided_by", "finding").prefetch_related("files"))
    waiting = next((one for one in objections if one.state == ObjectionState.FILED), None)
    context = {
        "finding": finding,
        "left": _left(finding, today),
        "why": account_of(finding),
        "term": term_words(finding.number, finding.unit_of_time),
        "files": _files(finding),
        "proofs": finding.proofs.select_related("by").prefetch_related("files"),
        "rechecks": finding.rechecks.select_related("by").prefetch_related("files"),
        "objections": objections,
        "waiting": waiting,
        "again": finding.failed_again.first(),
        "events": history_of(finding),
        "may": _may(request.user, finding, waiting, today),
    }
    return render(request, "assessments/rectification/finding.html", context)


def _left(finding: Finding, today: date) -> int | None:
    """Return the working days that are left, negative when late; None where no term runs or the calendar ends."""
    if finding.due_on is None or not finding.runs:
        return None
    days, late = working_days.current(), finding.due_on < today
    with suppress(CalendarRangeError):
        return -days.workdays_between(finding.due_on, today) if late else days.workdays_between(today, finding.due_on)
    return None


def _files(finding: Finding) -> list[Any]:
    own = list(finding.files.all())
    return own + (list(finding.answer.files.all()) if finding.answer is not None else [])


def _may(user: Any, finding: Finding, waiting: Any, today: Any) -> dict[str, bool]:
    state, directs, answers = finding.state, user.has_perm(DIRECT, finding), user.has_perm(ANSWER, finding)
    in_time = finding.objection_due_on is None or today <= finding.objection_due_on
    return {
        "notify": directs and state == FindingState.OPEN,
        "prove": answers and state == FindingState.NOTIFIED,
        "dispute": answers and state == FindingState.NOTIFIED and in_time,
        "take_back": answers and waiting is not None,
        "decide": waiting is not None and user.has_perm(JUDGE, waiting),
        "not_decide": waiting is not None and directs and not user.has_perm(JUDGE, waiting),
        "more": directs and state == FindingState.PROVEN,
        "recheck": state in WAITS and user.has_perm(RECHECK, finding),
    }


@guard(VIEW)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a finding of another inspection or of daily work."""
    if not holds_any(request.user, AUTHORITY):
        raise Http404
    presumed, now = defaults(), timezone.now()
    initial = {
        "found_on": timezone.localdate(),
        "number": presumed["rectify_number"],
        "unit_of_time": presumed["rectify_unit"],
    }
    files = request.FILES if request.method == "POST" else None
    form = FindingForm(request.POST or None, files, accounts=enterable(request), initial=initial)
    home = reverse("assessments:findings")

    def act() -> str:
        data = {
            name: value for name, value in form.cleaned_data.items() if name not in ("token", "account", "found_on")
        }
        moment = timezone.make_aware(datetime.combine(form.cleaned_data["found_on"], time()))
        found = actions.Found(**data, found_at=moment)
        made = actions.enter_finding(form.cleaned_data["account"], found, by=request.user, at=now)
        messages.success(request, "已登记，请通知单位整改。")
        return reverse("assessments:finding", args=[made.pk])

    return form_page(request, form, act, title="登记问题", button="登记", back=home, crumbs=(CRUMB, home))


@guard(VIEW)
@require_http_methods(METHODS)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not pursue a finding."""
    finding, now = find_finding(request, pk, need=DIRECT), timezone.now()
    form = ReasonForm(request.POST or None, label="不予追究的理由")

    def act() -> None:
        actions.drop(finding, reason=form.cleaned_data["reason"], by=request.user, at=now)

    return step_page(request, finding, form, act, title="不予追究", button="确定", word="已登记不予追究。")


@guard(VIEW)
@require_http_methods(METHODS)
def ask_more(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a report back for more."""
    finding, now = find_finding(request, pk, need=DIRECT), timezone.now()
    form = ReasonForm(request.POST or None, label="需要补充的内容")

    def act() -> None:
        actions.ask_more(finding, reason=form.cleaned_data["reason"], by=request.user, at=now)

    note = f"退回后，报告期限自今天起重新计算 {term_words(finding.number, finding.unit_of_time)}。"
    return step_page(request, finding, form, act, title="退回补充", button="退回", word="已退回单位补充。", note=note)


@guard(VIEW)
@require_http_methods(METHODS)
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the problem is gone."""
    finding, now = find_finding(request, pk, need=RECHECK), timezone.now()
    form = RecheckForm(request.POST or None, request.FILES if request.method == "POST" else None)

    def act() -> None:
        data = form.cleaned_data
        actions.recheck(
            finding, passed=data["result"] == "passed", words=data["words"], link=data["link"], files=data["files"],
            watch=data["watch"], by=request.user, at=now,
        )  # fmt: skip

    note = "没有整改到位的，系统形成一项新问题并与原问题关联，请再次通知单位。"
    return step_page(request, finding, form, act, title="复查", button="登记复查", word="已登记复查结果。", note=note)
