"""Repost tasks as a list (转发任务), and the accounts of one task (转发账号明细)."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.texts import moment_text

from ...desk import waiting_reposts
from ...models import RepostTarget, RepostTask
from ...progress import Progress
from ...states import RepostState, TargetState
from .common import ISSUE, VIEW, find_task

MINE = [("todo", "等我办理")]


class RepostFilters(PortalFilterSet):
    """Tasks by words, state, due day, and by what waits for the person."""

    q = django_filters.CharFilter(label="标题或发布方", method="by_words")
    mine = django_filters.ChoiceFilter(label="与我有关", choices=MINE, method="by_person")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=RepostState.choices)
    due_from = django_filters.DateFilter(label="期限起", field_name="due_on", lookup_expr="gte")
    due_to = django_filters.DateFilter(label="期限止", field_name="due_on", lookup_expr="lte")

    def by_words(self, rows: QuerySet[RepostTask], name: str, value: str) -> QuerySet[RepostTask]:
        """Return the tasks that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(title__icontains=words) | Q(issuer__icontains=words))

    def by_person(self, rows: QuerySet[RepostTask], name: str, value: str) -> QuerySet[RepostTask]:
        """Return the tasks that wait for the person."""
        return rows.filter(pk__in=waiting_reposts(self.request.user).values("pk"))


def progress_text(task: Any) -> str:
    """Return fraction and percentage of the accounts that the reader sees."""
    return Progress(task.owed or 0, task.done or 0).text


class RepostList(ListPage):
    """All visible tasks, newest first, with the progress of the visible accounts."""

    code, title, noun = "reposts", "转发任务", "项任务"
    filterset_class = RepostFilters
    template_name = "duties/reposts/list.html"
    empty = ("没有转发任务", "宣传部门下达的转发任务会列在这里,并发站内消息;制度没有规定转发义务的单位不会收到。")
    columns = (
        Column(
            "title",
            "标题",
            url=lambda task: reverse("duties:repost", args=[task.pk]),
            main=True,
            fixed=True,
            width=40,
        ),
        Column("issuer", "发布方", nowrap=True),
        Column("unit", "下达部门", value="unit.name", shown=False, width=26),
        Column("issued_at", "下达时间", nowrap=True, shown=False),
        Column("due_on", "转发期限", sort="due_on", nowrap=True),
        Column("progress", "进度", value=progress_text, nowrap=True),
        Column("owed", "应转发", value=lambda task: task.owed or 0, numeric=True, shown=False),
        Column("done", "已转发", value=lambda task: task.done or 0, numeric=True, shown=False),
        Column("excused", "待答复", value=lambda task: task.excused or 0, numeric=True, shown=False),
        Column("link", "原文链接", shown=False, width=36),
        Column("state", "状态", value=lambda task: task.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[RepostTask]:
        """Return the visible tasks with their progress."""
        rows = RepostTask.objects.visible_to(request.user).with_progress(request.user)
        return rows.select_related("unit").defer("text", "aim")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"can_issue": request.user.has_perm(ISSUE), "mine": request.GET.get("mine", "")}


class TargetFilters(PortalFilterSet):
    """Accounts of a task by words, state, unit with its subtree, and lateness."""

    q = django_filters.CharFilter(label="账号或单位", method="by_words")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=TargetState.choices)
    unit = django_filters.NumberFilter(label="单位", method="by_unit")
    late = django_filters.BooleanFilter(label="逾期转发", method="by_late")

    def by_words(self, rows: QuerySet[RepostTarget], name: str, value: str) -> QuerySet[RepostTarget]:
        """Return the accounts that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(account_name__icontains=words) | Q(unit_name__icontains=words))

    def by_unit(self, rows: QuerySet[RepostTarget], name: str, value: Any) -> QuerySet[RepostTarget]:
        """Return the accounts of one unit."""
        return rows.filter(unit=int(value)) if 0 < value < 2**53 else rows.none()

    def by_late(self, rows: QuerySet[RepostTarget], name: str, value: bool) -> QuerySet[RepostTarget]:
        """Return the reposts that came late, or those that did not."""
        return rows.filter(late_workdays__gt=0) if value else rows.exclude(late_workdays__gt=0)


class TargetList(ListPage):
    """The accounts of one task, by unit as they were taken down."""

    code, title, noun = "repost-accounts", "转发账号明细", "个账号"
    filterset_class = TargetFilters
    template_name = "duties/reposts/accounts.html"
    order = "pk"
    columns = (
        Column(
            "account_name",
            "账号名称",
            sub="platform_name",
            url=lambda target: reverse("accounts:detail", args=[target.account_id]),
            main=True,
            fixed=True,
            width=28,
            export="account_name",
        ),
        Column("platform_name", "平台", shown=False),
        Column("unit_name", "主办单位", width=28),
        Column("state", "状态", value="word", status=True),
        Column("posted_at", "转发时间", nowrap=True, export=lambda target: moment_text(target.posted_at)),
        Column("link", "转发链接", url=lambda target: target.link, width=40),
        Column("late_workdays", "逾期工作日", numeric=True),
        Column("confirmed_at", "登记时间", nowrap=True, shown=False),
        Column("excuse", "申报理由", shown=False, width=30),
        Column("answer", "答复", shown=False, width=30),
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember the columns, for those who may see the task."""
        find_task(request, self.kwargs["pk"])
        return super().post(request, *args, **kwargs)

    def rows(self, request: HttpRequest) -> QuerySet[RepostTarget]:
        """Return the visible accounts of the task in the address."""
        self.task = find_task(request, self.kwargs["pk"])
        return RepostTarget.objects.visible_to(request.user).filter(task=self.task).select_related("task")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the task."""
        return {"task": self.task}


repost_list = guard(VIEW)(RepostList.as_view())
target_list = guard(VIEW)(TargetList.as_view())
