"""What the pages of repost tasks share: finding by right, telling refusals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Refused

from ...models import RepostTarget, RepostTask

VIEW = "duties.list_reposts"
ISSUE = "duties.issue_repost"
MANAGE = "duties.manage_repost"
CONFIRM = "duties.confirm_repost"


def find_task(request: HttpRequest, pk: int) -> RepostTask:
    """Return a task that the person may see; hidden ones are not found."""
    rows = RepostTask.objects.visible_to(request.user).select_related("unit", "edition", "issued_by")
    return get_object_or_404(rows, pk=pk)


def find_own_target(request: HttpRequest, pk: int) -> RepostTarget:
    """Return an account of a task for whose unit the person writes; all others are not found."""
    rows = RepostTarget.objects.visible_to(request.user).select_related("task__unit", "account__platform", "unit")
    target = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(CONFIRM, target):
        raise Http404
    return target


def department_of(request: HttpRequest) -> Unit:
    """Return the department for which the person issues: the post chosen in the header, else the first."""
    chosen = getattr(request, "post", None)
    posts = [*([chosen] if chosen else []), *posts_of(request.user)]
    unit = next((post.unit for post in posts if request.user.has_perm(ISSUE, post.unit)), None)
    if unit is None:
        raise Http404
    return unit


def refuse(request: HttpRequest, refused: Refused, form: Any = None) -> None:
    """Say a refusal at its field and on top, or as a message where there is no form."""
    if form is not None:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    else:
        messages.error(request, refused.message)
