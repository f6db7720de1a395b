"""Deciding, handing over, withdrawing and urging (办理): each one call down and one answer."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.core.workflow.states import Verb

from .. import actions
from ..casework import next_waiting
from ..models import Obligation
from .case import case_context
from .common import find

VIEW = "filings.list_filings"
VERBS = [Verb.APPROVE, Verb.RETURN, Verb.REJECT]
DONE = {Verb.APPROVE: "已同意", Verb.RETURN: "已退回补正", Verb.REJECT: "已不予备案"}


class DecisionForm(PortalForm):
    """The step the reader saw, what was decided, and the opinion."""

    step = forms.IntegerField(min_value=1, max_value=2**53)
    verb = forms.ChoiceField(choices=[(verb.value, verb.label) for verb in VERBS])
    opinion = forms.CharField(label="意见", max_length=1000, required=False, widget=forms.Textarea)


class TransferForm(PortalForm):
    """The step and the person who takes it."""

    step = forms.IntegerField(min_value=1, max_value=2**53)
    to = forms.ModelChoiceField(label="转交给", queryset=User.objects.filter(is_active=True))
    reason = forms.CharField(label="转交说明", max_length=300, required=False)


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
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the waiting step to another holder of the same post."""
    filing, form = find(request, pk), TransferForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择接手人。")
        return redirect("filings:detail", pk)
    data = form.cleaned_data
    try:
        actions.transfer(
            filing, step_id=data["step"], to=data["to"], reason=data["reason"], by=request.user, at=timezone.now()
        )
        messages.success(request, f"已转交给{data['to']}。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("filings:detail", pk)


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
