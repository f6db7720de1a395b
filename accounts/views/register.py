"""The register as a list (账号台账)."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.regimes.vocabulary import ACCOUNT_CLASSES, ACCOUNT_KINDS

from ..circle import CIRCLE_CHOICES
from ..forms.fields import MonthField, UnitField
from ..models import CircleMember, MediaAccount, Platform
from ..states import NATIONAL, AccountState

FEW_CHARACTERS = 2
# Long texts that no column shows.
UNLISTED = ("purpose", "functions", "details", "extra", "remark")


class UnitFilter(django_filters.Filter):
    """A unit with everything below it, named by code or name."""

    field_class = UnitField

    def filter(self, rows: QuerySet[Any], value: Unit | None) -> QuerySet[Any]:
        """Return the rows of the subtree."""
        if value is None:
            return rows
        below = Unit.objects.below(value.path)
        return rows.filter(unit__in=below.order_by().values("pk"))


class MonthFilter(django_filters.CharFilter):
    """The days of one calendar month, written as 2026-09."""

    field_class = MonthField

    def filter(self, rows: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        """Return the rows whose day lies in the month."""
        if value is None:
            return rows
        after = date(value.year + value.month // 12, value.month % 12 + 1, 1)
        return rows.filter(**{f"{self.field_name}__gte": value, f"{self.field_name}__lt": after})


class AccountFilters(PortalFilterSet):
    """Accounts by words, platform, unit with its subtree, state, kind and marks."""

    q = django_filters.CharFilter(label="名称、标识、备案编号、链接或单位", method="by_words")
    unit = UnitFilter(label="单位及其下级", queryset=Unit.objects.none(), help_text="填写单位全称或单位代码。")
    platform = django_filters.MultipleChoiceFilter(label="平台", field_name="platform__code", choices=())
    state = django_filters.MultipleChoiceFilter(label="状态", choices=AccountState.choices)
    kind = django_filters.MultipleChoiceFilter(label="账号类别", choices=list(ACCOUNT_KINDS.items()))
    account_class = django_filters.MultipleChoiceFilter(label="政务属性", choices=list(ACCOUNT_CLASSES.items()))
    filed = django_filters.BooleanFilter(label="已完成备案", method="by_filed")
    certified = django_filters.BooleanFilter(label="已认证")
    is_legacy = django_filters.BooleanFilter(label="存量账号")
    password_due = django_filters.BooleanFilter(
        label="口令待更换", field_name="password_due_since", lookup_expr="isnull", exclude=True
    )
    opened_month = MonthFilter(label="开通月份", field_name="opened_on", help_text="如 2026-09。")
    closed_month = MonthFilter(label="注销月份", field_name="closed_on", help_text="如 2026-09。")
    circle = django_filters.ChoiceFilter(label="工作圈", choices=CIRCLE_CHOICES, method="by_circle", empty_label="全部")
    national_state = django_filters.MultipleChoiceFilter(label="全国报送系统", choices=NATIONAL[1:])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["queryset"] = Unit.objects.visible_to(self.request.user)
        self.filters["platform"].extra["choices"] = list(Platform.objects.values_list("code", "name"))

    def by_words(self, rows: Any, name: str, value: str) -> QuerySet[MediaAccount]:
        """Return the accounts that contain the words; two characters serve."""
        return rows.matching(value)

    def by_filed(self, rows: QuerySet[MediaAccount], name: str, value: bool) -> QuerySet[MediaAccount]:
        """Return the accounts with or, still running, without a filing."""
        if value:
            return rows.filter(state=AccountState.FILED)
        return rows.filter(state__in=[AccountState.UNFILED, AccountState.LISTED])

    def by_circle(self, rows: QuerySet[MediaAccount], name: str, value: str) -> QuerySet[MediaAccount]:
        """Return the present members of the circle, all or by who follows whom."""
        return rows.filter(circle__in=CircleMember.objects.present().standing(value))


class AccountList(ListPage):
    """All visible accounts, newest entry first."""

    code = "accounts"
    title = "账号台账"
    noun = "个账号"
    filterset_class = AccountFilters
    template_name = "accounts/list.html"
    empty = ("没有符合条件的账号", "可以去掉部分筛选条件再查;新开账号请提交开通备案,已有的台账可以导入。")
    columns = (
        Column(
            "name",
            "账号名称",
            sort="name",
            sub="handle",
            url=lambda account: f"/accounts/{account.pk}/",
            main=True,
            fixed=True,
            width=28,
        ),
        Column("platform", "平台", value="platform.name", nowrap=True),
        Column("unit", "主办单位", value="unit.name", width=28),
        Column("handle", "账号标识", shown=False, width=20),
        Column("kind", "账号类别", value=lambda account: ACCOUNT_KINDS.get(account.kind, ""), shown=False),
        Column("certificate_no", "备案编号", sort="certificate_no", nowrap=True, width=22),
        Column("filed_on", "备案日期", sort="filed_on", nowrap=True, shown=False),
        Column("opened_on", "开通日期", sort="opened_on", nowrap=True),
        Column("certified", "认证", value=lambda account: {True: "已认证", False: "未认证"}.get(account.certified, "")),
        Column("link", "链接", shown=False, width=36),
        Column("followers", "粉丝数", sort="followers", numeric=True, shown=False),
        Column("last_post_on", "最后更新", sort="last_post_on", nowrap=True),
        Column("is_legacy", "存量账号", shown=False),
        Column("national_state", "全国报送系统", shown=False),
        Column("password_due_since", "口令待更换", nowrap=True, shown=False),
        Column("state", "状态", value=lambda account: account.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[MediaAccount]:
        """Return the visible accounts with platform and unit."""
        rows = MediaAccount.objects.visible_to(request.user).select_related("platform", "unit")
        return rows.defer(*UNLISTED)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {
            "can_record": request.user.has_perm("accounts.record_unfiled"),
            "can_import": request.user.has_perm("accounts.import_ledger"),
        }


account_list = guard("accounts.view_account")(AccountList.as_view())
