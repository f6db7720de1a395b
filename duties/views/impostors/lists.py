"""Impostor cases as a list (假冒账号列表)."""

from typing import Any

import django_filters
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...impostors.desk import my_cases
from ...impostors.steps import elapsed
from ...models import ImpostorCase
from ...querysets import ImpostorQuerySet
from ...states import ImpostorState, Source
from ..duty import VIEW

ENTER = "duties.enter_impostor"
VIEWS = [("open", "未办结"), ("mine", "与我有关")]


class ImpostorFilters(PortalFilterSet):
    """Cases by words, state and source."""

    q = django_filters.CharFilter(label="名称、账号ID或编号", method="by_words")
    view = django_filters.ChoiceFilter(label="查看", choices=VIEWS, method="by_view")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=ImpostorState.choices)
    source = django_filters.MultipleChoiceFilter(label="来源", choices=Source.choices)

    def by_words(self, rows: ImpostorQuerySet, name: str, value: str) -> ImpostorQuerySet:
        """Return the cases that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(name__icontains=words) | Q(handle__icontains=words) | Q(number__icontains=words))

    def by_view(self, rows: ImpostorQuerySet, name: str, value: str) -> ImpostorQuerySet:
        """Return what runs, or what concerns the person."""
        if value == "mine":
            return rows.filter(pk__in=my_cases(self.request.user).order_by().values("pk"))
        return rows.running()


class ImpostorList(ListPage):
    """All visible cases, the newest first."""

    code, title, noun = "impostors", "假冒账号", "件"
    filterset_class = ImpostorFilters
    template_name = "duties/impostors/list.html"
    order = "-reported_at"
    empty = ("没有假冒账号", "公众在“举报假冒账号”页面举报,或由工作人员登记。")
    columns = (
        Column(
            "name", "假冒账号", main=True, fixed=True, width=30, sub=lambda row: row.number,
            url=lambda row: reverse("duties:impostor", args=[row.pk]),
        ),
        Column("number", "举报编号", shown=False, nowrap=True),
        Column("platform", "平台", value="platform.name"),
        Column("unit", "被冒用单位", value="unit.name", width=24),
        Column("source", "来源", shown=False),
        Column("reported_at", "收到时间", sort="reported_at", nowrap=True),
        Column("to_verify", "收到至核实", value=lambda row: elapsed(row, row.verified_at), nowrap=True),
        Column("to_letter", "收到至致函", value=lambda row: elapsed(row, row.sent_at), nowrap=True),
        Column("filed_no", "报备文号", shown=False),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> ImpostorQuerySet:
        """Return the visible cases."""
        rows = ImpostorCase.objects.visible_to(request.user).select_related("unit", "platform")
        return rows.defer("text", "finding", "summary", "contact_sealed")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"enters": request.user.has_perm(ENTER), "view": request.GET.get("view", ""), "views": VIEWS}


impostor_list = guard(VIEW)(ImpostorList.as_view())
