"""The audit log on the screen, for the auditor alone (审计日志)."""

from datetime import datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ...access.guard import guard
from ...ui.forms import DayField
from ...ui.lists import Column, ListPage, PortalFilterSet
from ..actions import labels
from ..models import AuditEvent
from ..wording import object_text, sides_of

RESULTS = {"ok": "成功", "refused": "被拒绝"}


def action_text(event: AuditEvent) -> str:
    """Return the name of the event's action."""
    return labels().get(event.action, "其他操作")


class DayFilter(django_filters.Filter):
    """A day as people write it."""

    field_class = DayField


class EventFilters(PortalFilterSet):
    """Events by day, person, action, object, address, request and result."""

    since = DayFilter(label="自", method="from_day")
    until = DayFilter(label="至", method="to_day")
    actor = django_filters.CharFilter(label="操作人", field_name="actor_name", lookup_expr="icontains")
    action = django_filters.MultipleChoiceFilter(label="动作", choices=())
    object = django_filters.CharFilter(label="对象名称", field_name="object_label", lookup_expr="icontains")
    address = django_filters.CharFilter(label="来源地址", field_name="address", lookup_expr="startswith")
    request_id = django_filters.CharFilter(label="请求号", field_name="request_id", lookup_expr="exact")
    result = django_filters.ChoiceFilter(label="结果", choices=list(RESULTS.items()), empty_label="全部")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["action"].extra["choices"] = sorted(labels().items(), key=lambda pair: pair[1])

    def from_day(self, rows: QuerySet[AuditEvent], name: str, value: Any) -> QuerySet[AuditEvent]:
        """Return the events of a day and later."""
        return rows.filter(at__gte=timezone.make_aware(datetime.combine(value, time.min)))

    def to_day(self, rows: QuerySet[AuditEvent], name: str, value: Any) -> QuerySet[AuditEvent]:
        """Return the events until the end of a day."""
        return rows.filter(at__lt=timezone.make_aware(datetime.combine(value + timedelta(days=1), time.min)))


class EventList(ListPage):
    """All events, newest first."""

    code = "audit"
    title = "审计日志"
    order = "-seq"
    filterset_class = EventFilters
    empty = ("没有符合条件的记录", "请放宽日期或去掉部分筛选条件。")
    template_name = "audit/list.html"
    columns = (
        Column(
            "seq", "序号", numeric=True, nowrap=True, url=lambda e: reverse("audit:detail", args=[e.seq]), fixed=True
        ),
        Column("at", "时间", nowrap=True, width=18),
        Column("actor_name", "操作人", nowrap=True),
        Column("action", "动作", value=action_text, main=True, nowrap=True),
        Column("object", "对象", value=object_text, width=36),
        Column("unit", "单位", value="unit.name", shown=False, width=24),
        Column("reason", "理由", width=28),
        Column("result", "结果", value=lambda event: RESULTS.get(event.result, event.result)),
        Column("address", "来源地址", nowrap=True),
        Column("request_id", "请求号", shown=False, width=34),
    )

    def rows(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Return all events."""
        return AuditEvent.objects.select_related("unit")


event_list = guard("core.view_audit")(EventList.as_view())


@guard("core.view_audit")
@require_GET
def detail(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one event with both sides of the change and its place in the chain."""
    event = get_object_or_404(AuditEvent.objects.select_related("unit"), seq=seq)
    context = {
        "title": f"审计记录 {event.seq}",
        "event": event,
        "action": action_text(event),
        "object": object_text(event),
        "result": RESULTS.get(event.result, event.result),
        "sides": sides_of(event),
        "before_seq": event.seq - 1 if event.seq > 1 else None,
        "after_seq": event.seq + 1 if AuditEvent.objects.filter(seq=event.seq + 1).exists() else None,
    }
    return render(request, "audit/detail.html", context)
