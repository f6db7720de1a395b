"""Remarks on passages (段落意见): said, answered, settled, taken up again."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.forms import PortalForm

from .. import actions
from ..models import Comment, Post, Version
from .case import case_context
from .common import VIEW, find

FARTHEST = 2**31 - 1


class RemarkForm(PortalForm):
    """A remark: the version that was read, the selected passage or the chosen line, and the words."""

    version = forms.IntegerField(min_value=1, max_value=2**53)
    line = forms.RegexField(r"^\d{1,9}-\d{1,9}$", required=False)
    start = forms.IntegerField(min_value=0, max_value=FARTHEST, required=False)
    end = forms.IntegerField(min_value=0, max_value=FARTHEST, required=False)
    text = forms.CharField(label="意见", max_length=1000, required=False)

    def passage(self) -> tuple[int, int]:
        """Return the offsets in the version's text: of the selection, else of the chosen line."""
        data = self.cleaned_data
        if data.get("end"):
            return data.get("start") or 0, data["end"]
        start, _, end = (data.get("line") or "0-0").partition("-")
        return int(start), int(end)


@guard(VIEW)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Remark on a passage of the version that was read."""
    post, form = find(request, pk), RemarkForm(request.POST)
    if not form.is_valid():
        return _again(request, post, "请选择段落并写下意见(不超过 1000 字)。")
    version = get_object_or_404(Version, pk=form.cleaned_data["version"], post=post)
    start, end = form.passage()
    try:
        row = actions.comment(
            post, version=version, start=start, end=end, text=form.cleaned_data["text"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _again(request, post, refused.message)
    messages.success(request, "意见已写入,作者会收到消息。")
    return redirect(_place(row))


@guard(VIEW)
@require_POST
def reply(request: HttpRequest, pk: int, comment_id: int) -> HttpResponse:
    """Answer a remark."""
    row = _find(request, pk, comment_id)
    try:
        actions.reply(row, text=request.POST.get("text", "")[:1000], by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(_place(row.parent or row))


@guard(VIEW)
@require_POST
def resolve(request: HttpRequest, pk: int, comment_id: int) -> HttpResponse:
    """Mark a remark as dealt with."""
    row = _find(request, pk, comment_id)
    try:
        actions.resolve_comment(row, by=request.user, at=timezone.now())
        messages.success(request, "已标为解决。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(_place(row))


@guard(VIEW)
@require_POST
def take_up(request: HttpRequest, pk: int, comment_id: int) -> HttpResponse:
    """Take a settled remark up again."""
    row = _find(request, pk, comment_id)
    try:
        actions.reopen_comment(row, by=request.user, at=timezone.now())
        messages.success(request, "已重新打开。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(_place(row))


def _find(request: HttpRequest, pk: int, comment_id: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("post", "version"), pk=comment_id, post=find(request, pk))


def _place(row: Comment) -> str:
    return f"{reverse('reviews:detail', args=[row.post_id])}#note-remark-{row.pk}"


def _again(request: HttpRequest, post: Post, message: str) -> HttpResponse:
    """Show the case with what was typed, and why it was not kept."""
    typed = {"text": request.POST.get("text", ""), "line": request.POST.get("line", ""), "error": message}
    context = {**case_context(request, post, at=timezone.now()), "remark": typed, "refused": True}
    return render(request, "reviews/case.html", context, status=422)
