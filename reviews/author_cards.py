"""The author's card on the workbench (待发布): approved posts to publish, receipts and reports that are due."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.ui.workbench import Card, register_card

from .models import Post, Violation
from .permissions import AUTHORS
from .states import PostState, ViolationState

ROWS = 6


@register_card
def to_publish(request: HttpRequest) -> Card | None:
    """What waits for the writers of a unit once the reviewers are done."""
    mine = [held.unit_id for held in posts_of(request.user) if held.role in AUTHORS]
    if not mine:
        return None
    owed = Q(state=PostState.READY) | Q(report_due_on__isnull=False, reported_at__isnull=True)
    posts = (
        Post.objects.filter(owed, unit__in=mine).defer("body", "source").order_by("report_due_on", "planned_at", "pk")
    )
    open_ones = Violation.objects.filter(unit__in=mine, state=ViolationState.OPEN, explanation="")
    violations = open_ones.select_related("receipt__account").order_by("pk")
    context = {"posts": list(posts[:ROWS]), "violations": list(violations[:ROWS])}
    if not context["posts"] and not context["violations"]:
        return None
    url = f"{reverse('reviews:list')}?state=ready"
    return Card("待发布稿件", "reviews/cards/publish.html", context, note="发布后请登记回执", url=url, order=6)
