"""Frozen topics (冻结话题): everyone of the tree reads them, the head of the department freezes and releases."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.once import act_once

from .. import actions
from ..forms.publishing import FreezeForm, ReleaseForm
from ..models import FrozenTopic
from .common import VIEW, refuse


@guard(VIEW)
@require_http_methods(["GET"])
def topics(request: HttpRequest) -> HttpResponse:
    """What is frozen, with the one wording to keep to, and what was."""
    rows = list(FrozenTopic.objects.visible_to(request.user).select_related("unit", "frozen_by", "released_by")[:200])
    return render(request, "reviews/topics.html", {
        "frozen": [row for row in rows if row.state == "frozen"],
        "released": [row for row in rows if row.state != "frozen"],
        "freezes": request.user.has_perm("reviews.freeze_topics"),
        "release_form": ReleaseForm(),
    })  # fmt: skip


@guard("reviews.freeze_topics")
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze a topic."""
    unit = next((held.unit for held in posts_of(request.user) if held.role == Role.DIRECTOR), None)
    if unit is None:
        raise Http404
    known = {name: request.GET.get(name, "")[:100] for name in ("name", "reason")}
    form = FreezeForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        data, at = dict(form.cleaned_data), timezone.now()
        token, data["words"] = data.pop("once"), data["words"].splitlines()

        def act() -> str:
            row = actions.freeze_topic(unit, **data, by=request.user, at=at)
            messages.success(request, f"已冻结“{row}”,相关稿件须宣传部门放行。")
            return reverse("reviews:topics")

        try:
            return redirect(act_once(token, act, by=request.user, at=at))
        except Refused as refused:
            refuse(request, refused, form)
    context = {"form": form, "title": "冻结话题", "unit": unit}
    return render(request, "reviews/freeze.html", context, status=422 if form.errors else 200)


@guard("reviews.freeze_topics")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a freeze."""
    row = get_object_or_404(FrozenTopic.objects.visible_to(request.user), pk=pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写解冻说明。")
        return redirect("reviews:topics")
    try:
        actions.release_topic(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, f"已解冻“{row}”。")
    except Refused as refused:
        refuse(request, refused)
    return redirect("reviews:topics")
