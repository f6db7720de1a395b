"""Objections to results (考核申诉): a unit files and withdraws, the department answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.once import act_once

from ...actions.quarters import decide_objection, object_to, withdraw_objection
from ...forms.quarters import AnswerForm, ObjectForm
from ...models import QuarterObjection
from ...quarters.reading import indicator_of
from ...quarters.states import AppealState
from .common import RUN, SPEAK, VIEW, own_entry, refuse


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """File an objection to one's own result."""
    entry, now = own_entry(request, pk), timezone.now()
    choices = [(one.code, one.label) for one in entry.quarter.scheme.scheme.indicators if one.scored]
    form = ObjectForm(request.POST or None, request.FILES or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            words = {"indicator": data["indicator"], "words": data["words"], "proof": data["proof"]}
            made = object_to(entry, **words, by=request.user, at=now)
            messages.success(request, "申诉已提出，宣传部门收到了通知。")
            return made.get_absolute_url()

        try:
            return redirect(act_once(data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    context = {
        "form": form, "title": f"{entry.quarter.words} · 提出申诉", "button": "提出申诉",
        "back": entry.get_absolute_url(), "lead": f"{entry.unit_name}，当前得分 {entry.score or '—'}。",
    }  # fmt: skip
    return render(request, "assessments/quarters/form.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, pk: int) -> QuarterObjection:
    rows = QuarterObjection.objects.visible_to(request.user)
    rows = rows.select_related("entry__unit", "quarter__root", "quarter__scheme", "by", "decided_by")
    return get_object_or_404(rows, pk=pk)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an objection and what became of it."""
    return _page(request, _find(request, pk))


def _page(request: HttpRequest, objection: QuarterObjection, *, status: int = 200, **more: Any) -> HttpResponse:
    waits, scheme = objection.state == AppealState.ASKED, objection.quarter.scheme.scheme
    indicator = indicator_of(scheme, objection.indicator)
    context = {
        "title": f"考核申诉 · {objection.entry.unit_name}",
        "objection": objection,
        "indicator": indicator,
        "form": AnswerForm(),
        "by_hand": indicator is not None and indicator.source == "hand",
        "can_decide": waits and request.user.has_perm(RUN, objection.quarter) and objection.by_id != request.user.pk,
        "can_withdraw": waits and request.user.has_perm(SPEAK, objection.entry),
        "list_url": f"{reverse('assessments:quarter-objections', args=[objection.quarter.period])}"
        f"?root={objection.quarter.root_id}",
        **more,
    }
    return render(request, "assessments/quarters/objection.html", context, status=status)


@guard(VIEW)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection; what is not done is said beside what was typed."""
    objection, form = _find(request, pk), AnswerForm(request.POST)
    if not request.user.has_perm(RUN, objection.quarter):
        raise Http404
    if not form.is_valid():
        return _page(request, objection, status=422, form=form)
    data = form.cleaned_data
    try:
        upholds = data["verdict"] == "uphold"
        value = data["value"] if upholds else None
        decide_objection(objection, upholds=upholds, opinion=data["opinion"], value=value, by=request.user,
                         at=timezone.now())  # fmt: skip
    except Refused as refused:
        refuse(request, refused, form)
        return _page(request, _find(request, pk), status=409, form=form)
    messages.success(request, "已答复，单位收到了通知。")
    return redirect(objection)


@guard(VIEW)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an objection back."""
    objection = _find(request, pk)
    if not request.user.has_perm(SPEAK, objection.entry):
        raise Http404
    try:
        withdraw_objection(objection, by=request.user, at=timezone.now())
        messages.success(request, "申诉已撤回。")
    except Refused as refused:
        refuse(request, refused)
    return redirect(objection)
