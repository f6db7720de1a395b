"""Lists of assessment: periods (考核期), units of a period (参评单位), objections (考核申诉)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...models import Entry, Quarter, QuarterObjection
from ...quarters.states import AppealState, QuarterState
from ...scoring.vocabulary import STANDINGS
from .common import VIEW, address, find_quarter, runs


class QuarterFilters(PortalFilterSet):
    """Periods by state and code."""

    q = django_filters.CharFilter(label="考核期或范围", method="by_words", help_text="例如 2026Q3。")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=QuarterState.choices)

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the periods whose code or tree begins with the words."""
        words = value.replace("\x00", "").strip()[:60]
        return rows.filter(period__istartswith=words) | rows.filter(root__name__icontains=words)


class QuarterList(ListPage):
    """The periods of the person's trees, latest first."""

    code, title, noun = "quarters", "考核评比", "个考核期"
    filterset_class = QuarterFilters
    template_name = "assessments/quarters/list.html"
    order = "-start_on"
    empty = ("还没有考核期", "考核期到期后由系统自动启动，宣传部门也可以随时启动。")
    columns = (
        Column("words", "考核期", url=lambda row: row.get_absolute_url(), main=True, fixed=True, sub="period"),
        Column("root", "考核范围", value="root.name", width=28),
        Column("start_on", "自", sort="start_on", nowrap=True),
        Column("end_on", "至", nowrap=True),
        Column("scheme", "方案", value=lambda row: str(row.scheme), width=30),
        Column("edition", "制度版本", value=lambda row: str(row.edition), shown=False, width=30),
        Column("scored_at", "计分时间", nowrap=True, shown=False),
        Column("closed_at", "锁定时间", nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Quarter]:
        """Return the visible periods."""
        rows = Quarter.objects.visible_to(request.user).select_related("root", "scheme", "edition")
        return rows.defer("scheme__content", "edition__content")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether the person may open a period."""
        return {"starts": bool(runs(request))}


class EntryFilters(PortalFilterSet):
    """Units of a period by name, standing and result."""

    q = django_filters.CharFilter(label="单位", field_name="unit_name", lookup_expr="icontains")
    standing = django_filters.MultipleChoiceFilter(label="考核状态", choices=list(STANDINGS.items()))
    passes = django_filters.BooleanFilter(label="合格")
    handed = django_filters.BooleanFilter(
        label="已提交自评", field_name="submitted_at", lookup_expr="isnull", exclude=True
    )


def _home(row: Any) -> str:
    return reverse("assessments:entry", args=[row.pk])


class EntryList(ListPage):
    """The units of one period by rank: those in reach, and once it is published all of the tree."""

    code, title, noun = "quarter-units", "参评单位", "个单位"
    filterset_class = EntryFilters
    template_name = "assessments/quarters/units.html"
    order = "-counts"
    empty = ("没有符合条件的单位", "可以去掉部分筛选条件再查；结果公布之前，各单位只能看到本单位及下级。")
    columns = (
        Column("unit_name", "单位", url=_home, main=True, fixed=True, width=30),
        Column("unit_class", "分类", shown=False),
        Column("rank", "名次", value=lambda row: f"{row.rank}/{row.ranked_of}" if row.rank else None, nowrap=True),
        Column("counts", "得分", value="score", numeric=True, sort="counts"),
        Column("band_label", "等次", nowrap=True),
        Column("standing", "考核状态", value=lambda row: row.get_standing_display(), nowrap=True),
        Column("accounts", "账号数", numeric=True),
        Column("submitted_at", "自评提交", nowrap=True, shown=False),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the period first: a hidden one is not found, however asked."""
        self.quarter = find_quarter(request, kwargs["period"])
        return super().dispatch(request, *args, **kwargs)

    def rows(self, request: HttpRequest) -> QuerySet[Entry]:
        """Return the visible units of the period."""
        return Entry.objects.open_to(request.user).filter(quarter=self.quarter).defer("facts", "result")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the period."""
        return {"quarter": self.quarter, "title": f"{self.quarter.words} · 参评单位"}


class ObjectionFilters(PortalFilterSet):
    """Objections by state."""

    state = django_filters.MultipleChoiceFilter(label="状态", choices=AppealState.choices)


class ObjectionList(ListPage):
    """The objections of one period."""

    code, title, noun = "quarter-objections", "考核申诉", "件申诉"
    filterset_class = ObjectionFilters
    template_name = "assessments/quarters/units.html"
    empty = ("没有申诉", "受理申诉期间，单位在本单位结果页面提出申诉。")
    columns = (
        Column("unit", "单位", value="entry.unit_name", url=lambda row: row.get_absolute_url(), main=True, fixed=True),
        Column("words", "申诉理由", width=50),
        Column("at", "提出时间", nowrap=True),
        Column("before", "申诉前得分", numeric=True),
        Column("after", "答复后得分", numeric=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the period first: a hidden one is not found, however asked."""
        self.quarter = find_quarter(request, kwargs["period"])
        return super().dispatch(request, *args, **kwargs)

    def rows(self, request: HttpRequest) -> QuerySet[QuarterObjection]:
        """Return the visible objections of the period."""
        rows = QuarterObjection.objects.visible_to(request.user).filter(quarter=self.quarter)
        return rows.select_related("entry")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the period."""
        home = address("quarter", self.quarter)
        return {"quarter": self.quarter, "title": f"{self.quarter.words} · 考核申诉", "home": home}


quarter_list = guard(VIEW)(QuarterList.as_view())
entry_list = guard(VIEW)(EntryList.as_view())
objection_list = guard(VIEW)(ObjectionList.as_view())
