"""Deciding and every other way of handling a filing (办理): each one call down and one answer."""

from typing import Any

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
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.acting import act
from newmedia_portal.core.workflow.sheets import form_for
from newmedia_portal.core.workflow.states import Verb

from .. import actions
from ..casework import current_of, next_waiting
from ..models import Filing, Obligation
from .case import case_context, case_of
from .common import find

VIEW = "filings.list_filings"
VERBS = [Verb.APPROVE, Verb.RETURN, Verb.REJECT]
DONE = {Verb.APPROVE: "已同意", Verb.RETURN: "已退回补正", Verb.REJECT: "已不予备案"}


class DecisionForm(PortalForm):
    """The step the reader saw, what was decided, and the opinion."""

    step = forms.IntegerField(min_value=1, max_value=2**53)
    verb = forms.ChoiceField(choices=[(verb.value, verb.label) for verb in VERBS])
    opinion = forms.CharField(label="意见", max_length=1000, required=False, widget=forms.Textarea)


@guard(VIEW)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, return or refuse, then go on to the next that waits; what is not done is said beside what was typed."""
    filing, form = find(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择办理意见后再提交。")
        return redirect("filings:detail", pk)
    data = form.cleaned_data
    try:
        actions.decide(
            filing,
            step_id=data["step"],
            verb=data["verb"],
            opinion=data["opinion"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        more = {"refused": refused.message, "typed": data["opinion"], "refused_field": refused.field}
        filing.refresh_from_db()
        return render(request, "filings/case.html", case_context(request, filing, **more), status=409)
    following = next_waiting(request.user, filing)
    more_waits = "本页是下一件待办。" if following else ""
    messages.success(request, f"{DONE[Verb(data['verb'])]}:{filing}。{more_waits}")
    return redirect("filings:detail", following.pk if following else pk)


@guard(VIEW)
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of the other things that may be done with a case; what is refused stands at its form, as typed."""
    filing, now = find(request, pk), timezone.now()
    current = current_of(filing, now)
    decides = current is not None and chain.may_decide(current.step, request.user)
    case = case_of(request, filing, current, decides=decides)
    form = form_for(verb, case, data=request.POST)
    if form is None or case.run is None:
        return _too_late(request, filing, current)
    if not form.is_valid():
        return _refused(request, filing, verb, status=422)
    try:
        said = act(actions, filing, verb, form, run=case.run, by=request.user, at=now)
    except Refused as refused:
        filing.refresh_from_db()
        return _refused(request, filing, verb, refused=refused, status=409)
    messages.success(request, said)
    return redirect("filings:detail", pk)


def _refused(
    request: HttpRequest, filing: Filing, verb: str, *, status: int, refused: Refused | None = None
) -> HttpResponse:
    """Show the case again with the sheet as it was filled in and the reason in words."""
    context = case_context(request, filing, bound={verb: request.POST}, opened=verb)
    form = next((sheet.form for sheet in context["sheets"] if sheet.code == verb), None)
    if form is None:
        context |= {
            "refused": refused.message if refused else "办理情况已有变化。",
            "typed": request.POST.get("reason", ""),
        }
    else:
        form.is_valid()
        if refused is not None:
            name = getattr(form, "field_of", str)(refused.field)
            form.add_error(name if name in form.fields else None, refused.message)
        context["form"] = form
    return render(request, "filings/case.html", context, status=status)


def _too_late(request: HttpRequest, filing: Filing, current: Any) -> HttpResponse:
    """Say who was first, or whose step it is, and keep what was typed."""
    run, seen = chain.runs_of(filing).last(), request.POST.get("step", "")
    said = "该备案目前没有这一项可以办理，请刷新页面查看最新情况。"
    if run is not None and seen.isascii() and seen.isdigit() and len(seen) < 16:
        step = run.steps.filter(pk=int(seen)).first()
        changed = step is not None and (current is None or step.pk != current.step.pk)
        said = chain.already_decided(run, step) if changed else said
    more = {"refused": said, "typed": request.POST.get("reason", "")}
    return render(request, "filings/case.html", case_context(request, filing, **more), status=409)


class WithdrawForm(PortalForm):
    """Why the filing is taken back."""

    reason = forms.CharField(label="撤回原因", max_length=500)


@guard(VIEW)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the filing back, with a reason."""
    filing, form = find(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明撤回原因(不超过 500 字)。")
        return redirect("filings:detail", pk)
    try:
        actions.withdraw(filing, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, "已撤回,可以修改后重新提交。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("filings:detail", pk)


@guard(VIEW)
@require_POST
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who hold the filing."""
    filing = find(request, pk)
    try:
        actions.urge(filing, by=request.user, at=timezone.now())
        messages.success(request, "已催办,对方会收到消息。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("filings:detail", pk)


@guard(VIEW)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a unit for a filing that is due (催报)."""
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user).select_related("unit"), pk=pk)
    try:
        told = actions.remind(obligation, by=request.user, at=timezone.now())
        messages.success(request, f"已催报{obligation.unit},{told} 位经办人会收到消息。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(f"{reverse('todo')}?tab=deadlines")
