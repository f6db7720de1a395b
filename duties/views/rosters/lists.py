"""Rosters as a list (值班表), with the gaps of the coming days; the monitoring log (监看记录)."""

from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...models import DutyRoster, DutyShift, MonitoringEntry
from ...rosters.coverage import ONE_DAY, DayCover, cover, day_span, spans_of
from ...rosters.watching import rule_for, without_roster
from ...states import EntryResult
from ..duty import VIEW, WATCH, find

AHEAD = 7
BARE_SHOWN = 30


class RosterFilters(PortalFilterSet):
    """Rosters by words and by whether they run."""

    q = django_filters.CharFilter(label="单位或账号", method="by_words")
    ended = django_filters.BooleanFilter(label="已停用", method="by_end")

    def by_words(self, rows: QuerySet[DutyRoster], name: str, value: str) -> QuerySet[DutyRoster]:
        """Return the rosters of units or accounts that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(unit__name__icontains=words) | Q(account__name__icontains=words))

    def by_end(self, rows: QuerySet[DutyRoster], name: str, value: bool) -> QuerySet[DutyRoster]:
        """Return ended rosters, or running ones."""
        return rows.filter(ended_on__isnull=not value)


class RosterList(ListPage):
    """All visible rosters and how far they cover the coming week."""

    code, title, noun = "rosters", "值班", "张值班表"
    filterset_class = RosterFilters
    template_name = "duties/rosters/list.html"
    empty = ("还没有值班表", "建立值班表后排班,空缺的时段会标出来并提前提醒。")

    columns = (
        Column(
            "scope", "范围", value=lambda row: str(row.account or "全单位的账号"), main=True, fixed=True, width=26,
            url=lambda row: reverse("duties:roster", args=[row.pk]),
        ),
        Column("unit", "单位", value="unit.name", width=26),
        Column("hours_a_day", "要求", value=lambda row: asked(row), nowrap=True),
        Column("cover", "未来 7 天", value=lambda row: cover_word(row), status=True),
        Column("gaps", "无人值守", value=lambda row: gaps_text(row), width=40),
        Column("started_on", "启用", nowrap=True, shown=False),
        Column("ended_on", "停用", nowrap=True, shown=False),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[DutyRoster]:
        """Return the visible rosters."""
        since = day_span(timezone.localdate())[0]
        week = Prefetch("shifts", DutyShift.objects.touching(since, since + AHEAD * ONE_DAY), to_attr="week")
        rows = DutyRoster.objects.visible_to(request.user).select_related("unit", "account")
        return rows.prefetch_related(week)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name units of the scope whose edition asks for hours but that keep no roster."""
        return {"works": request.user.has_perm(WATCH), "bare": self._bare(request)}

    def _bare(self, request: HttpRequest) -> list[Unit]:
        seen = Unit.objects.visible_to(request.user).running()
        roots = Unit.objects.filter(pk__in=seen.order_by().values("root"))
        rules = {root.pk: rule_for(root, timezone.now())[1] for root in roots if root.regime}
        asking = [pk for pk, rule in rules.items() if rule and rule.hours_a_day]
        return list(without_roster(seen.filter(root__in=asking)).order_by("path")[:BARE_SHOWN])


def asked(row: DutyRoster) -> str:
    """Return what the edition asks for."""
    return f"每日 {row.hours_a_day} 小时" if row.hours_a_day else "条文未定时数"


def days_of(row: Any) -> list[DayCover]:
    """Return how the shifts of the coming week, read with the page, cover it."""
    return cover(spans_of(row.week), timezone.localdate(), AHEAD, row.hours_a_day)


def cover_word(row: DutyRoster) -> str:
    """Return in a word whether the coming week is covered."""
    if row.ended_on:
        return "已停用"
    if row.hours_a_day is None:
        return "未要求"
    return "有空缺" if any(day.falls_short for day in days_of(row)) else "无空缺"


def gaps_text(row: DutyRoster) -> str:
    """Return the first gaps of the coming week, and the article."""
    if row.ended_on:
        return ""
    gaps = [gap.text for day in days_of(row) if day.falls_short for gap in day.gaps]
    more = f" 等 {len(gaps)} 处" if len(gaps) > 2 else ""
    return f"{';'.join(gaps[:2])}{more}({row.article})" if gaps else ""


class EntryFilters(PortalFilterSet):
    """Looks by result."""

    result = django_filters.MultipleChoiceFilter(label="结果", choices=EntryResult.choices)


class EntryList(ListPage):
    """The monitoring log of one roster."""

    code, title, noun = "monitoring", "监看记录", "次监看"
    filterset_class = EntryFilters
    template_name = "duties/rosters/entries.html"
    order = "-seen_at"
    empty = ("还没有监看记录", "值班时看过账号和评论区,就登记一次;没有发现异常的也要登记。")
    columns = (
        Column("seen_at", "监看时间", sort="seen_at", nowrap=True),
        Column("what", "监看范围", main=True, fixed=True, width=34),
        Column("comment_areas", "含评论区"),
        Column("result", "结果", value=lambda row: row.get_result_display()),
        Column("text", "情况说明", width=40),
        Column("incident", "事件", value="incident.title",
               url=lambda row: reverse("duties:incident", args=[row.incident_id]) if row.incident_id else ""),
        Column("by", "监看人", value="by.full_name"),
    )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Remember the columns, for those who may see the roster."""
        find(DutyRoster.objects.all(), request, self.kwargs["pk"])
        return super().post(request, *args, **kwargs)

    def rows(self, request: HttpRequest) -> QuerySet[MonitoringEntry]:
        """Return the visible looks of the roster in the address."""
        self.roster = find(DutyRoster.objects.select_related("unit", "account"), request, self.kwargs["pk"])
        return (
            MonitoringEntry.objects.visible_to(request.user).filter(roster=self.roster).select_related("incident", "by")
        )

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the roster."""
        works = request.user.has_perm(WATCH, self.roster) and not self.roster.ended_on
        return {"roster": self.roster, "works": works}


roster_list = guard(VIEW)(RosterList.as_view())
entry_list = guard(VIEW)(EntryList.as_view())
