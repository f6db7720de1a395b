"""Published items as a list (发布数据), and the accounts with what is known of each (账号发布情况)."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import MediaAccount, Platform
from accounts.states import RUNNING
from accounts.views.register import UnitFilter
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.texts import day_text, moment_text

from ...models import PublishedItem
from ...reach import may_enter_any
from ...states import Source
from .common import VIEW

COUNTING = [("1", "计入"), ("0", "已撤下")]


class AccountUnitFilter(UnitFilter):
    """The unit of an item's account, with everything below it."""

    def filter(self, rows: QuerySet[Any], value: Unit | None) -> QuerySet[Any]:
        """Return the rows of the subtree."""
        if value is None:
            return rows
        return rows.filter(account__unit__in=Unit.objects.below(value.path).order_by().values("pk"))


def by_number(rows: QuerySet[Any], field: str, value: Any) -> QuerySet[Any]:
    """Return the rows with this number; a number that no row can have finds none."""
    return rows.filter(**{field: int(value)}) if 0 < value < 2**53 else rows.none()


class Offering(PortalFilterSet):
    """Filters that offer the units the person may see, and the platforms of the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["queryset"] = Unit.objects.visible_to(self.request.user)
        self.filters["platform"].extra["choices"] = list(Platform.objects.values_list("code", "name"))


class ItemFilters(Offering):
    """Items by words, unit with its subtree, platform, account, period, source, original and counting."""

    q = django_filters.CharFilter(label="标题、链接或账号", method="by_words")
    unit = AccountUnitFilter(label="单位及其下级", queryset=Unit.objects.none(), help_text="填写单位全称或单位代码。")
    platform = django_filters.MultipleChoiceFilter(label="平台", field_name="account__platform__code", choices=())
    account = django_filters.NumberFilter(label="账号编号", method="by_account")
    since = django_filters.DateFilter(label="发布日期起", field_name="published_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="发布日期止", field_name="published_on", lookup_expr="lte")
    source = django_filters.MultipleChoiceFilter(
        label="数据来源", choices=[choice for choice in Source.choices if choice[0] != Source.NIL]
    )
    original = django_filters.BooleanFilter(label="原创")
    counting = django_filters.ChoiceFilter(label="是否计入", choices=COUNTING, method="by_counting")
    batch = django_filters.NumberFilter(label="导入批次", method="by_batch")

    def by_words(self, rows: QuerySet[PublishedItem], name: str, value: str) -> QuerySet[PublishedItem]:
        """Return the items that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(title__icontains=words) | Q(link__icontains=words) | Q(account__name__icontains=words))

    def by_account(self, rows: QuerySet[PublishedItem], name: str, value: Any) -> QuerySet[PublishedItem]:
        """Return the items of one account."""
        return by_number(rows, "account", value)

    def by_batch(self, rows: QuerySet[PublishedItem], name: str, value: Any) -> QuerySet[PublishedItem]:
        """Return the items that a batch was the first to tell of."""
        return by_number(rows, "batch", value)

    def by_counting(self, rows: QuerySet[PublishedItem], name: str, value: str) -> QuerySet[PublishedItem]:
        """Return the items that count, or those taken down."""
        return rows.filter(withdrawn_on__isnull=value == "1")


class ItemList(ListPage):
    """All visible items, newest first."""

    code, title, noun = "items", "发布数据", "条"
    filterset_class = ItemFilters
    order = "-published_on"
    template_name = "assessments/items/list.html"
    empty = ("还没有发布记录", "发布回执会自动计入;也可以逐条登记,或导入平台后台导出的数据。")
    columns = (
        Column(
            "title", "标题", main=True, fixed=True, width=48,
            url=lambda item: reverse("assessments:item", args=[item.pk]),
        ),
        Column(
            "account", "账号", value="account.name", sub="account.platform.name", export="account.name", width=26,
            url=lambda item: reverse("assessments:account", args=[item.account_id]),
        ),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "主办单位", value="account.unit.name", width=26),
        Column(
            "published_on", "发布时间", sort="published_on", nowrap=True,
            value=lambda item: moment_text(item.published_at) or day_text(item.published_on),
        ),
        Column("original", "原创", value=lambda item: {True: "原创", False: "转载"}.get(item.original, "")),
        Column("reads", "阅读", numeric=True),
        Column("likes", "点赞", numeric=True),
        Column("wows", "在看", numeric=True, shown=False),
        Column("forwards", "转发", numeric=True),
        Column("comments", "评论", numeric=True),
        Column("figures_on", "数据截至", nowrap=True, shown=False),
        Column("source", "数据来源", nowrap=True),
        Column("link", "链接", shown=False, url=lambda item: item.link, width=40),
        Column("push", "推送批次", shown=False),
        Column("withdrawn_on", "撤下日期", nowrap=True, shown=False),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[PublishedItem]:
        """Return the visible items with their accounts."""
        rows = PublishedItem.objects.visible_to(request.user)
        return rows.select_related("account__platform", "account__unit").only(
            *(field.name for field in PublishedItem._meta.concrete_fields if field.name not in ("by", "batch", "key")),
            "account__name", "account__state", "account__platform__name", "account__unit__name",
        )  # fmt: skip

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        user = request.user
        return {"can_enter": may_enter_any(user), "can_manage": user.has_perm("assessments.manage_tokens")}


class AccountFilters(Offering):
    """Accounts by words, unit, platform, last item, and whether anything is known."""

    q = django_filters.CharFilter(label="名称、标识或单位", method="by_words")
    unit = UnitFilter(label="单位及其下级", queryset=Unit.objects.none(), help_text="填写单位全称或单位代码。")
    platform = django_filters.MultipleChoiceFilter(label="平台", field_name="platform__code", choices=())
    before = django_filters.DateFilter(label="最后发布早于", field_name="activity__last_item_on", lookup_expr="lt")
    known = django_filters.BooleanFilter(label="有发布数据", field_name="activity__known_until", lookup_expr="isnull",
                                         exclude=True)  # fmt: skip

    def by_words(self, rows: Any, name: str, value: str) -> QuerySet[MediaAccount]:
        """Return the accounts that contain the words."""
        return rows.matching(value)


class AccountList(ListPage):
    """Running accounts with what is known of their publishing."""

    code, title, noun = "item-accounts", "账号发布情况", "个账号"
    filterset_class = AccountFilters
    template_name = "assessments/items/accounts.html"
    empty = ("没有符合条件的账号", "可以去掉部分筛选条件再查;账号在台账中登记后列在这里。")
    columns = (
        Column(
            "name", "账号名称", sub="platform.name", main=True, fixed=True, width=28, export="name",
            url=lambda account: reverse("assessments:account", args=[account.pk]),
        ),
        Column("platform", "平台", value="platform.name", shown=False),
        Column("unit", "主办单位", value="unit.name", width=28),
        Column("last_item", "最后发布", nowrap=True, value="last_item"),
        Column("known_until", "数据截至", nowrap=True, value=lambda account: account.known_until or "没有数据"),
        Column("followers", "粉丝数", numeric=True),
        Column("followers_as_of", "粉丝数截至", nowrap=True, shown=False),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[MediaAccount]:
        """Return the visible running accounts with their facts."""
        rows = MediaAccount.objects.visible_to(request.user).filter(state__in=RUNNING)
        rows = rows.annotate(last_item=F("activity__last_item_on"), known_until=F("activity__known_until"))
        return rows.select_related("platform", "unit").only(
            "name", "handle", "followers", "followers_as_of", "platform__name", "unit__name", "state"
        )

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"can_enter": may_enter_any(request.user)}


item_list = guard(VIEW)(ItemList.as_view())
account_list = guard(VIEW)(AccountList.as_view())
