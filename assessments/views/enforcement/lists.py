"""Measures and commendations as a list (处置与表彰), and their counts by measure: units, never persons."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.forms.fields import UnitField
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.regimes.vocabulary import REWARDS, SANCTIONS

from ...enforcing.desk import waiting_cases
from ...enforcing.states import CaseKind, EnforcementState
from ...forms.enforcement import YearForm
from ...models import EnforcementCase
from .common import PROPOSE, VIEW

VIEWS = [("mine", "待我办理"), ("sanction", "处置"), ("reward", "表彰激励")]


class EnforcementFilters(PortalFilterSet):
    """Cases by words, what waits for the person, unit, measure, state and year."""

    q = django_filters.CharFilter(label="单位、账号或文号", method="by_words")
    view = django_filters.ChoiceFilter(label="查看", choices=VIEWS, method="by_view")
    unit = django_filters.Filter(label="单位及其下级", method="by_unit", help_text="填写单位全称或单位代码。")
    measure = django_filters.MultipleChoiceFilter(label="措施", choices=[*SANCTIONS.items(), *REWARDS.items()])
    state = django_filters.MultipleChoiceFilter(label="状态", choices=EnforcementState.choices)
    decided_from = django_filters.DateFilter(label="决定日期起", field_name="decided_at", lookup_expr="date__gte")
    decided_to = django_filters.DateFilter(label="决定日期止", field_name="decided_at", lookup_expr="date__lte")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].field_class = UnitField
        self.filters["unit"].extra["queryset"] = Unit.objects.visible_to(self.request.user)

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the cases whose unit, account or number contains the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(
            Q(unit__name__icontains=words) | Q(account__name__icontains=words) | Q(number__icontains=words)
        )

    def by_view(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return what waits for the person, or one kind."""
        if value == "mine":
            return rows.filter(pk__in=waiting_cases(self.request.user).order_by().values("pk"))
        return rows.filter(kind=value)

    def by_unit(self, rows: QuerySet[Any], name: str, value: Unit | None) -> QuerySet[Any]:
        """Return the cases of the subtree."""
        if value is None:
            return rows
        return rows.filter(unit__in=Unit.objects.below(value.path).order_by().values("pk"))


class EnforcementList(ListPage):
    """All visible cases, the newest first; names of persons stand in no column."""

    code, title, noun = "enforcement", "处置与表彰", "件"
    filterset_class = EnforcementFilters
    template_name = "assessments/enforcement/list.html"
    empty = ("没有处置和表彰", "宣传部门对单位采取措施或给予表彰时，在这里提出、决定和送达。")
    columns = (
        Column(
            "unit", "单位", value="unit.name", sub=lambda row: row.number or "未编号", main=True, fixed=True, width=30,
            url=lambda row: reverse("assessments:enforcement", args=[row.pk]), export="unit.name",
        ),
        Column("number", "文号", shown=False, nowrap=True),
        Column("label", "措施", width=20),
        Column("account", "账号", value=lambda row: row.account.name if row.account else "", width=26),
        Column("article", "条款", width=20),
        Column("kind", "类别", value=lambda row: row.get_kind_display(), shown=False),
        Column("year", "年度", value=lambda row: str(row.year or ""), shown=False),
        Column("proposed_at", "提出时间", sort="proposed_at", nowrap=True, shown=False),
        Column("decided_at", "决定时间", sort="decided_at", nowrap=True),
        Column("delivered_on", "送达日期", sort="delivered_on", nowrap=True),
        Column("due_on", "完成期限", sort="due_on", nowrap=True),
        Column("result", "处理结果", shown=False, width=40),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[EnforcementCase]:
        """Return the visible cases."""
        rows = EnforcementCase.objects.visible_to(request.user).select_related("unit", "account")
        return rows.defer("facts", "demand", "answer", "persons", "partners")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"proposes": request.user.has_perm(PROPOSE), "view": request.GET.get("view", ""), "views": VIEWS}


@guard(VIEW)
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Count the decisions of a year that stand, by measure: cases and units; every number opens its list."""
    today = timezone.localdate()
    year = YearForm(request.GET).chosen(today)
    rows = EnforcementCase.objects.visible_to(request.user).standing().filter(decided_at__year=year)
    counted = rows.order_by().values("kind", "measure", "label", "rank")
    counted = counted.annotate(number=Count("pk"), units=Count("unit", distinct=True))
    span = f"decided_from={year}-01-01&decided_to={year}-12-31"
    lines = [
        {**line, "word": CaseKind(line["kind"]).label, "query": f"measure={line['measure']}&{span}"}
        for line in counted.order_by("kind", "rank", "measure")
    ]
    lines.sort(key=lambda line: (line["kind"] == CaseKind.REWARD, line["rank"]))
    context = {
        "title": f"{year}年处置与表彰统计", "year": year, "lines": lines, "years": [today.year - n for n in range(5)],
        "cases": sum(line["number"] for line in lines), "units": rows.values("unit").distinct().count(),
    }  # fmt: skip
    return render(request, "assessments/enforcement/statistics.html", context)


enforcement_list = guard(VIEW)(EnforcementList.as_view())
