"""One task (转发任务): for its units the accounts to repost on, for the department progress and answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays import working_days

from ...actions import reposts as actions
from ...clock import account_of, why_of
from ...forms.reposts import EndForm
from ...history import history_of
from ...models import RepostTarget, RepostTask
from ...personal import RULE
from ...progress import by_unit, progress_of
from ...states import RepostState, TargetState
from .common import MANAGE, VIEW, find_task, refuse

OWN_SHOWN = 60
ASKED_SHOWN = 20


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the task as far as the person may see it."""
    task = find_task(request, pk)
    return render(request, "duties/reposts/detail.html", detail_context(request, task))


def detail_context(request: HttpRequest, task: RepostTask, **more: Any) -> dict[str, Any]:
    """Return what the page shows; `more` carries what a refused answer had typed."""
    user, today = request.user, timezone.localdate()
    runs, manages = task.state == RepostState.ISSUED, user.has_perm(MANAGE, task)
    own = own_targets(request, task)
    asked = task.targets.filter(state=TargetState.EXCUSED).select_related("excused_by", "task").order_by("pk")
    left = working_days.current().workdays_between(today, task.due_on)
    return {
        "title": task.title,
        "task": task,
        "runs": runs,
        "manages": manages,
        "left": left if runs else None,
        "met": False if runs and task.due_on < today and not left else None,
        "due": account_of(task),
        "why": why_of(task),
        "rule": RULE,
        "own": own[:OWN_SHOWN],
        "own_more": len(own) > OWN_SHOWN,
        "own_waits": runs and any(target.state == TargetState.OPEN for target in own),
        "asked": list(asked[:ASKED_SHOWN]) if runs and manages else [],
        "progress": progress_of(task, user),
        "units": by_unit(task, user),
        "whole": user.has_perm("duties.view_whole_repost", task),
        "events": history_of(task, user),
        **more,
    }


def own_targets(request: HttpRequest, task: RepostTask) -> list[RepostTarget]:
    """Return the accounts of the units for which the person writes, open ones first; one more than is shown."""
    writes = [post.unit_id for post in posts_of(request.user) if post.role in WRITERS]
    if not writes:
        return []
    rows = task.targets.filter(unit__in=writes).select_related("task", "account")
    found = list(rows.order_by("pk")[: OWN_SHOWN + 1])
    return sorted(found, key=lambda target: (target.state != TargetState.OPEN, target.pk))


@guard(VIEW)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the task."""
    return _end(request, pk, actions.close, "已结束。没有转发的账号按未转发留存。")


@guard(VIEW)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the task back, with a reason."""
    return _end(request, pk, actions.withdraw, "已撤回,各单位会收到消息。")


def _end(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    task, form = find_task(request, pk), EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "说明不能超过 300 字。")
        return redirect("duties:repost", pk)
    try:
        act(task, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, f"“{task}”{done}")
    except Refused as refused:
        refuse(request, refused)
    return redirect("duties:repost", pk)
