"""The inbox on the screen (站内消息): one's own messages and nothing else."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ...access.guard import SIGNED_IN, guard
from ...ui.lists import BatchAction, Column, ListPage, PortalFilterSet
from ..actions import mark_read
from ..models import Notice


class NoticeFilters(PortalFilterSet):
    """Messages by words and whether they were read."""

    q = django_filters.CharFilter(label="标题", field_name="title", lookup_expr="icontains")
    unread = django_filters.BooleanFilter(label="未读", field_name="read_at", lookup_expr="isnull")


class NoticeList(ListPage):
    """One's own messages, newest first."""

    code = "messages"
    title = "消息"
    noun = "条消息"
    filterset_class = NoticeFilters
    exportable = False
    template_name = "notices/list.html"
    empty = ("没有消息", "待办、退回、到期提醒等会出现在这里。")
    columns = (
        Column(
            "title",
            "标题",
            sub="body",
            url=lambda notice: reverse("messages:open", args=[notice.pk]),
            main=True,
            fixed=True,
        ),
        Column("created_at", "时间", nowrap=True),
        Column("state", "状态", value=lambda notice: "已读" if notice.read_at else "待办理", status=True, shown=False),
        Column("read_at", "已读时间", value=lambda notice: notice.read_at or "未读", nowrap=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Notice]:
        """Return the messages of the person."""
        return Notice.objects.filter(user=request.user)

    def batch(self, request: HttpRequest) -> Sequence[BatchAction]:
        """Return the marking of chosen messages."""
        return (BatchAction("标为已读", reverse("messages:read"), "mark-read"),)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether anything is unread."""
        return {"unread": Notice.objects.filter(user=request.user, read_at__isnull=True).exists()}


notice_list = guard(SIGNED_IN)(NoticeList.as_view())


@guard(SIGNED_IN)
@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go to what it is about."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    mark_read(request.user, pks=[notice.pk], at=timezone.now())
    allowed = url_has_allowed_host_and_scheme(notice.url, {request.get_host()}, require_https=request.is_secure())
    return redirect(notice.url if notice.url and allowed else "messages:list")


@guard(SIGNED_IN)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the chosen messages as read, or all of them."""
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal() and pk.isascii() and len(pk) < 19]
    everything = "all" in request.POST
    number = mark_read(request.user, pks=None if everything else chosen, at=timezone.now())
    if number:
        messages.success(request, f"{number} 条消息已标为已读。")
    else:
        messages.info(request, "没有需要标记的消息。请先勾选未读消息。")
    return redirect("messages:list")
