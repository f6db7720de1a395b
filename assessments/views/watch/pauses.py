"""Pauses of publishing (暂停更新): a unit asks, the department decides or ends early, the unit takes back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit.actions import label_of
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.once import act_once

from ...actions import watch as actions
from ...forms.watch import DecideForm, PauseForm, WordsForm
from ...models import Suspension
from ...states import SuspensionState
from .common import ASK, DECIDE, VIEW, find_account, find_pause, refuse


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a pause of one account."""
    account, now = find_account(request, pk), timezone.now()
    if not request.user.has_perm(ASK, account) or account.has_ended:
        raise Http404
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = {name: form.cleaned_data[name] for name in ("reason", "first_on", "last_on")}
            asked = actions.ask_pause(account, **data, by=request.user, at=now)
            messages.success(request, "已提交暂停更新申请,等待宣传部门批准。批准之前照常计算。")
            return reverse("assessments:pause", args=[asked.pk])

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    context = {"title": "申请暂停更新", "account": account, "form": form}
    return render(request, "assessments/watch/ask.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request and what became of it."""
    return _page(request, find_pause(request, pk))


def _page(request: HttpRequest, pause: Suspension, *, status: int = 200, **more: Any) -> HttpResponse:
    decides = request.user.has_perm(DECIDE, pause) and pause.asked_by_id != request.user.pk
    waits = pause.state == SuspensionState.ASKED
    running = pause.state == SuspensionState.APPROVED and pause.last_on > timezone.localdate()
    events = AuditEvent.objects.filter(object_type=Suspension._meta.label_lower, object_id=pause.pk).order_by("-seq")
    context = {
        "title": f"暂停更新 · {pause.account}",
        "pause": pause,
        "days": (pause.last_on - pause.first_on).days + 1,
        "can_decide": decides and waits,
        "can_end": decides and running,
        "can_withdraw": waits and request.user.has_perm(ASK, pause),
        "events": [
            {"title": label_of(event.action), "who": event.actor_name, "at": event.at, "opinion": event.reason}
            for event in events[:SHOWN]
        ],
        **more,
    }
    return render(request, "assessments/watch/pause.html", context, status=status)


SHOWN = 20


@guard(VIEW)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or refuse; what is not done is said beside what was typed."""
    pause = find_pause(request, pk)
    if not request.user.has_perm(DECIDE, pause):
        raise Http404
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, pause, status=422, refused="请选择“同意”或“不同意”,意见不超过 300 字。")
    agrees, opinion = form.cleaned_data["verdict"] == "approve", form.cleaned_data["opinion"]
    try:
        actions.decide_pause(pause, agrees=agrees, opinion=opinion, by=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, find_pause(request, pk), status=409, refused=refused.message, typed=opinion)
    messages.success(request, "已同意暂停更新。" if agrees else "已答复不同意。")
    return redirect("assessments:pause", pk)


@guard(VIEW)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an approved pause early."""
    pause, form = find_pause(request, pk), WordsForm(request.POST)
    if not request.user.has_perm(DECIDE, pause):
        raise Http404
    try:
        words = form.cleaned_data["words"][:300] if form.is_valid() else ""
        actions.end_pause(pause, opinion=words, by=request.user, at=timezone.now())
        messages.success(request, "已提前结束,明天起照常计算发布频次。")
    except Refused as refused:
        refuse(request, refused)
    return redirect("assessments:pause", pk)


@guard(VIEW)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    pause = find_pause(request, pk)
    if not request.user.has_perm(ASK, pause):
        raise Http404
    try:
        actions.withdraw_pause(pause, by=request.user, at=timezone.now())
        messages.success(request, "已撤回申请。")
    except Refused as refused:
        refuse(request, refused)
    return redirect("assessments:pause", pk)
