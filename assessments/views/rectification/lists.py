"""Lists of rectification: findings (问题整改), notices (整改通知书), watch list (重点关注)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...inspecting.states import FindingState, FoundBy
from ...inspecting.template import problems
from ...models import Finding, RectificationNotice, WatchListEntry
from ..watch.common import OfAccount
from .common import VIEW


class FindingFilters(OfAccount):
    """Findings by words, unit, platform, kind, state, veto, overdue, repeated, campaign and day."""

    kind = django_filters.MultipleChoiceFilter(
        label="问题类别", choices=[(one.code, one.label) for one in problems().values()]
    )
    state = django_filters.MultipleChoiceFilter(label="状态", choices=FindingState.choices)
    is_veto = django_filters.BooleanFilter(label="单项否决")
    overdue = django_filters.BooleanFilter(
        label="整改逾期", field_name="overdue_on", lookup_expr="isnull", exclude=True
    )
    repeated = django_filters.BooleanFilter(label="重复问题", field_name="repeats", lookup_expr="isnull", exclude=True)
    found_by = django_filters.MultipleChoiceFilter(label="检查层级", choices=FoundBy.choices)
    campaign = django_filters.NumberFilter(label="检查编号", field_name="campaign_id", method="by_campaign")
    found_from = django_filters.DateFilter(label="发现日期起", field_name="found_at__date", lookup_expr="gte")
    found_to = django_filters.DateFilter(label="发现日期止", field_name="found_at__date", lookup_expr="lte")

    def by_campaign(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Return the findings of one campaign, by its number."""
        return rows.filter(campaign=int(value)) if 0 <= value < 2**31 else rows.none()


class FindingList(ListPage):
    """Findings with their terms and where they stand."""

    code, title, noun = "findings", "问题整改", "项问题"
    filterset_class = FindingFilters
    template_name = "assessments/rectification/list.html"
    empty = ("没有问题", "检查形成的问题和上级通报的问题列在这里；单位收到整改通知后能看到自己的问题。")
    columns = (
        Column("label", "问题", sub="account.name", main=True, fixed=True, width=30,
               url=lambda row: reverse("assessments:finding", args=[row.pk]), export="label"),
        Column("account", "账号", value="account.name", shown=False),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "责任单位", value="unit.name", width=26),
        Column("campaign", "检查", value=lambda row: row.campaign.name if row.campaign else row.get_found_by_display(),
               width=26),
        Column("is_veto", "单项否决"),
        Column("repeated", "重复", value=lambda row: row.repeats_id is not None),
        Column("words", "情况", width=40, shown=False),
        Column("article", "条款", shown=False, width=24),
        Column("found_at", "发现时间", sort="found_at", nowrap=True, shown=False),
        Column("notice", "通知书", value=lambda row: row.notice.number if row.notice else "", shown=False, nowrap=True),
        Column("due_on", "报告期限", sort="due_on", nowrap=True),
        Column("overdue_on", "逾期标记", nowrap=True, shown=False),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True, nowrap=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[Finding]:
        """Return the visible findings."""
        rows = Finding.objects.visible_to(request.user)
        return rows.select_related("account__platform", "unit", "campaign", "notice").defer("facts")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether the person enters findings."""
        return {"may_enter": holds_any(request.user, AUTHORITY)}


class NoticeFilters(PortalFilterSet):
    """Notices by number or unit."""

    q = django_filters.CharFilter(label="文号", field_name="number", lookup_expr="icontains")
    unit_name = django_filters.CharFilter(label="责任单位", field_name="unit__name", lookup_expr="icontains")


class NoticeList(ListPage):
    """Notices that were sent."""

    code, title, noun = "rectification-notices", "整改通知书", "份通知书"
    filterset_class = NoticeFilters
    template_name = "assessments/rectification/notices.html"
    empty = ("没有整改通知书", "宣传部门在问题页面通知单位整改时，自动形成通知书并编号。")
    columns = (
        Column("number", "文号", main=True, fixed=True, nowrap=True,
               url=lambda row: reverse("assessments:notice", args=[row.pk])),
        Column("unit", "责任单位", value="unit.name", width=26),
        Column("campaign", "检查", value=lambda row: row.campaign.name if row.campaign else "", width=28),
        Column("issued_on", "发出日期", sort="issued_on", nowrap=True),
        Column("due_on", "报告期限", sort="due_on", nowrap=True),
        Column("issued_by", "经办人", value=lambda row: str(row.issued_by), shown=False),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[RectificationNotice]:
        """Return the visible notices."""
        rows = RectificationNotice.objects.visible_to(request.user)
        return rows.select_related("unit", "campaign", "issued_by")


class WatchFilters(OfAccount):
    """Entries by account and whether they stand."""

    standing = django_filters.BooleanFilter(label="仍在名单", field_name="until", lookup_expr="isnull")


class WatchList(ListPage):
    """Accounts that are in every draw."""

    code, title, noun = "watch-list", "重点关注", "个账号"
    filterset_class = WatchFilters
    template_name = "assessments/rectification/watch_list.html"
    empty = ("没有重点关注的账号", "整改不彻底、多次出现同类问题的账号可以列入，每次抽样都会检查。")
    columns = (
        Column("name", "账号名称", value="account.name", sub="account.platform.name", main=True, fixed=True, width=28,
               url=lambda row: reverse("accounts:detail", args=[row.account_id]), export="account.name"),
        Column("unit", "主办单位", value="unit.name", width=26),
        Column("reason", "列入原因", width=40),
        Column("since", "列入日期", sort="since", nowrap=True),
        Column("until", "移出日期", nowrap=True),
        Column("leave", "办理", value=lambda row: "" if row.until else "移出",
               url=lambda row: reverse("assessments:watch-list-leave", args=[row.pk])),
        Column("ended_why", "移出原因", width=30, shown=False),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[WatchListEntry]:
        """Return the visible entries."""
        return WatchListEntry.objects.visible_to(request.user).select_related("account__platform", "unit")

    def chosen_columns(self, request: HttpRequest) -> list[Column]:
        """Return the columns to show; only those who enter accounts take them off again."""
        chosen = super().chosen_columns(request)
        return chosen if holds_any(request.user, AUTHORITY) else [one for one in chosen if one.code != "leave"]

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether the person enters accounts."""
        return {"may_enter": holds_any(request.user, AUTHORITY)}


finding_list = guard(VIEW)(FindingList.as_view())
notice_list = guard(VIEW)(NoticeList.as_view())
watch_list = guard(VIEW)(WatchList.as_view())
