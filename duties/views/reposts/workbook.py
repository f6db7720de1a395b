"""Telling many reposts at once (批量登记转发): template, check, confirm; nothing is stored in between."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Refused

from ...actions import reposts as actions
from ...actions.reposts import Told
from ...forms.reposts import BatchForm
from ...models import RepostTarget, RepostTask
from ...sheets import MOST_ROWS, read_sheet, write_template
from ...states import RepostState, TargetState
from .common import VIEW, find_task, refuse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_SECONDS = 3600
STEPS = ("上传", "核对", "登记")
SHOWN = 200


@guard(VIEW)
@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the open accounts of the person's units as a workbook to fill in."""
    task = find_task(request, pk)
    targets = _to_tell(request, task)
    response = HttpResponse(content_type=XLSX)
    name = f"登记转发-{task.pk}-{timezone.localdate():%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    write_template(response, targets, by=str(request.user), at=timezone.now())  # type: ignore[arg-type]
    return response


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the filled-in template and show what it would tell, with every fault at its cell."""
    task = find_task(request, pk)
    targets = _to_tell(request, task)
    form = BatchForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": "批量登记转发", "task": task, "count": len(targets), "steps": STEPS}
    if request.method == "POST" and form.is_valid():
        try:
            reading = read_sheet(form.cleaned_data["file"], task, targets, at=timezone.now())
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            rows = [[one.target.pk, one.link, one.posted_at.isoformat()] for one in reading.told]
            payload = signing.dumps(rows, salt=_salt(request, task), compress=True) if rows else ""
            shown = {"reading": reading, "told": reading.told[:SHOWN], "faults": reading.faults[:SHOWN]}
            return render(
                request, "duties/reposts/batch_check.html", {**context, **shown, "payload": payload, "step": 2}
            )
    context |= {"form": form, "step": 1}
    return render(request, "duties/reposts/batch.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was checked, all or nothing."""
    task = find_task(request, pk)
    if not task.targets.filter(unit__in=_written_for(request)).exists():
        raise Http404
    targets = {target.pk: target for target in _open_targets(request, task)}
    again = redirect("duties:repost-batch" if targets else "duties:repost", task.pk)
    try:
        rows = signing.loads(request.POST.get("payload", ""), salt=_salt(request, task), max_age=KEPT_SECONDS)
    except signing.BadSignature:
        messages.error(request, "核对结果已失效,请重新上传。")
        return again
    if any(number not in targets for number, _, _ in rows):
        messages.error(request, "核对之后有账号的状态变了,可能已经登记。请看任务页面,需要时重新下载模板填写。")
        return again
    told = [Told(targets[number], link, datetime.fromisoformat(at)) for number, link, at in rows]
    try:
        count = actions.confirm_many(told, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
        return again
    messages.success(request, f"已登记 {count} 个账号的转发。")
    return redirect(reverse("duties:repost", args=[task.pk]))


def _open_targets(request: HttpRequest, task: RepostTask) -> list[RepostTarget]:
    """Return the accounts that the person may still tell of."""
    rows = task.targets.filter(unit__in=_written_for(request), state=TargetState.OPEN)
    if task.state != RepostState.ISSUED:
        return []
    return list(rows.select_related("account__platform").order_by("pk")[:MOST_ROWS])


def _written_for(request: HttpRequest) -> list[int]:
    return [post.unit_id for post in posts_of(request.user) if post.role in WRITERS]


def _to_tell(request: HttpRequest, task: RepostTask) -> list[RepostTarget]:
    """Return the same; where there is none, nothing is found."""
    found = _open_targets(request, task)
    if not found:
        raise Http404
    return found


def _salt(request: HttpRequest, task: RepostTask) -> str:
    return f"duties.repost.{task.pk}.{request.user.pk}"
