"""A unit tells a repost or why there is none (登记转发、申报不适合转发), and the department answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.once import act_once
from newmedia_portal.core.workdays import working_days

from ...actions import reposts as actions
from ...forms.reposts import AnswerForm, ConfirmForm, ReasonForm
from ...models import RepostTarget
from ...states import RepostState, TargetState
from .common import MANAGE, VIEW, find_own_target, refuse
from .detail import detail_context


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask where and when the account reposted; afterwards comes the next account of the person's units."""
    target, now = find_own_target(request, pk), timezone.now()
    _refuse_ended(target, TargetState.OPEN, TargetState.EXCUSED, TargetState.DONE)
    known = {"link": target.link}
    if target.posted_at:
        local = timezone.localtime(target.posted_at)
        known |= {"posted_on": local.date(), "posted_time": local.time()}  # type: ignore[dict-item]
    form = ConfirmForm(request.POST or None, now=now, initial=known)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = form.cleaned_data
            done = actions.confirm(target, link=data["link"], posted_at=form.posted_at, by=request.user, at=now)
            word = "按期" if done.in_time else f"逾期 {done.late_workdays} 个工作日"
            messages.success(request, f"已登记“{target.account_name}”的转发({word})。")
            return _next(request, target)

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    left = working_days.current().workdays_between(timezone.localdate(now), target.task.due_on)
    context = {"title": "登记转发", "target": target, "task": target.task, "form": form, "left": left}
    context["main_class"] = "with-bottom-bar"
    return render(request, "duties/reposts/confirm.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why the account had better not repost."""
    target, now = find_own_target(request, pk), timezone.now()
    _refuse_ended(target, TargetState.OPEN)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            actions.declare(target, reason=form.cleaned_data["reason"], by=request.user, at=now)
            messages.success(request, f"已申报“{target.account_name}”不适合转发,等待{target.task.unit}答复。")
            return reverse("duties:repost", args=[target.task_id])

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    context = {"title": "申报不适合转发", "target": target, "task": target.task, "form": form}
    return render(request, "duties/reposts/excuse.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to an excuse or not; what is not done is said beside what was typed."""
    rows = RepostTarget.objects.visible_to(request.user).select_related("task__unit", "task__edition")
    target = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(MANAGE, target.task):
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择“同意不转发”或“请照常转发”。")
        return redirect("duties:repost", target.task_id)
    agrees, reason = form.cleaned_data["verdict"] == "agree", form.cleaned_data["reason"]
    try:
        actions.answer(target, agrees=agrees, reason=reason, by=request.user, at=timezone.now())
    except Refused as refused:
        more = {"refused": refused.message, "refused_target": target.pk, "typed": reason}
        page = detail_context(request, target.task, **more)
        return render(request, "duties/reposts/detail.html", page, status=409)
    messages.success(request, f"已答复“{target.account_name}”:{'同意不转发' if agrees else '请照常转发'}。")
    return redirect("duties:repost", target.task_id)


def _next(request: HttpRequest, target: RepostTarget) -> str:
    """Return the page of the next account of the same unit that waits, else that of the task."""
    waiting = RepostTarget.objects.filter(task=target.task_id, unit=target.unit_id, state=TargetState.OPEN)
    following = waiting.exclude(pk=target.pk).order_by("pk").first()
    if following is not None:
        return reverse("duties:repost-confirm", args=[following.pk])
    return reverse("duties:repost", args=[target.task_id])


def _refuse_ended(target: RepostTarget, *states: str) -> None:
    """Answer not found where there is nothing to tell (any more)."""
    if target.task.state != RepostState.ISSUED or target.state not in states:
        raise Http404
