"""What went out (外发记录), for the system administrator: each message with its tries; sending again by hand."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ...access.guard import guard
from ...refusals import Refused
from ...ui.lists import Column, ListPage, PortalFilterSet
from ..delivering import again
from ..models import Delivery
from ..states import DeliveryState, Via

MANAGE = "core.manage_channels"


class DeliveryFilters(PortalFilterSet):
    """By result and way."""

    status = django_filters.MultipleChoiceFilter(label="结果", choices=DeliveryState.choices)
    via = django_filters.MultipleChoiceFilter(label="方式", choices=Via.choices)


class DeliveryList(ListPage):
    """Everything that went out or is about to, newest first; who gets it and when, not what it says."""

    code = "deliveries"
    title = "外发记录"
    noun = "条外发记录"
    filterset_class = DeliveryFilters
    exportable = False
    template_name = "notices/deliveries.html"
    empty = ("还没有外发记录", "发信邮箱或群机器人设好以后，发出的消息会出现在这里。")
    columns = (
        Column(
            "receiver",
            "收件人或渠道",
            value=lambda row: str(row.receiver),
            url=lambda row: reverse("messages:delivery", args=[row.pk]),
            main=True,
            fixed=True,
        ),
        Column("via", "方式"),
        Column("category", "类别"),
        Column("status", "结果", status=True),
        Column("attempts", "尝试次数", numeric=True),
        Column("created_at", "时间", nowrap=True),
        Column("error", "失败原因", shown=False),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Return all deliveries."""
        return Delivery.objects.select_related("channel", "user")


delivery_list = guard(MANAGE)(DeliveryList.as_view())


@guard(MANAGE)
@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one with its tries."""
    row = get_object_or_404(Delivery.objects.select_related("channel", "user", "part_of"), pk=pk)
    context: dict[str, Any] = {
        "title": f"外发记录 {row.pk}",
        "row": row,
        "tries": row.tries.all(),
        "may_resend": row.status in (DeliveryState.DEAD, DeliveryState.SENT),
    }
    return render(request, "notices/delivery.html", context)


@guard(MANAGE)
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send once more."""
    try:
        again(get_object_or_404(Delivery, pk=pk), by=request.user, at=timezone.now())
        messages.success(request, "已重新排队，稍后刷新本页看结果。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("messages:delivery", pk)
