"""The other ways of handling a post (更多办理方式): each one call down and one answer."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.acting import act
from newmedia_portal.core.workflow.sheets import Case, form_for

from .. import actions
from ..actions.consult import may_copy
from ..actions.recall import refusal_of
from ..casework.standing import Stand, Standing, stand_of, standing_of
from ..forms.deciding import typed_in
from ..models import Post
from .common import VIEW, find

#: What stands in the panel of posts already, with their own words.
OWN = ("send_back", "transfer")


def case_of(post: Post, standing: Standing | None, stand: Stand, user: Any, at: datetime) -> Case:
    """Return what the sheets behind 更多办理方式 are made of."""
    run = chain.runs_of(post).last()
    taken = run is not None and standing is None and refusal_of(post, run, user, at) is None
    return Case(
        run, standing.step if standing else None, user, decides=stand.decides,
        copies=run is not None and (stand.decides or may_copy(post, user)), takes_back=taken,
    )  # fmt: skip


@guard(VIEW)
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of the other things; what is refused stands at its form, as typed."""
    post, at = find(request, pk), timezone.now()
    standing = standing_of(post, at)
    case = case_of(post, standing, stand_of(standing, request.user, at), request.user, at)
    form = None if verb in OWN else form_for(verb, case, data=request.POST)
    if form is None or case.run is None:
        said = "这篇稿件目前没有这一项可以办理，请刷新页面查看最新情况。"
        return _page(request, post, at, {"conflict": said, "typed": typed_in(request.POST)}, 409)
    refused: Refused | None = None
    if form.is_valid():
        try:
            messages.success(request, act(actions, post, verb, form, run=case.run, by=request.user, at=at))
            return redirect("reviews:detail", pk)
        except Refused as refusal:
            refused = refusal
    post.refresh_from_db()
    return _page(request, post, at, {}, 409 if refused else 422, verb=verb, refused=refused)


def _page(
    request: HttpRequest, post: Post, at: datetime, more: dict[str, Any], status: int, *, verb: str = "",
    refused: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    from .case import case_context

    context = case_context(request, post, at=at, sent={verb: request.POST} if verb else None, opened=verb)
    form = next((sheet.form for sheet in context["sheets"] if sheet.code == verb), None)
    if form is not None:
        form.is_valid()
        if refused is not None:
            name = getattr(form, "field_of", str)(refused.field)
            form.add_error(name if name in form.fields else None, refused.message)
        context["form"] = form
    elif refused is not None:
        context |= {"conflict": refused.message, "typed": typed_in(request.POST)}
    return render(request, "reviews/case.html", {**context, **more, "refused": True}, status=status)
