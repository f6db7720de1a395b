"""Yearly summaries (年度总结): list, page, writing, reading."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.once import act_once

from ..actions import summaries as actions
from ..forms.summaries import SummaryForm
from ..models import WorkSummary
from .annual import RUN, VIEW
from .common import refuse
from .new import writing_unit

WRITE = "filings.start_filing"


class SummaryFilters(PortalFilterSet):
    """Summaries by words and year."""

    q = django_filters.CharFilter(label="单位", method="by_words")
    year = django_filters.NumberFilter(label="年度")

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the summaries whose unit contains the words."""
        return rows.filter(unit__name__icontains=value.replace("\x00", "").strip()[:100])


class SummaryList(ListPage):
    """All visible summaries."""

    code, title, noun = "summaries", "年度总结", "份总结"
    filterset_class = SummaryFilters
    template_name = "filings/annual/summaries.html"
    empty = ("没有年度总结", "单位每年可以填写一份总结，写明人员、经费、设备、培训和工作情况。")
    columns = (
        Column(
            "unit", "单位", value="unit.name", main=True, fixed=True, width=30,
            url=lambda row: reverse("filings:summary", args=[row.pk]),
        ),
        Column("year", "年度", value=lambda row: str(row.year), sort="year"),
        Column("trainings", "培训（人次）", numeric=True, sort="trainings"),
        Column("people", "人员保障", shown=False, width=40),
        Column("money", "经费保障", shown=False, width=40),
        Column("equipment", "设备保障", shown=False, width=40),
        Column("at", "填报时间", sort="at", nowrap=True),
        Column("read", "状态", value=lambda row: "已读" if row.read_at else "已报送", status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[WorkSummary]:
        """Return the visible summaries."""
        return WorkSummary.objects.visible_to(request.user).select_related("unit").defer("done", "plans")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether the person may write one."""
        return {"writes": request.user.has_perm(WRITE)}


summary_list = guard(VIEW)(SummaryList.as_view())


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a summary."""
    summary = _find(request, pk)
    context = {
        "title": str(summary), "summary": summary,
        "reads": summary.read_at is None and request.user.has_perm(RUN, summary),
    }  # fmt: skip
    return render(request, "filings/annual/summary.html", context)


@guard(WRITE)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write or mend the summary of a year."""
    unit, now = writing_unit(request), timezone.now()
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) == 4 else timezone.localdate().year
    known = WorkSummary.objects.filter(unit=unit, year=year).first()
    initial = {"year": year, **({name: getattr(known, name) for name in actions.TEXTS} if known else {})}
    form = SummaryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in actions.TEXTS}

        def act() -> str:
            made = actions.write_summary(unit, year=form.cleaned_data["year"], texts=texts, by=request.user, at=now)
            messages.success(request, "已报送，宣传部门可以查看。")
            return reverse("filings:summary", args=[made.pk])

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    trained = actions.trainings_of(unit, year)
    context = {"title": "填写年度总结", "form": form, "unit": unit, "year": year, "trained": trained}
    return render(request, "filings/annual/summary_form.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the department has read it."""
    summary = _find(request, pk)
    if not request.user.has_perm(RUN, summary):
        raise Http404
    try:
        actions.read_summary(summary, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
    return redirect("filings:summary", pk)


def _find(request: HttpRequest, pk: int) -> WorkSummary:
    rows = WorkSummary.objects.visible_to(request.user).select_related("unit__root", "by", "read_by")
    return get_object_or_404(rows, pk=pk)
