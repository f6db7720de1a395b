"""Deciding on a post (办理): each one call down and one answer; what is not done is said beside what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision, Step
from newmedia_portal.core.workflow.states import Verb

from .. import actions
from ..casework.history import SPOKEN
from ..casework.standing import Standing, stand_of, standing_of
from ..desk import next_waiting
from ..forms.deciding import ReasonForm, UrgeForm, typed_in
from ..models import Post
from ..states import GRADE_WORDS, PostState
from .case import case_context, refused_page
from .common import VIEW, find
from .panel import form_for

SHEET_OF: dict[str, str] = {
    Verb.APPROVE: "agree", Verb.RETURN: "return", Verb.SEND_BACK: "send_back", Verb.REJECT: "reject",
}  # fmt: skip
DONE: dict[str, str] = {
    Verb.APPROVE: "已同意", Verb.RETURN: "已退回作者修改", Verb.SEND_BACK: "已退回审次", Verb.REJECT: "已不同意发布",
}  # fmt: skip


@guard(VIEW)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, return, send back or refuse, then go on to the next post that waits."""
    verb = request.POST.get("verb", "")
    find(request, pk)
    if verb not in SHEET_OF:
        messages.error(request, "请选择办理意见后再提交。")
        return redirect("reviews:detail", pk)

    def act(post: Post, data: dict[str, Any], form: Any) -> str:
        answers = form.answers() if verb == Verb.APPROVE else None
        actions.decide(
            post, step_id=data["step"], verb=verb, by=request.user, at=timezone.now(), opinion=data["opinion"],
            reasons=data.get("reasons", ()), answers=answers, to_code=data.get("to_code", ""),
            straight=bool(data.get("straight")),
        )  # fmt: skip
        return f"{'已签发,可以发布' if post.state == PostState.READY else DONE[verb]}:{post}。"

    return _act(request, pk, SHEET_OF[verb], act, onward=True)


@guard(VIEW)
@require_POST
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the waiting step to another holder of the same post."""

    def act(post: Post, data: dict[str, Any], form: Any) -> str:
        actions.transfer(
            post, step_id=data["step"], to=data["to"], reason=data["reason"], by=request.user, at=timezone.now()
        )
        return f"已转交给{data['to']}。"

    return _act(request, pk, "transfer", act)


@guard(VIEW)
@require_POST
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise or lower the importance."""

    def act(post: Post, data: dict[str, Any], form: Any) -> str:
        actions.grade(post, importance=data["importance"], reason=data["reason"], by=request.user, at=timezone.now())
        return f"重要程度已改为“{GRADE_WORDS[data['importance']]}”,后面的审次已相应调整。"

    return _act(request, pk, "grade", act)


def _act(
    request: HttpRequest, pk: int, sheet: str, act: Callable[[Post, dict[str, Any], Any], str], *, onward: bool = False
) -> HttpResponse:
    """Fill in one sheet and act on it; a second sending of one's own is no conflict."""
    post, at = find(request, pk), timezone.now()
    standing = standing_of(post, at)
    form = None
    if standing is not None:
        form = form_for(sheet, post, standing, stand_of(standing, request.user, at), request.user, data=request.POST)
    if form is None:
        return _too_late(request, post, standing)
    if not form.is_valid():
        return refused_page(request, post, at=at, sheet=sheet, refused=None)
    try:
        said = act(post, form.cleaned_data, form)
    except Conflict as conflict:
        return _too_late(request, post, standing, conflict)
    except Refused as refused:
        return refused_page(request, post, at=at, sheet=sheet, refused=refused)
    following = next_waiting(request.user, post) if onward else None
    messages.success(request, f"{said}{'本页是下一件待审。' if following else ''}")
    return redirect("reviews:detail", following.pk if following else pk)


def _too_late(
    request: HttpRequest, post: Post, standing: Standing | None, conflict: Conflict | None = None
) -> HttpResponse:
    """Say what somebody else did, or that one did it oneself already, and keep what was typed."""
    done = _decided(post, request.POST.get("step", ""))
    if done is not None and done.by_id == request.user.pk:
        messages.info(request, f"您已经办理过这一步({done.step})。")
        return redirect("reviews:detail", post.pk)
    said = conflict.message if conflict else _why(request, post, standing)
    post.refresh_from_db()
    context = case_context(request, post, at=timezone.now())
    context |= {"refused": True, "conflict": said, "typed": typed_in(request.POST)}
    return render(request, "reviews/case.html", context, status=409)


def _why(request: HttpRequest, post: Post, standing: Standing | None) -> str:
    """Return why the reader may not do this now, in words."""
    last = chain.runs_of(post).last()
    seen = _step_of(post, request.POST.get("step", ""))
    if last is not None and (standing is None or (seen is not None and seen.pk != standing.step.pk)):
        return chain.already_decided(last, seen)
    if standing is None:
        return "这篇稿件没有正在办理的环节,请刷新页面查看最新情况。"
    stand = stand_of(standing, request.user, timezone.now())
    if stand.decides:
        return "这一步目前没有可以选择的对象,请刷新页面。"
    step = standing.step
    return stand.refusal or f"这一步由{step.unit}的{chain.role_label(step.role)}办理,您当前没有这个岗位。"


def _step_of(post: Post, step: str) -> Step | None:
    if not (step.isascii() and step.isdigit() and len(step) < 16):
        return None
    about = {"run__object_type": post._meta.label_lower, "run__object_id": post.pk}
    return Step.objects.filter(pk=int(step), **about).first()


def _decided(post: Post, step: str) -> Decision | None:
    found = _step_of(post, step)
    return found.decisions.filter(verb__in=SPOKEN).select_related("step").first() if found else None


@guard(VIEW)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the post back to change it, with a reason."""
    post, form = find(request, pk), ReasonForm(request.POST, auto_id="withdraw_%s")
    return _own(request, post, form, actions.withdraw, "已撤回,可以修改后重新提交。", "withdraw_form")


@guard(VIEW)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved post for changes; its authorisation ends."""
    post, form = find(request, pk), ReasonForm(request.POST, auto_id="reopen_%s")
    return _own(request, post, form, actions.reopen, "授权已收回,修改后须重新走完全部审次。", "reopen_form")


@guard(VIEW)
@require_POST
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who hold the post."""
    post, form = find(request, pk), UrgeForm(request.POST, auto_id="urge_%s")
    return _own(request, post, form, actions.urge, "已催办,对方会收到消息。", "urge_form")


def _own(request: HttpRequest, post: Post, form: Any, act: Callable[..., Any], said: str, name: str) -> HttpResponse:
    """Act with a reason; a refusal stands at the form, with what was typed."""
    at = timezone.now()
    if form.is_valid():
        try:
            act(post, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, said)
            return redirect("reviews:detail", post.pk)
        except Refused as refused:
            form.add_error("reason" if refused.field == "reason" else None, refused.message)
    post.refresh_from_db()
    context = case_context(request, post, at=at)
    if context[name] is None:
        context |= {
            "conflict": " ".join(form.non_field_errors()) or "办理情况已有变化。",
            "typed": typed_in(request.POST),
        }
    else:
        context |= {name: form, "form": form}
    return render(request, "reviews/case.html", {**context, "refused": True}, status=409)
