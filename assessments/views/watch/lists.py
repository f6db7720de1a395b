"""Lists of the watch: standings of accounts (静默监测), missed quotas (频次不足), pauses (暂停更新)."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage

from ...models import AccountActivity, MissedQuota, Suspension
from ...states import Level, SuspensionState
from ...watch.sentences import METRIC_UNITS
from .common import VIEW, OfAccount

WATCHED = [(value, word) for value, word in Level.choices if value != Level.ENDED]
PERIODS = [("week", "每周"), ("month", "每月")]


def _home(row: Any) -> str:
    return reverse("assessments:watch-account", args=[row.account_id])


def _data_until(row: AccountActivity) -> date | None:
    text = row.evidence.get("data_until")
    return date.fromisoformat(text) if text else None


class WatchFilters(OfAccount):
    """Standings by level and days of silence too."""

    level = django_filters.MultipleChoiceFilter(label="静默分级", choices=WATCHED)
    days = django_filters.NumberFilter(label="至少连续未发布天数", method="by_days")

    def by_days(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Return the accounts that have been silent for at least so many days, as far as is known."""
        return rows.filter(silent_days__gte=int(value)) if 0 <= value < 2**31 else rows.none()


class WatchList(ListPage):
    """Where every visible account stands, with its evidence."""

    code, title, noun = "watch", "静默监测", "个账号"
    filterset_class = WatchFilters
    template_name = "assessments/watch/list.html"
    empty = ("没有符合条件的账号", "可以去掉部分筛选条件再查;新登记的账号在次日评定。")
    columns = (
        Column(
            "name", "账号名称", value="account.name", sub="account.platform.name", url=_home, main=True, fixed=True,
            width=28, export="account.name",
        ),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "主办单位", value="unit.name", width=28),
        Column("level", "静默分级", status=True, nowrap=True),
        Column("silent_days", "连续未发布天数", sort="silent_days", numeric=True),
        Column("last_item_on", "最后发布", sort="last_item_on", nowrap=True),
        Column("data_until", "数据截至", value=_data_until, nowrap=True, shown=False),
        Column("sentence", "依据", width=60),
        Column("since_on", "自", nowrap=True, shown=False),
        Column("evaluated_on", "评定日", nowrap=True, shown=False),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[AccountActivity]:
        """Return the visible standings of accounts that publish."""
        rows = AccountActivity.objects.visible_to(request.user).exclude(level=Level.ENDED)
        rows = rows.filter(account__platform__is_group=False)
        return rows.select_related("account__platform", "unit")


class MissedFilters(OfAccount):
    """Missed quotas by period, day and whether they stand."""

    period = django_filters.ChoiceFilter(label="周期", choices=PERIODS)
    start_from = django_filters.DateFilter(label="周期始于起", field_name="start_on", lookup_expr="gte")
    start_to = django_filters.DateFilter(label="周期始于止", field_name="start_on", lookup_expr="lte")
    taken_back = django_filters.BooleanFilter(
        label="已撤销", field_name="cleared_on", lookup_expr="isnull", exclude=True
    )


class MissedList(ListPage):
    """Weeks and months in which too little was published."""

    code, title, noun = "missed-quotas", "发布频次不足", "个周期"
    filterset_class = MissedFilters
    template_name = "assessments/watch/missed.html"
    order = "-start_on"
    empty = ("没有发布频次不足的记录", "每周、每月结束后,按制度规定的发布频次认定;数据不全的周期不下结论。")
    columns = (
        Column("name", "账号名称", value="account.name", sub="account.platform.name", url=_home, main=True, fixed=True,
               width=28, export="account.name"),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "主办单位", value="unit.name", width=28),
        Column("start_on", "周期自", sort="start_on", nowrap=True),
        Column("end_on", "至", nowrap=True),
        Column("required", "应发", value=lambda row: f"{row.required} {METRIC_UNITS[row.metric]}", numeric=True,
               nowrap=True, export="required"),
        Column("actual", "实发", numeric=True, sort="actual"),
        Column("in_principle", "原则上", shown=False),
        Column("article", "条款", width=20),
        Column("found_on", "认定日", nowrap=True, shown=False),
        Column("word", "状态", status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[MissedQuota]:
        """Return the visible missed quotas."""
        return MissedQuota.objects.visible_to(request.user).select_related("account__platform", "unit")


class PauseFilters(OfAccount):
    """Pauses by state and by whether they run now."""

    state = django_filters.MultipleChoiceFilter(label="状态", choices=SuspensionState.choices)
    running = django_filters.BooleanFilter(label="正在暂停", method="by_running")

    def by_running(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the pauses that excuse today, or those that do not."""
        today = timezone.localdate()
        now = {"state": SuspensionState.APPROVED, "first_on__lte": today, "last_on__gte": today}
        return rows.filter(**now) if value else rows.exclude(**now)


class PauseList(ListPage):
    """Requests to pause publishing and what became of them."""

    code, title, noun = "pauses", "暂停更新", "件申请"
    filterset_class = PauseFilters
    template_name = "assessments/watch/pauses.html"
    empty = (
        "没有暂停更新申请",
        "账号因系统升级、机构调整等暂时不能更新的,由单位在账号的静默监测页面申请,宣传部门批准。",
    )
    columns = (
        Column("name", "账号名称", value="account.name", sub="account.platform.name",
               url=lambda row: reverse("assessments:pause", args=[row.pk]), main=True, fixed=True, width=28,
               export="account.name"),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "主办单位", value="unit.name", width=28),
        Column("first_on", "自", sort="first_on", nowrap=True),
        Column("last_on", "至", sort="last_on", nowrap=True),
        Column("ended_on", "提前结束", nowrap=True, shown=False),
        Column("reason", "暂停原因", width=40),
        Column("asked_at", "申请时间", nowrap=True, shown=False),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[Suspension]:
        """Return the visible requests."""
        return Suspension.objects.visible_to(request.user).select_related("account__platform", "unit")


watch_list = guard(VIEW)(WatchList.as_view())
missed_list = guard(VIEW)(MissedList.as_view())
pause_list = guard(VIEW)(PauseList.as_view())
