"""我的关注: the list of what one follows, and the two buttons."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ..access.guard import guard
from ..refusals import Refused
from .actions import follow, unfollow
from .models import Follow
from .registry import kind_of

VIEW = "core.follow"


@guard(VIEW)
@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """Show what one follows, newest first; what one may no longer see keeps no name."""
    mine = list(Follow.objects.filter(user=request.user))
    return render(request, "following/list.html", {"title": "我的关注", "follows": _shown(request, mine)})


def _shown(request: HttpRequest, mine: list[Follow]) -> list[dict[str, Any]]:
    """Return each follow with its object, one query for each kind of object."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in mine:
        by_kind[one.object_type].append(one.object_id)
    objects = {}
    for code, numbers in by_kind.items():
        kind = kind_of(code)
        if kind is not None:
            objects |= {(code, row.pk): row for row in kind.rows(request.user).filter(pk__in=numbers)}
    shown = []
    for one in mine:
        kind, obj = kind_of(one.object_type), objects.get((one.object_type, one.object_id))
        word = obj.get_state_display() if hasattr(obj, "get_state_display") else ""
        url = kind.url(obj) if kind is not None and obj is not None else ""
        label = kind.label if kind else "其他"
        shown.append({"follow": one, "label": label, "object": obj, "url": url, "state": word})
    return shown


@guard(VIEW)
@require_POST
def begin(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Follow an object and go back to its page; what is hidden is not found."""
    kind = kind_of(code)
    if kind is None or not kind.own:
        raise Http404
    obj = get_object_or_404(kind.rows(request.user), pk=pk)
    try:
        follow(obj, by=request.user, at=timezone.now())
        messages.success(request, "已关注。状态有变化时，您会收到消息；在“我的关注”里可以取消。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(kind.url(obj))


@guard(VIEW)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow something no longer, and go back to the page of the object or to the list."""
    one = get_object_or_404(Follow, pk=pk, user=request.user)
    kind = kind_of(one.object_type)
    obj = kind.rows(request.user).filter(pk=one.object_id).first() if kind is not None else None
    unfollow([one], by=request.user, at=timezone.now())
    messages.success(request, "已取消关注。")
    if request.POST.get("back") == "page" and kind is not None and obj is not None:
        return redirect(kind.url(obj))
    return redirect("following:list")
