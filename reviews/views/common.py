"""What the views of posts share: finding by right, telling refusals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from newmedia_portal.core.refusals import Refused

from ..models import Post, Violation

VIEW = "reviews.list_posts"


def find(request: HttpRequest, pk: int) -> Post:
    """Return a post that the person may see; hidden ones are not found."""
    rows = Post.objects.visible_to(request.user)
    rows = rows.select_related("unit", "unit__root", "unit__parent", "root", "edition", "created_by", "saved_by")
    return get_object_or_404(rows, pk=pk)


def find_violation(request: HttpRequest, pk: int) -> Violation:
    """Return a violation that the person may see."""
    rows = Violation.objects.visible_to(request.user).select_related("receipt__account", "post", "unit", "root")
    return get_object_or_404(rows, pk=pk)


def refuse(request: HttpRequest, refused: Refused, form: Any = None) -> None:
    """Say a refusal at its field and on top, or as a message where there is no form."""
    if form is not None:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    else:
        messages.error(request, refused.message)


def can_edit(request: HttpRequest, post: Post) -> bool:
    """Whether the person writes for the post's unit."""
    return request.user.has_perm("reviews.edit_post", post)
