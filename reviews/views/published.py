"""Taking down, correcting, and accounting for an emergency post (撤稿、更正、应急补报)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from .. import actions
from ..forms.publishing import CorrectForm, ReportForm, RetractForm
from ..models import Post
from ..states import PostState
from .common import VIEW, can_edit, find, refuse


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a published post was taken down."""
    return _step(request, pk, RetractForm, actions.retract, "撤稿", "已登记撤稿。")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a correction."""
    return _step(request, pk, CorrectForm, actions.correct, "更正", "已登记更正。")


def _step(
    request: HttpRequest, pk: int, form_class: Any, act: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    post = find(request, pk)
    if post.state != PostState.PUBLISHED or not request.user.has_perm("reviews.record_receipt", post):
        raise Http404
    initial = {"done_at": timezone.localtime()}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _done(request, post, form, act, title, done)
    return _page(request, post, form, title)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Account for an emergency post afterwards."""
    post = find(request, pk)
    if post.report_due_on is None or post.reported_at is not None or not can_edit(request, post):
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def act(post: Post, *, report: str, **by_and_at: Any) -> Any:
            return actions.report(post, text=report, **by_and_at)

        return _done(request, post, form, act, "应急补报", "已补报。")
    return _page(request, post, form, "应急补报")


def _done(request: HttpRequest, post: Post, form: Any, act: Callable[..., Any], title: str, done: str) -> HttpResponse:
    try:
        act(post, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused, form)
        return _page(request, post, form, title)
    messages.success(request, done)
    return redirect("reviews:detail", post.pk)


def _page(request: HttpRequest, post: Post, form: Any, title: str) -> HttpResponse:
    context = {"post": post, "form": form, "title": title}
    return render(request, "reviews/after.html", context, status=422 if form.errors else 200)
