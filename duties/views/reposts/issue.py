"""Issuing a task (下达转发任务): write, check with the accounts that are meant, issue."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.ui.once import act_once

from ...actions import reposts as actions
from ...aim import aimed_at, by_unit, print_of
from ...clock import due_of, term_of
from ...forms.reposts import IssueForm
from ...personal import RULE
from .common import ISSUE, department_of, refuse

STEPS = ("填写", "核对", "下达")


@guard(ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Ask for the item and the accounts; `do` says whether to check, to change again, or to issue."""
    unit, now = department_of(request), timezone.now()
    try:
        _, rule = actions.rule_for(unit, now)
    except actions.NoDuty as refused:
        return render(request, "duties/reposts/no_duty.html", {"title": "下达转发任务", "message": refused.message})
    form = IssueForm(request.POST or None, unit=unit, rule=rule, by=request.user)
    context: dict[str, Any] = {"title": "下达转发任务", "form": form, "rule": rule, "unit": unit, "why": RULE}
    wanted = request.POST.get("do", "check")
    if request.method == "POST" and wanted != "change" and form.is_valid():
        try:
            if wanted == "issue":
                return _issue(request, unit, form)
            return render(request, "duties/reposts/check.html", {**context, **_checked(request, unit, form)})
        except Conflict as refused:
            again = {**context, **_checked(request, unit, form), "refused": refused.message}
            return render(request, "duties/reposts/check.html", again, status=409)
        except Refused as refused:
            refuse(request, refused, form)
    context |= {"steps": STEPS, "step": 1}
    return render(request, "duties/reposts/issue.html", context, status=422 if form.errors else 200)


def _issue(request: HttpRequest, unit: Unit, form: IssueForm) -> HttpResponse:
    seen, now = request.POST.get("seen", "")[:64], timezone.now()

    def act() -> str:
        task = actions.issue(unit, form.item, form.aim, seen=seen, by=request.user, at=now)
        messages.success(request, f"已下达“{task}”,各单位经办人会收到消息。")
        return reverse("duties:repost", args=[task.pk])

    return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))


def _checked(request: HttpRequest, unit: Unit, form: IssueForm) -> dict[str, Any]:
    """Return what would be issued: the item as it is kept, the accounts by unit, the due day; refuses a faulty one."""
    now = timezone.now()
    _, rule = actions.rule_for(unit, now)
    item = actions.checked(form.item, rule)
    accounts = aimed_at(form.aim, unit.root or unit, request.user)
    if not accounts:
        raise Refused("没有符合条件的账号。请放宽单位、平台或类别后再试。", field="units")
    term = term_of(rule, item.workdays)
    return {
        "item": item, "term": term, "due": due_of(term, now), "accounts": accounts[:200], "count": len(accounts),
        "units": by_unit(accounts), "seen": print_of(accounts), "steps": STEPS, "step": 2,
    }  # fmt: skip
