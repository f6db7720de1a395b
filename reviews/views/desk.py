"""Posts as a list (稿件列表)."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.workflow.copies import copies_for
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.core.workflow.standing import waiting_words, with_waiting
from newmedia_portal.core.workflow.states import Verb

from ..board import late_posts
from ..desk import OBJECT, waiting_posts
from ..models import Post
from ..states import Importance, Lane, PostState
from ..statistics import month_of, span_of
from .common import VIEW

MINE = [("todo", "待我办理"), ("done", "我已审核"), ("sent", "我写的"), ("copies", "抄送我的")]


def _visible_accounts(request: HttpRequest) -> QuerySet[MediaAccount]:
    return MediaAccount.objects.visible_to(request.user)


class PostFilters(PortalFilterSet):
    """Posts by words, state, importance, way, and by what they have to do with the person."""

    q = django_filters.CharFilter(label="标题、编号或单位", method="by_words")
    mine = django_filters.ChoiceFilter(label="与我有关", choices=MINE, method="by_person")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=PostState.choices)
    importance = django_filters.MultipleChoiceFilter(label="重要程度", choices=Importance.choices)
    lane = django_filters.MultipleChoiceFilter(label="办理方式", choices=Lane.choices)
    submitted_month = django_filters.CharFilter(label="提交月份", method="by_submitted")
    decided_month = django_filters.CharFilter(label="审定月份", method="by_decided")
    returned_month = django_filters.CharFilter(label="退回月份", method="by_returned")
    late = django_filters.BooleanFilter(label="环节超时", method="by_time")
    account = django_filters.ModelChoiceFilter(
        label="账号", queryset=_visible_accounts, widget=forms.HiddenInput, field_name="accounts"
    )

    def by_words(self, rows: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        """Return the posts that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(unit__name__icontains=words))

    def by_time(self, rows: QuerySet[Post], name: str, value: bool) -> QuerySet[Post]:
        """Return the posts whose step is over its time, or the others."""
        late = late_posts(Post.objects.all(), timezone.now()).order_by().values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def by_submitted(self, rows: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        """Return the posts handed in within a month, written as 2026-11."""
        since, until = span_of(month_of(value, localdate()))
        return rows.filter(submitted_at__gte=since, submitted_at__lt=until)

    def by_decided(self, rows: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        """Return the posts decided within a month."""
        since, until = span_of(month_of(value, localdate()))
        return rows.filter(decided_at__gte=since, decided_at__lt=until)

    def by_returned(self, rows: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        """Return the posts that somebody returned to their author within a month."""
        since, until = span_of(month_of(value, localdate()))
        back = Decision.objects.filter(verb=Verb.RETURN, run__object_type=OBJECT, at__gte=since, at__lt=until)
        return rows.filter(pk__in=back.values("run__object_id"))

    def by_person(self, rows: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        """Return what waits for the person, what they decided, or what they wrote."""
        user = self.request.user
        if value == "sent":
            return rows.filter(created_by=user)
        if value == "copies":
            return rows.filter(pk__in=copies_for(user, OBJECT).order_by().values("object_id"))
        if value == "done":
            decided = Decision.objects.filter(by=user, run__object_type=OBJECT).exclude(verb=Verb.SUBMIT)
            return rows.filter(pk__in=decided.values("run__object_id"))
        return rows.filter(pk__in=waiting_posts(user).values("pk"))


class PostList(ListPage):
    """All visible posts, newest first."""

    code, title, noun = "posts", "稿件", "篇稿件"
    filterset_class = PostFilters
    template_name = "reviews/list.html"
    empty = ("没有符合条件的稿件", "可以去掉部分筛选条件再查;需要发稿请选择“新建稿件”。")
    columns = (
        Column(
            "title",
            "标题",
            value=lambda post: post.title or "未命名稿件",
            sub="number",
            url=lambda post: reverse("reviews:detail", args=[post.pk]),
            main=True,
            fixed=True,
            width=30,
        ),
        Column("unit", "发稿单位", value="unit.name", width=22),
        Column("importance", "重要程度", value=lambda post: post.get_importance_display(), status=True),
        Column("lane", "办理方式", value=lambda post: post.get_lane_display(), status=True, shown=False),
        Column("submitted_at", "提交时间", sort="submitted_at", nowrap=True),
        Column("planned_at", "计划发布", sort="planned_at", nowrap=True),
        Column("published_at", "发布时间", sort="published_at", nowrap=True, shown=False),
        Column("holder", "当前在谁处", value=lambda post: waiting_words(post, localdate()), width=28),
        Column("created_by", "作者", value="created_by.full_name"),
        Column("state", "状态", value=lambda post: post.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Post]:
        """Return the visible posts with unit, author and the step that waits."""
        rows = Post.objects.visible_to(request.user).select_related("unit", "created_by").defer("body", "source")
        return with_waiting(rows, OBJECT)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"can_start": request.user.has_perm("reviews.start_post"), "mine": request.GET.get("mine", "")}


post_list = guard(VIEW)(PostList.as_view())
