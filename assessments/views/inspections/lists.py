"""Lists of inspections: campaigns (检查抽查), their accounts (受检账号), and what waits for me (我的检查)."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...inspecting.levels import level_label
from ...inspecting.states import CampaignState, InspectedState, Verdict
from ...models import Campaign, Inspected
from ..watch.common import OfAccount
from .common import VIEW, find_campaign

DONE = Q(accounts__state__in=InspectedState.within("final"))


class CampaignFilters(PortalFilterSet):
    """Campaigns by words, period and state."""

    q = django_filters.CharFilter(label="名称", field_name="name", lookup_expr="icontains")
    period = django_filters.CharFilter(label="检查周期", field_name="period", lookup_expr="iexact")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=CampaignState.choices)


class CampaignList(ListPage):
    """Campaigns with how far they are."""

    code, title, noun = "inspections", "检查抽查", "次检查"
    filterset_class = CampaignFilters
    template_name = "assessments/inspections/list.html"
    empty = ("还没有检查", "宣传部门可以新建一次检查，设定范围、比例和检查项后抽样。")
    columns = (
        Column("name", "名称", sub="kind_label", main=True, fixed=True, width=32,
               url=lambda row: reverse("assessments:inspection", args=[row.pk]), export="name"),
        Column("period", "周期", sort="period", nowrap=True),
        Column("unit", "组织单位", value="unit.name", width=24),
        Column("window_start", "检查开始", sort="window_start", nowrap=True),
        Column("window_end", "检查结束", sort="window_end", nowrap=True),
        Column("percent", "抽查比例（%）", numeric=True),
        Column("total", "账号", numeric=True),
        Column("done", "已查", numeric=True),
        Column("failed", "不合格", numeric=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True, nowrap=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[Campaign]:
        """Return the visible campaigns with their counts."""
        failed = Q(accounts__verdict=Verdict.FAILED, accounts__state=InspectedState.DONE)
        rows = Campaign.objects.visible_to(request.user).select_related("unit").defer("template")
        return rows.annotate(
            total=Count("accounts", distinct=True),
            done=Count("accounts", filter=DONE, distinct=True),
            failed=Count("accounts", filter=failed, distinct=True),
        )

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether the person prepares campaigns."""
        return {"may_prepare": holds_any(request.user, AUTHORITY)}


class AccountFilters(OfAccount):
    """Accounts by words, unit, platform, verdict, state and watch list."""

    verdict = django_filters.MultipleChoiceFilter(label="检查结论", choices=Verdict.choices)
    state = django_filters.MultipleChoiceFilter(label="状态", choices=InspectedState.choices)
    watched = django_filters.BooleanFilter(label="重点关注")


NAME = Column("name", "账号名称", sub="platform.name", main=True, fixed=True, width=28,
              url=lambda row: reverse("assessments:inspected", args=[row.pk]), export="name")  # fmt: skip
TAIL = (
    Column("platform", "平台", value="platform.name", shown=False),
    Column("handle", "账号ID", shown=False),
    Column("unit", "责任单位", value="unit.name", width=26),
    Column("owner_level", "单位层级", value=lambda row: level_label(row.owner_level), shown=False),
    Column("last_published_on", "检查时更新日期", sort="last_published_on", nowrap=True),
    Column("inspected_at", "检查时点", nowrap=True, shown=False),
    Column("watched", "重点关注", shown=False),
    Column("inspector", "检查人", value=lambda row: str(row.inspector or "")),
    Column("second", "复核人", value=lambda row: str(row.second or ""), shown=False),
    Column("verdict", "检查结论", value=lambda row: row.get_verdict_display(), status=True, nowrap=True),
    Column("points", "扣加分", numeric=True, shown=False),
    Column("state", "状态", value=lambda row: row.get_state_display(), status=True, nowrap=True),
)


class AccountList(ListPage):
    """The accounts of one campaign."""

    code, title, noun = "inspection-accounts", "受检账号", "个账号"
    filterset_class = AccountFilters
    template_name = "assessments/inspections/accounts.html"
    order = "pk"
    empty = ("没有符合条件的账号", "可以去掉部分筛选条件再查；还没有抽样的检查没有账号。")
    columns = (NAME, *TAIL)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the campaign first; a hidden one is not found."""
        self.campaign = find_campaign(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def rows(self, request: HttpRequest) -> QuerySet[Inspected]:
        """Return the visible accounts of the campaign."""
        rows = Inspected.objects.visible_to(request.user).filter(campaign=self.campaign)
        return rows.select_related("platform", "unit", "inspector", "second")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the campaign."""
        return {"campaign": self.campaign}


class MyList(ListPage):
    """What the person is to check or to look at a second time."""

    code, title, noun = "my-checks", "我的检查", "个账号"
    filterset_class = AccountFilters
    template_name = "assessments/inspections/my.html"
    order = "pk"
    empty = ("没有分给您的账号", "部门抽样时指定检查人员，分到的账号会列在这里并发消息提醒。")
    columns = (NAME, Column("campaign", "检查", value="campaign.name", width=28), *TAIL)

    def rows(self, request: HttpRequest) -> QuerySet[Inspected]:
        """Return the accounts assigned to the person in campaigns that run."""
        mine = Q(inspector=request.user.pk) | Q(second=request.user.pk)
        rows = Inspected.objects.visible_to(request.user).filter(mine)
        rows = rows.filter(campaign__state__in=CampaignState.within("open"))
        return rows.select_related("platform", "unit", "inspector", "second", "campaign")


campaign_list = guard(VIEW)(CampaignList.as_view())
account_list = guard(VIEW)(AccountList.as_view())
my_list = guard(VIEW)(MyList.as_view())
