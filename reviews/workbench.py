"""The reviewer's card on the workbench and in 待办 (待审稿件)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.ui.workbench import Card, register_card, register_todo
from newmedia_portal.core.workflow.copies import copies_for
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.core.workflow.states import Verb

from .desk import OBJECT, queue_of, waiting_steps
from .models import Post
from .permissions import AUTHORS
from .states import PostState

ROWS, TODO_ROWS = 6, 50


@register_card
def to_review(request: HttpRequest) -> Card | None:
    """The posts that wait for this person's decision, the nearest end of time first."""
    queue = queue_of(request.user, timezone.now(), limit=ROWS + 1)
    if not queue:
        return None
    note = f"最急的 {ROWS} 篇" if len(queue) > ROWS else "时限近的在前"
    url = f"{reverse('reviews:list')}?mine=todo"
    number = waiting_steps(request.user).count() if len(queue) > ROWS else len(queue)
    shown = {"queue": queue[:ROWS]}
    return Card("待审稿件", "reviews/cards/queue.html", shown, note=note, url=url, order=5, waiting=number)


@register_todo
def todo(request: HttpRequest, tab: str) -> Card | None:
    """Posts among 待办, 已办 and 我发起的."""
    url = reverse("reviews:list")
    if tab == "todo":
        queue = queue_of(request.user, timezone.now(), limit=TODO_ROWS)
        returned = list(_returned(request.user)[:TODO_ROWS])
        found = {"queue": queue, "posts": returned}
        return Card("稿件", "reviews/cards/todo.html", found, url=f"{url}?mine=todo") if queue or returned else None
    rows = {"done": _decided, "sent": _written, "copies": _copied}.get(tab)
    posts = list(rows(request.user)[:TODO_ROWS]) if rows else []
    return Card("稿件", "reviews/cards/posts.html", {"posts": posts}, url=f"{url}?mine={tab}") if posts else None


def _returned(user: Any) -> QuerySet[Post]:
    mine = [held.unit_id for held in posts_of(user) if held.role in AUTHORS]
    return _rows(Post.objects.filter(state=PostState.RETURNED, unit__in=mine))


def _written(user: Any) -> QuerySet[Post]:
    return _rows(Post.objects.filter(created_by=user))


def _decided(user: Any) -> QuerySet[Post]:
    made = Decision.objects.filter(by=user, run__object_type=OBJECT).exclude(verb=Verb.SUBMIT)
    return _rows(Post.objects.visible_to(user).filter(pk__in=made.order_by().values("run__object_id")))


def _copied(user: Any) -> QuerySet[Post]:
    copies = copies_for(user, OBJECT).order_by().values("object_id")
    return _rows(Post.objects.visible_to(user).filter(pk__in=copies))


def _rows(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.select_related("unit").defer("body", "source").order_by("-saved_at", "-pk")
