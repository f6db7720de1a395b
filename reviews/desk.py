"""What waits for a person among the posts (待审、待改)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.holders import stands_in
from newmedia_portal.core.workflow.models import Decision, Step
from newmedia_portal.core.workflow.states import Verb

from .casework.standing import TimeLeft
from .models import Post
from .permissions import AUTHORS
from .states import PostState

OBJECT = "reviews.post"


def waiting_steps(user: User | Any, *, alone: bool = False) -> QuerySet[Step]:
    """Return the steps of posts that wait for the person, without those that the person may not sign as well.

    `alone`: it is known that the person stands in for nobody.
    """
    held = chain.waiting_for(user, alone=alone).filter(run__object_type=OBJECT)
    signed = Decision.objects.filter(Q(by=user) | Q(for_user=user), run=OuterRef("run"), verb=Verb.APPROVE)
    elsewhere = Q(run__separate=True) & Exists(signed.exclude(step__code=OuterRef("code")))
    return held.exclude(run__started_by=user).exclude(elsewhere)


def counted_posts(user: User | Any) -> Any:
    """Return the same as `waiting_posts`, for the figure on every page."""
    return waiting_posts(user, alone=not stands_in(user))


def waiting_posts(user: User | Any, *, alone: bool = False) -> Any:
    """Return the posts that wait for the person: steps they hold, and posts returned to a unit they write for."""
    mine = [held.unit_id for held in posts_of(user) if held.role in AUTHORS]
    held = waiting_steps(user, alone=alone).order_by().values_list("run__object_id")
    returned = Post.objects.filter(state=PostState.RETURNED, unit__in=mine).order_by().values_list("pk")
    return Post.objects.filter(pk__in=held.union(returned) if mine else held)


@dataclass(frozen=True)
class Waiting:
    """A post that waits for a reviewer, with its step and what is left of its time."""

    post: Post
    step: Step
    left: TimeLeft | None


def queue_of(user: User | Any, at: datetime, *, limit: int) -> list[Waiting]:
    """Return the posts to review, the nearest end of time first; two queries however many there are."""
    steps = waiting_steps(user).select_related("run").order_by(F("due_at").asc(nulls_last=True), "pk")
    rows = [step for step in steps[: limit * 2] if user.pk not in step.run.barred][:limit]
    posts = Post.objects.select_related("unit", "created_by").defer("body", "source")
    found = posts.in_bulk([step.run.object_id for step in rows])
    return [
        Waiting(
            found[step.run.object_id], step, TimeLeft.of(step.due_at, at, hours=step.hours) if step.due_at else None
        )
        for step in rows
        if step.run.object_id in found
    ]


def next_waiting(user: User | Any, post: Post) -> Post | None:
    """Return the next post to review, the nearest end of time first, without going back to the list."""
    others = waiting_steps(user).exclude(run__object_id=post.pk)
    for step in others.select_related("run").order_by(F("due_at").asc(nulls_last=True), "pk")[:5]:
        if user.pk not in step.run.barred:
            return Post.objects.select_related("unit").filter(pk=step.run.object_id).first()
    return None
