"""Messages as lists (留言列表): all, open, overdue, answered; and the figures of them (留言统计)."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.texts import moment_text

from ...inquiries.clock import UNLIMITED
from ...inquiries.desk import worked_units
from ...inquiries.statistics import figures_of, span
from ...models import PublicMessage
from ...querysets import MessageQuerySet
from ...states import Channel, MessageFlag, MessageState, Topic
from ..duty import SAMPLE, VIEW, WORK, span_of

VIEWS = [("open", "待答复"), ("overdue", "已逾期"), ("answered", "已答复"), ("mine", "等我答复")]


class MessageFilters(PortalFilterSet):
    """Messages by words, by what is to be done, where they came in, what they are about, and when."""

    q = django_filters.CharFilter(label="留言、答复或网民", method="by_words")
    view = django_filters.ChoiceFilter(label="查看", choices=VIEWS, method="by_view")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=MessageState.choices)
    channel = django_filters.MultipleChoiceFilter(label="渠道", choices=Channel.choices)
    topic = django_filters.MultipleChoiceFilter(label="主题", choices=Topic.choices)
    late = django_filters.BooleanFilter(label="逾期答复", method="by_late")
    first = django_filters.DateFilter(label="收到自", method="by_first")
    last = django_filters.DateFilter(label="收到至", method="by_last")
    account = django_filters.CharFilter(label="账号编号", method="by_account")

    def by_words(self, rows: MessageQuerySet, name: str, value: str) -> MessageQuerySet:
        """Return the messages that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(text__icontains=words) | Q(answer__icontains=words) | Q(author__icontains=words))

    def by_view(self, rows: MessageQuerySet, name: str, value: str) -> MessageQuerySet:
        """Return what waits, what is late, what was answered, or what waits for the person."""
        if value == "overdue":
            return rows.waiting().filter(due_on__lt=timezone.localdate())
        if value == "answered":
            return rows.filter(state=MessageState.ANSWERED)
        rows = rows.waiting()
        return rows.filter(worked_units(self.request.user)) if value == "mine" else rows

    def by_late(self, rows: MessageQuerySet, name: str, value: bool) -> MessageQuerySet:
        """Return the answers that came late, or those in time."""
        return rows.filter(late_days__gt=0) if value else rows.in_time()

    def by_first(self, rows: MessageQuerySet, name: str, value: Any) -> MessageQuerySet:
        """Return what came in from a day on."""
        return rows.filter(received_at__gte=span(value, value)[0])

    def by_last(self, rows: MessageQuerySet, name: str, value: Any) -> MessageQuerySet:
        """Return what came in until the end of a day."""
        return rows.filter(received_at__lt=span(value, value)[1])

    def by_account(self, rows: MessageQuerySet, name: str, value: str) -> MessageQuerySet:
        """Return the messages of one account, or those without one."""
        if value == "none":
            return rows.filter(account__isnull=True)
        return rows.filter(account=int(value)) if value.isdecimal() and len(value) < 16 else rows.none()


def state_word(message: PublicMessage) -> str:
    """Return the state in words; what waits beyond its due day is late."""
    if message.waits and message.due_on and message.due_on < timezone.localdate():
        return MessageFlag.OVERDUE.label
    return MessageState(message.state).label


def took(message: PublicMessage) -> str:
    """Return how long the answer took, or how long the message has waited."""
    if message.minutes is None and not message.waits:
        return ""
    now: datetime = timezone.now()
    waited = message.minutes if message.minutes is not None else int((now - message.received_at).total_seconds() // 60)
    hours = f"{waited / 60:.1f} 小时" if waited < 48 * 60 else f"{waited // (24 * 60)} 天"
    return hours if message.minutes is not None else f"已等 {hours}"


def due_word(message: PublicMessage) -> str:
    """Return the due day, or that there is none."""
    return f"{message.due_on}" if message.due_on else UNLIMITED


class MessageList(ListPage):
    """All visible messages, newest first; an export of it can be imported."""

    code, title, noun = "messages", "留言", "条留言"
    filterset_class = MessageFilters
    template_name = "duties/inquiries/list.html"
    order = "-received_at"
    empty = ("没有留言", "收到留言后逐条登记,或用表格导入;没有符合条件的,可以去掉部分筛选条件。")
    columns = (
        Column(
            "text", "留言内容", value=lambda row: row.text[:60], export="text", main=True, fixed=True, width=50,
            sub=lambda row: f"{row.get_topic_display()} · {row.author or '匿名'}",
            url=lambda row: reverse("duties:message", args=[row.pk]),
        ),
        Column("account", "账号名称", value="account.name", width=24),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "单位", value="unit.name", shown=False, width=24),
        Column("channel", "渠道", nowrap=True),
        Column("topic", "主题", shown=False),
        Column("author", "网民", shown=False),
        Column(
            "received_at", "收到时间", sort="received_at", nowrap=True, export=lambda row: moment_text(row.received_at)
        ),
        Column("due_on", "答复期限", value=due_word, nowrap=True),
        Column("took", "用时", value=took, nowrap=True),
        Column("passed_to", "转办", shown=False),
        Column("answered_at", "答复时间", nowrap=True, shown=False, export=lambda row: moment_text(row.answered_at)),
        Column("answer", "答复内容", value=lambda row: row.answer[:60], export="answer", shown=False, width=50),
        Column("is_public", "公开答复", shown=False),
        Column("link", "链接", shown=False, width=36),
        Column("answer_link", "答复链接", shown=False, width=36),
        Column("waive_reason", "无需答复的理由", shown=False, width=30),
        Column("state", "状态", value=state_word, status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> MessageQuerySet:
        """Return the visible messages with account and unit."""
        return PublicMessage.objects.visible_to(request.user).select_related("account__platform", "unit")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        works = request.user.has_perm(WORK)
        return {
            "works": works, "samples": request.user.has_perm(SAMPLE), "view": request.GET.get("view", ""),
            "views": VIEWS if works else VIEWS[:-1],
        }  # fmt: skip


message_list = guard(VIEW)(MessageList.as_view())


@guard(VIEW)
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures of a span of days; every figure opens its list."""
    first, last = span_of(request)
    whole, accounts, topics = figures_of(request.user, first, last, today=timezone.localdate())
    context = {
        "title": "留言统计", "first": first, "last": last, "figures": whole, "accounts": accounts[:200],
        "topics": topics,
        "in_time_note": f"按期率 {whole.share}",
        "list": f"{reverse('duties:messages')}?first={first}&last={last}",
    }  # fmt: skip
    return render(request, "duties/inquiries/statistics.html", context)
