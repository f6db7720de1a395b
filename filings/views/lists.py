"""Filings as lists (备案列表), and 待办, 已办, 我发起."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.workflow.copies import copies_for
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.core.workflow.standing import waiting_words, with_waiting
from newmedia_portal.core.workflow.states import Verb
from newmedia_portal.regimes.vocabulary import FILING_KINDS

from ..desk import waiting_filings
from ..models import Filing
from ..states import FilingState

OBJECT = "filings.filing"
MINE = [("todo", "待我办理"), ("done", "我已办理"), ("sent", "我发起的"), ("copies", "抄送我的")]


class FilingFilters(PortalFilterSet):
    """Filings by words, kind, state, lateness, and by what they have to do with the person."""

    q = django_filters.CharFilter(label="账号名称、受理编号或单位", method="by_words")
    mine = django_filters.ChoiceFilter(label="与我有关", choices=MINE, method="by_person")
    kind = django_filters.MultipleChoiceFilter(label="事项", choices=list(FILING_KINDS.items()))
    state = django_filters.MultipleChoiceFilter(label="状态", choices=FilingState.choices)
    late = django_filters.BooleanFilter(label="逾期提交", method="by_late")

    def by_words(self, rows: QuerySet[Filing], name: str, value: str) -> QuerySet[Filing]:
        """Return the filings that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(unit__name__icontains=words))

    def by_person(self, rows: QuerySet[Filing], name: str, value: str) -> QuerySet[Filing]:
        """Return what waits for the person, what they decided, or what they began."""
        user = self.request.user
        if value == "sent":
            return rows.filter(created_by=user)
        if value == "copies":
            return rows.filter(pk__in=copies_for(user, OBJECT).order_by().values("object_id"))
        if value == "done":
            decided = Decision.objects.filter(by=user, run__object_type=OBJECT).exclude(verb=Verb.SUBMIT)
            return rows.filter(pk__in=decided.values("run__object_id"))
        return rows.filter(pk__in=waiting_filings(user).values("pk"))

    def by_late(self, rows: QuerySet[Filing], name: str, value: bool) -> QuerySet[Filing]:
        """Return those handed in late, or those that were not."""
        return rows.filter(late_workdays__gt=0) if value else rows.exclude(late_workdays__gt=0)


class FilingList(ListPage):
    """All visible filings, newest first."""

    code, title, noun = "filings", "备案", "件备案"
    filterset_class = FilingFilters
    template_name = "filings/list.html"
    empty = ("没有符合条件的备案", "可以去掉部分筛选条件再查;需要填报请选择“新建备案”。")
    columns = (
        Column(
            "title",
            "账号名称",
            value=lambda filing: filing.title or "未命名账号",
            sub="number",
            url=lambda filing: reverse("filings:detail", args=[filing.pk]),
            main=True,
            fixed=True,
            width=26,
        ),
        Column("kind", "事项", value=lambda filing: filing.get_kind_display(), nowrap=True),
        Column("unit", "填报单位", value="unit.name", width=26),
        Column("submitted_at", "提交时间", sort="submitted_at", nowrap=True),
        Column("due_on", "法定期限", sort="due_on", nowrap=True),
        Column("late_workdays", "逾期工作日", numeric=True, sort="late_workdays", shown=False),
        Column("holder", "当前在谁处", value=lambda row: waiting_words(row, timezone.localdate()), width=30),
        Column("decided_at", "办结时间", sort="decided_at", nowrap=True, shown=False),
        Column("created_by", "经办人", value="created_by.full_name", shown=False),
        Column("state", "状态", value=lambda filing: filing.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Filing]:
        """Return the visible filings with unit, writer and the step that waits."""
        rows = Filing.objects.visible_to(request.user).select_related("unit", "created_by")
        return with_waiting(rows, OBJECT)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"can_start": request.user.has_perm("filings.start_filing"), "mine": request.GET.get("mine", "")}


filing_list = guard("filings.list_filings")(FilingList.as_view())
