"""The lists behind the numbers of 队伍管理: people in posts, and accounts."""

from typing import Any

import django_filters
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...people.gaps import KINDS, gaps_of
from ..duty import VIEW


class UnitFilters(PortalFilterSet):
    """Rows of one unit, by its code."""

    unit = django_filters.CharFilter(label="单位代码", field_name="unit__code")


class GapList(ListPage):
    """The rows of one kind of gap."""

    filterset_class = UnitFilters
    template_name = "duties/people/gaps.html"
    empty = ("没有缺口", "这一项已经齐全。")
    about = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the kind from the address."""
        super().setup(request, *args, **kwargs)
        self.kind = KINDS[kwargs["kind"]]
        self.title = self.kind.label  # type: ignore[misc]

    def rows(self, request: HttpRequest) -> Any:
        """Return the rows that the person may see."""
        return self._joined(gaps_of(self.kind.code, request.user, timezone.localdate()))

    def _joined(self, rows: Any) -> Any:
        return rows

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what is missing."""
        return {"sentence": self.kind.sentence}


class PostGaps(GapList):
    """People in post."""

    code, noun, order = "people-post-gaps", "人", "pk"
    columns = (
        Column(
            "user", "姓名", value="user.full_name", main=True, fixed=True, nowrap=True,
            url=lambda row: reverse("people:detail", args=[row.user_id]),
        ),
        Column("unit", "单位", value="unit.name", width=24),
        Column("role", "岗位"),
        Column("since", "任职日期", nowrap=True),
        Column("trained_on", "培训日期", nowrap=True),
    )  # fmt: skip

    def _joined(self, rows: Any) -> Any:
        return rows.select_related("user", "unit")


class AccountGaps(GapList):
    """Accounts."""

    code, noun, order = "people-account-gaps", "个账号", "-pk"
    columns = (
        Column(
            "name", "账号名称", main=True, fixed=True, width=30, sub="handle",
            url=lambda row: reverse("accounts:detail", args=[row.pk]),
        ),
        Column("platform", "平台", value="platform.name"),
        Column("unit", "单位", value="unit.name", width=24),
        Column("password_due_since", "口令须更换,自", nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def _joined(self, rows: Any) -> Any:
        return rows.select_related("platform", "unit")


PAGES = {"post": PostGaps.as_view(), "account": AccountGaps.as_view()}


@guard(VIEW)
def gap_list(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Show the list of a kind; leavers and checks have lists of their own."""
    found = KINDS.get(kind)
    if found is None or found.about not in PAGES:
        raise Http404
    return PAGES[found.about](request, kind=kind)
