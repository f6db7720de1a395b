"""The reviewer's own correction (审核改稿): what it voids is said before it is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.ui.forms import PortalForm

from .. import actions
from ..casework.history import Signature, first_signers, past_of, signatures_of
from ..casework.standing import stand_of, standing_of
from ..content import edition_of, procedure_of
from ..forms.richtext import RichTextField
from ..models import Post
from .common import VIEW, find


class ReviseForm(PortalForm):
    """Title, summary and body as they are to be, and what was changed and why."""

    step = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=200)
    summary = forms.CharField(label="摘要", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    body = RichTextField(label="正文", required=False)
    note = forms.CharField(label="改了什么、为什么", max_length=300, help_text="后面的审核人和作者都会看到。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].asked = True  # type: ignore[attr-defined]


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a post at one's own step; whoever does not hold the step is led back to the case."""
    post, at = find(request, pk), timezone.now()
    standing = standing_of(post, at)
    stand = stand_of(standing, request.user, at)
    if request.method == "GET" and not stand.decides:
        messages.info(request, stand.refusal or "只有当前承办人可以改稿。")
        return redirect("reviews:detail", pk)
    initial: dict[str, Any] = {"title": post.title, "summary": post.summary, "body": post.body}
    initial |= {"step": standing.step.pk} if standing else {}
    form = ReviseForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            values = {name: data[name] for name in ("title", "summary", "body")}
            actions.revise(post, step_id=data["step"], values=values, note=data["note"], by=request.user, at=at)
            messages.success(request, "改稿已保存为新的一版,已通知作者。")
            return redirect("reviews:detail", pk)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            status = 409 if isinstance(refused, Conflict) else 422
    elif request.method == "POST":
        status = 422
    context = {"post": post, "form": form, "standing": standing, **voided_by_edit(post)}
    return render(request, "reviews/revise.html", context, status=status)


def voided_by_edit(post: Post) -> dict[str, Any]:
    """Return which signatures a correction voids under the edition, and whether the chain begins anew."""
    signatures = signatures_of(post, past_of(post))
    rules = procedure_of(edition_of(post))
    given: list[Signature] = first_signers(signatures)
    everything = rules.edit_voids == "all"
    return {"voids_all": everything, "voided": given if everything else [], "article": rules.article}
