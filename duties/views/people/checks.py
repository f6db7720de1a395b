"""Rounds of checks (自查与申报): who has answered what, who has not; the one-minute form."""

from typing import Any

import django_filters
from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage

from ...actions import people as actions
from ...forms.people import CheckForm
from ...models import CheckReply
from ...querysets import ReplyQuerySet
from ..duty import VIEW, find, form_page
from .gaps import UnitFilters

ANSWER = "duties.answer_checks"
VIEWS = [("waiting", "未填报"), ("late", "逾期"), ("problem", "有问题")]
ROWS = CheckReply.objects.select_related("round", "unit__root")


class ReplyFilters(UnitFilters):
    """Replies by unit, period and what they are."""

    period = django_filters.CharFilter(label="周期", field_name="round__period")
    view = django_filters.ChoiceFilter(label="查看", choices=VIEWS, method="by_view")

    def by_view(self, rows: ReplyQuerySet, name: str, value: str) -> ReplyQuerySet:
        """Return what has not been answered, is late, or tells of a problem."""
        if value == "problem":
            return rows.filter(has_problem=True)
        return rows.late(timezone.localdate()) if value == "late" else rows.waiting()


def word_of(row: CheckReply) -> str:
    """Return what a reply is called today."""
    return str(row.word(timezone.localdate()).label)  # type: ignore[attr-defined]


class ReplyList(ListPage):
    """All visible replies, the latest round first."""

    code, title, noun = "checks", "自查与申报", "条"
    filterset_class = ReplyFilters
    template_name = "duties/people/list.html"
    order = "-pk"
    empty = ("没有自查", "适用制度要求自查的,每个周期开始时自动开展。")
    columns = (
        Column(
            "unit", "单位", value="unit.name", main=True, fixed=True, width=24,
            url=lambda row: reverse("duties:check", args=[row.pk]),
        ),
        Column("label", "事项", value="round.label"),
        Column("period", "周期", value="round.period", nowrap=True),
        Column("article", "依据", value="round.article", shown=False),
        Column("due_on", "截止日期", value="round.due_on", nowrap=True),
        Column("answered_at", "填报时间", nowrap=True),
        Column("answered_by", "填报人", value="answered_by.full_name"),
        Column("note", "问题与处理", width=40, shown=False),
        Column("state", "状态", value=word_of, status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> ReplyQuerySet:
        """Return the visible replies."""
        return CheckReply.objects.visible_to(request.user).select_related("round", "unit", "answered_by")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the views of the list."""
        return {"view": request.GET.get("view", ""), "views": VIEWS, "home": reverse("duties:checks")}


reply_list = guard(VIEW)(ReplyList.as_view())


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for the unit; others see what was said."""
    reply = find(ROWS, request, pk, need="" if request.method == "GET" else ANSWER)
    may = request.user.has_perm(ANSWER, reply)
    form = CheckForm(request.POST or None, reply=reply)
    back = reverse("duties:checks")

    def act() -> str:
        actions.answer_checks(reply, form.answer, by=request.user, at=timezone.now())
        said.success(request, "已填报。")
        return reverse("duties:check", args=[reply.pk])

    return form_page(
        request, form, act, title=f"{reply.round}", button="更正填报" if reply.answered_at else "填报", back=back,
        crumbs=("自查与申报", back), template="duties/people/check.html", reply=reply, may=may,
        main_class="with-bottom-bar" if may else "", word=word_of(reply),
        lead=f"{reply.unit},截止 {reply.round.due_on}。依据:{reply.round.article}。",
    )  # fmt: skip
