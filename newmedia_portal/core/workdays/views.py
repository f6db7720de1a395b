"""Pages of the calendar: the year, the calculator, entering a notice, correcting a day."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ..access.guard import SIGNED_IN, guard
from ..refusals import Refused
from ..workbook import Column, Sheet, write_xlsx
from . import actions, working_days
from .forms import ConfirmForm, CorrectForm, CountForm, EnterForm
from .models import CalendarYear
from .overview import YearOverview, stretches_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANAGE = "core.manage_calendar"


@guard(SIGNED_IN)
@require_GET
def year(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Show a year: twelve months, holidays, worked weekends, and whether it is provisional."""
    today = timezone.localdate()
    shown, calendar = number or today.year, working_days.current()
    if not calendar.first.year <= shown <= calendar.last.year:
        raise Http404
    stored = CalendarYear.objects.filter(year=shown).select_related("entered_by").first()
    overview = YearOverview(shown, calendar, today, stored)
    context = {"title": f"{shown}年工作日历", "overview": overview, "can_manage": request.user.has_perm(MANAGE)}
    return render(request, "calendar/year.html", context)


@guard(SIGNED_IN)
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """Count a term and show how."""
    form = CountForm(request.GET or None, initial={"day": timezone.localdate(), "number": 5})
    due = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            due = working_days.due(data["day"], data["number"], data["unit"])
        except Refused as refused:
            form.add_error({"day": "day", "days": "number"}.get(refused.field), refused.message)
    return render(request, "calendar/count.html", {"title": "期限计算", "form": form, "due": due})


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Take a year's notice: fill in, look at what it changes, confirm."""
    if request.method == "GET":
        return _enter_form(request, EnterForm(initial={"year": request.GET.get("year") or _next_year()}))
    form = EnterForm(request.POST, request.FILES)
    if request.POST.get("step") == "edit":
        return _enter_form(request, EnterForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _enter_form(request, form)
    data = form.cleaned_data
    facts: dict[str, Any] = {"document": data["document"], "by": request.user, "at": timezone.now()}
    try:
        if request.POST.get("step") == "confirm":
            change = actions.enter_year(data["year"], form.found, confirm_earlier=_ticked(request), **facts)
            return _saved(request, change)
        change = actions.preview_year(data["year"], form.found, **facts)
    except actions.ShortensTerms as refused:
        change = actions.preview_year(data["year"], form.found, **facts)
        return _preview(request, change, {**data, "rows": form.lines()}, error=refused.message)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _enter_form(request, form)
    return _preview(request, change, {**data, "rows": form.lines()})


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """Set one day right: fill in, look at what it changes, confirm."""
    if request.method == "GET":
        return _correct_form(request, CorrectForm(initial={"day": request.GET.get("day", "")}))
    form = CorrectForm(request.POST)
    if request.POST.get("step") == "edit":
        return _correct_form(request, CorrectForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _correct_form(request, form)
    data = form.cleaned_data
    facts: dict[str, Any] = {**data, "by": request.user, "at": timezone.now()}
    try:
        if request.POST.get("step") == "confirm":
            return _saved(request, actions.correct_day(facts.pop("day"), confirm_earlier=_ticked(request), **facts))
        change = actions.preview_day(facts.pop("day"), **facts)
    except actions.ShortensTerms as refused:
        return _preview(request, actions.preview_day(data["day"], **facts), data, error=refused.message)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _correct_form(request, form)
    return _preview(request, change, data)


@guard(MANAGE)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the workbook in which a notice can be filled in."""
    columns = [Column("日期", 28), Column("节日", 20), Column("安排", 10, choices=("休", "班"))]
    target = io.BytesIO()
    sheet = Sheet("放假安排", columns, [], room=60)
    write_xlsx(target, [sheet], by=str(request.user), at=timezone.now())
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E6%94%BE%E5%81%87%E5%AE%89%E6%8E%92.xlsx"
    return response


def _enter_form(request: HttpRequest, form: EnterForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "calendar/enter.html", {"title": "录入年度放假安排", "form": form}, status=status)


def _correct_form(request: HttpRequest, form: CorrectForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "calendar/correct.html", {"title": "更正一天", "form": form}, status=status)


def _preview(
    request: HttpRequest, change: actions.CalendarChange, data: dict[str, Any], *, error: str = ""
) -> HttpResponse:
    hidden = {name: value for name, value in data.items() if name != "file" and value not in (None, "")}
    context = {
        "title": "核对后保存",
        "change": change,
        "stretches": stretches_of(change.days),
        "hidden": {name: value.isoformat() if isinstance(value, date) else value for name, value in hidden.items()},
        "error": error,
    }
    return render(request, "calendar/preview.html", context, status=422 if error else 200)


def _saved(request: HttpRequest, change: actions.CalendarChange) -> HttpResponse:
    moved = f",已重新推算{len(change.moves)}个在办期限" if change.moves else ",没有在办期限需要变动"
    messages.success(request, f"{change.year.year}年工作日历已保存{moved}。")
    return redirect("calendar:year", change.year.year)


def _ticked(request: HttpRequest) -> bool:
    form = ConfirmForm(request.POST)
    return form.is_valid() and form.cleaned_data["confirm_earlier"]


def _next_year() -> int:
    return timezone.localdate().year + 1
