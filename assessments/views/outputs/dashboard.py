"""The dashboard (运行看板) for department, unit and leaders, and the lists behind its numbers."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from filings.models import Filing, Obligation
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import StepState

from ...inspecting.levels import level_label
from ...inspecting.states import Verdict
from ...models import Inspected
from ...outputs.board import IN_TIME, checked_in_period, dashboard_of, due_between, periods_until, steps_of
from ...outputs.charting import behind, charts_of
from ...quarters.codes import BadPeriod, days_of, length_of, words_of
from .workbook import VIEW


def period_of(request: HttpRequest) -> str:
    """Return the quarter asked for, else the one in which today lies; anything else is not found."""
    today = timezone.localdate()
    code = request.GET.get("period") or f"{today.year}Q{(today.month + 2) // 3}"
    try:
        if length_of(code) == "quarter":
            return code
    except BadPeriod as bad:
        raise Http404 from bad
    raise Http404


@guard(VIEW)
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the figures of a quarter for what the person may see."""
    period, now = period_of(request), timezone.now()
    today = timezone.localdate(now)
    board = dashboard_of(request.user, period, today=today, at=now)
    current = f"{today.year}Q{(today.month + 2) // 3}"
    context: dict[str, Any] = {
        "title": f"运行看板 · {words_of(period)}",
        "board": board,
        "charts": charts_of(board),
        "choices": [(code, words_of(code), code == period) for code in reversed(periods_until(max(current, period)))],
        "urls": {
            "late": behind("board-obligations", period=period, in_time="false"),
            "due": behind("board-obligations", period=period),
            "checks": behind("board-checks", period=period),
            "failed": behind("board-checks", period=period, verdict="failed"),
        },
        "waiting": sum(step.waiting for step in board.steps),
        "failed": board.checked.denominator - board.checked.numerator,
    }
    if board.quarter is not None:
        context["league_url"] = f"{reverse('assessments:quarter-entries', args=[period])}?root={board.quarter.root_id}"
    return render(request, "assessments/outputs/dashboard.html", context)


def days_asked(request: HttpRequest) -> tuple[date, date]:
    """Return the days of the quarter that a list is about, not beyond today."""
    first, last = days_of(period_of(request))
    return first, min(last, timezone.localdate())


class BoardFilters(PortalFilterSet):
    """What all lists behind the dashboard share: the quarter."""

    period = django_filters.CharFilter(label="季度", method="keep", help_text="例如 2026Q3。")

    def keep(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The list itself reads the quarter."""
        return rows


class ObligationFilters(BoardFilters):
    """Obligations by unit and whether they were met in time."""

    q = django_filters.CharFilter(label="事项", field_name="label", lookup_expr="icontains")
    unit = django_filters.ModelChoiceFilter(
        label="单位", queryset=lambda request: Unit.objects.visible_to(request.user)
    )
    in_time = django_filters.BooleanFilter(label="按期办理", method="by_time")

    def by_time(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return what was met in time, or what was late or is missing."""
        return rows.filter(IN_TIME) if value else rows.filter(Q(met_on__isnull=True) | Q(met_on__gt=F("due_on")))


def _state(row: Any) -> str:
    if row.met_on is None:
        return "逾期"
    return "按期" if row.met_on <= row.due_on else "逾期"


class ObligationList(ListPage):
    """What fell due in a quarter: met in time, late, missing."""

    code, title, noun = "board-obligations", "到期的备案事项", "项"
    filterset_class = ObligationFilters
    template_name = "assessments/outputs/behind.html"
    order = "-due_on"
    empty = ("没有符合条件的事项", "这个季度没有到期的备案事项，或者都不符合筛选条件。")
    columns = (
        Column("label", "事项", main=True, url=lambda row: _filing_of(row), width=34),
        Column("unit", "单位", value="unit.name", width=28),
        Column("due_on", "法定期限", sort="due_on", nowrap=True),
        Column("met_on", "完成日", nowrap=True),
        Column("state", "状态", value=_state, status=True),
        Column("article", "依据", shown=False),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Obligation]:
        """Return the visible obligations of the quarter."""
        return due_between(request.user, *days_asked(request)).select_related("unit")  # type: ignore[no-any-return]


def _filing_of(row: Any) -> str:
    if row.filing_id:
        return reverse("filings:detail", args=[row.filing_id])
    return reverse("accounts:detail", args=[row.account_id]) if row.account_id else ""


class CheckFilters(BoardFilters):
    """Checked accounts by platform, level and result."""

    q = django_filters.CharFilter(label="账号", field_name="name", lookup_expr="icontains")
    verdict = django_filters.ChoiceFilter(label="结论", choices=Verdict.choices)
    platform = django_filters.CharFilter(label="平台代码", field_name="platform__code")
    level = django_filters.CharFilter(label="层级代码", field_name="owner_level")


class CheckList(ListPage):
    """The accounts that inspections of a quarter checked."""

    code, title, noun = "board-checks", "受检账号", "个账号"
    filterset_class = CheckFilters
    template_name = "assessments/outputs/behind.html"
    empty = ("没有符合条件的受检账号", "这个季度没有检查结果，或者都不符合筛选条件。")
    columns = (
        Column("name", "账号", main=True, url=lambda row: reverse("assessments:inspected", args=[row.pk]), width=28),
        Column("platform", "平台", value="platform.name"),
        Column("unit", "责任单位", value="unit.name", width=28),
        Column("level", "层级", value=lambda row: level_label(row.owner_level)),
        Column("last_published_on", "检查时更新日期", nowrap=True),
        Column("campaign", "检查", value="campaign.name", shown=False),
        Column("verdict", "结论", value=lambda row: row.get_verdict_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Inspected]:
        """Return the visible checked accounts of the quarter."""
        found = checked_in_period(request.user, period_of(request))
        return found.select_related("platform", "unit", "campaign")  # type: ignore[no-any-return]


class StepFilters(BoardFilters):
    """Steps by kind, and whether they wait."""

    code = django_filters.CharFilter(label="环节代码")
    state = django_filters.ChoiceFilter(
        label="状态", choices=[("active", "正在等待"), ("done", "已办")], method="by_state"
    )

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return what waits now, or what was dealt with in the quarter."""
        if value == "active":
            return rows.filter(state=StepState.ACTIVE)
        first, last = days_of(period_of(self.request))
        return rows.filter(state=StepState.DONE, closed_at__date__gte=first, closed_at__date__lte=last)


def _days(row: Any) -> str:
    until = row.closed_at or timezone.now()
    return f"{(until - row.opened_at).total_seconds() / 86_400:.1f}" if row.opened_at else ""


class StepList(ListPage):
    """The steps of filings with the days they took; who took them stands in the filing alone."""

    code, title, noun = "board-steps", "审批环节", "个环节"
    filterset_class = StepFilters
    template_name = "assessments/outputs/behind.html"
    empty = ("没有符合条件的环节", "没有正在等待或在这个季度办结的环节。")
    columns = (
        Column("filing", "备案", value="filing_title", main=True, width=28,
               url=lambda row: reverse("filings:detail", args=[row.run.object_id])),
        Column("label", "环节"),
        Column("unit", "办理单位", value="unit.name", width=28),
        Column("opened_at", "打开", nowrap=True),
        Column("closed_at", "办结", nowrap=True),
        Column("days", "天数", value=_days, numeric=True),
        Column("state", "状态", value=lambda row: "办理中" if row.state == StepState.ACTIVE else "已办", status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[Step]:
        """Return the steps of visible filings that are open or done."""
        title = Filing.objects.filter(pk=OuterRef("run__object_id")).values("title")[:1]
        rows = steps_of(request.user).filter(state__in=[StepState.ACTIVE, StepState.DONE])
        return rows.select_related("run", "unit").annotate(filing_title=Subquery(title))  # type: ignore[no-any-return]


obligation_list = guard(VIEW)(ObligationList.as_view())
check_list = guard(VIEW)(CheckList.as_view())
step_list = guard(VIEW)(StepList.as_view())
