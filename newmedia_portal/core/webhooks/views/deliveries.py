"""What was sent (推送记录): each event with its tries, what was not delivered, and sending again by hand."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...access.guard import guard
from ...refusals import Refused
from ...ui.lists import Column, ListPage, PortalFilterSet
from .. import actions
from ..catalogue import TEST, choices
from ..forms import ReplayForm
from ..models import WebhookDelivery, WebhookSubscription
from ..states import PushState

MANAGE = "core.manage_webhooks"


class DeliveryFilters(PortalFilterSet):
    """By result, receiver and kind."""

    status = django_filters.MultipleChoiceFilter(label="结果", choices=PushState.choices)
    subscription = django_filters.ModelChoiceFilter(label="订阅", queryset=WebhookSubscription.objects.all())
    kind = django_filters.MultipleChoiceFilter(label="事件", field_name="event__kind", choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = [*choices(), (TEST, "测试事件")]


class DeliveryList(ListPage):
    """Every event for every receiver, newest first."""

    code = "webhook-deliveries"
    title = "推送记录"
    noun = "条推送记录"
    filterset_class = DeliveryFilters
    exportable = False
    template_name = "webhooks/deliveries.html"
    empty = ("没有推送记录", "有订阅的事件发生后，推送结果会出现在这里；未送达的可以重推。")
    columns = (
        Column(
            "event",
            "事件",
            value=lambda row: row.event.label,
            url=lambda row: reverse("webhooks:delivery", args=[row.pk]),
            main=True,
            fixed=True,
        ),
        Column("subscription", "订阅"),
        Column("status", "结果", status=True),
        Column("attempts", "尝试次数", numeric=True),
        Column("created_at", "时间", nowrap=True),
        Column("error", "失败原因"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        """Return all deliveries."""
        return WebhookDelivery.objects.select_related("subscription", "event")


delivery_list = guard(MANAGE)(DeliveryList.as_view())


@guard(MANAGE)
@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one with its text and its tries."""
    row = get_object_or_404(WebhookDelivery.objects.select_related("subscription", "event"), pk=pk)
    context: dict[str, Any] = {
        "title": f"推送记录 {row.pk}",
        "row": row,
        "tries": row.tries.order_by("-number")[:100],
        "may_replay": row.status != PushState.WAITING and row.subscription.active,
    }
    return render(request, "webhooks/delivery.html", context)


@guard(MANAGE)
@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one again."""
    try:
        row = get_object_or_404(WebhookDelivery.objects.select_related("subscription"), pk=pk)
        actions.replay(row, by=request.user, at=timezone.now())
        messages.success(request, "已重新排队，稍后刷新本页看结果。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("webhooks:delivery", pk)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def replay_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again all that was not delivered, or a range of time."""
    subscription = get_object_or_404(WebhookSubscription, pk=pk)
    form = ReplayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            number = actions.replay_many(
                subscription, dead_only=data["which"] == "dead", since=data["since"], until=data["until"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"{number} 个事件已重新排队。" if number else "这个范围内没有可以重推的事件。")
            return redirect(f"{reverse('webhooks:deliveries')}?subscription={pk}")
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"title": f"重推事件：{subscription}", "form": form, "subscription": subscription}
    return render(request, "webhooks/replay.html", context, status=422 if form.is_bound else 200)
