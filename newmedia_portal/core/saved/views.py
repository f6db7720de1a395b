"""Keeping views and minding them (我的视图)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ..access.guard import SIGNED_IN, guard
from ..access.models import Unit
from ..access.scope import posts_of
from ..refusals import Refused
from ..ui.lists import ListPage
from .actions import change_view, open_with, remove_view, save_view
from .models import SavedView
from .shelf import address_of


def list_at(request: HttpRequest, path: str) -> type[ListPage]:
    """Return the list of an address; one that is none, or that the person may not open, is not found."""
    try:
        function: Any = resolve(path).func
        page, rule = function.view_class, function.access_rule
    except (Resolver404, AttributeError, ValueError) as gone:
        raise Http404 from gone
    if not issubclass(page, ListPage) or not (rule == SIGNED_IN or request.user.has_perm(rule)):
        raise Http404
    return page


def _unit(request: HttpRequest) -> Unit | None:
    wanted = request.POST.get("shared_with", "")
    return next((post.unit for post in posts_of(request.user) if str(post.unit_id) == wanted), None)


@guard(SIGNED_IN)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is shown, and open the kept view."""
    path, at = request.POST.get("path", "")[:200], timezone.now()
    known = {column.code for column in list_at(request, path).columns}
    columns = [code for code in request.POST.get("columns", "").split(",") if code in known]
    query = request.POST.get("query", "").replace("\x00", "")
    try:
        view = save_view(
            path=path, name=request.POST.get("name", ""), query=query, columns=columns or None,
            shared_with=_unit(request), by=request.user, at=at,
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(f"{path}?{query}" if query else path)
    if "default" in request.POST:
        open_with(view, path=path, by=request.user)
    shared = f"，{view.shared_with}的同事也能看到" if view.shared_with else ""
    messages.success(request, f"已保存视图“{view.name}”{shared}。把地址栏里的链接发给同事，也能打开同样的列表。")
    return redirect(address_of(view))


@guard(SIGNED_IN)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show all one's views and those shared with one's units, list by list."""
    rows = SavedView.objects.visible_to(request.user).with_default(request.user).select_related("owner", "shared_with")
    shown = []
    for view in rows.order_by("path", "name", "pk"):
        try:
            title = list_at(request, view.path).title
        except Http404:
            continue
        shown.append({"view": view, "list": title, "url": address_of(view), "mine": view.owner_id == request.user.pk})
    units = list({post.unit_id: post.unit for post in posts_of(request.user)}.values())
    return render(request, "saved/mine.html", {"title": "我的视图", "shown": shown, "units": units})


def _find(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


def _own(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.filter(owner=request.user), pk=pk)


@guard(SIGNED_IN)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename one's view, or share it otherwise."""
    view = _own(request, pk)
    shared = view.shared_with if request.POST.get("shared_with") == "kept" else _unit(request)
    try:
        name = request.POST.get("name", "")
        changed = change_view(view, name=name, shared_with=shared, by=request.user, at=timezone.now())
        messages.success(request, f"视图“{changed.name}”已修改。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("saved:mine")


@guard(SIGNED_IN)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's view."""
    view = _own(request, pk)
    remove_view(view, by=request.user, at=timezone.now())
    messages.success(request, f"视图“{view.name}”已删除。")
    return redirect("saved:mine")


@guard(SIGNED_IN)
@require_POST
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the list open with a view, or no longer."""
    view = _find(request, pk)
    off = "off" in request.POST
    open_with(None if off else view, path=view.path, by=request.user)
    messages.success(request, "列表恢复为打开全部。" if off else f"以后打开这个列表时，先显示视图“{view.name}”。")
    return redirect("saved:mine")
