"""Workbooks of messages and shifts (导入): upload, look at what would happen, import, take back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused

from ..actions import inquiries, rosters
from ..actions.batches import keep_checked
from ..forms.duty import WorkbookForm, running_accounts
from ..inquiries.sheet import read_messages, write_template
from ..models import DutyBatch, DutyRoster
from ..rosters.sheet import read_shifts, write_shifts
from .duty import VIEW, WATCH, WORK, XLSX, find, own_unit, pairs_of, refuse

STEPS = ("上传", "核对", "导入")
SHOWN = 100


@guard(WORK)
@require_GET
def message_template(request: HttpRequest) -> HttpResponse:
    """Download an empty workbook with the unit's accounts."""
    unit = own_unit(request, WORK)
    response = _workbook(f"留言登记模板-{timezone.localdate():%Y%m%d}.xlsx")
    write_template(response, running_accounts(unit), by=str(request.user), at=timezone.now())  # type: ignore[arg-type]
    return response


@guard(WORK)
@require_http_methods(["GET", "POST"])
def message_import(request: HttpRequest) -> HttpResponse:
    """Take a workbook of messages."""
    unit = own_unit(request, WORK)
    template = reverse("duties:message-template")

    def read(source: Any, now: datetime) -> Any:
        return read_messages(source, unit, running_accounts(unit), at=now)

    return _upload(request, unit, read, "messages", ("留言", reverse("duties:messages")), template)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a workbook of shifts."""
    roster = find(DutyRoster.objects.select_related("unit__root", "account"), request, pk, need=WATCH)
    home = reverse("duties:roster", args=[roster.pk])
    crumbs = ("值班", reverse("duties:rosters"), str(roster), home)
    template = reverse("duties:roster-template", args=[roster.pk])
    return _upload(
        request, roster.unit, lambda source, _: read_shifts(source, roster), "shifts", crumbs, template, roster
    )


@guard(VIEW)
@require_GET
def roster_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Download an empty workbook of shifts."""
    roster = find(DutyRoster.objects.select_related("unit"), request, pk, need=WATCH)
    response = _workbook(f"值班表模板-{roster.pk}.xlsx")
    write_shifts(response, [], by=str(request.user), at=timezone.now())  # type: ignore[arg-type]
    return response


@guard(VIEW)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a workbook holds, or what became of it."""
    row = find(DutyBatch.objects.select_related("unit", "roster", "by"), request, pk, need=WORK)
    step = {"checked": 2, "done": 3, "undone": 3}[row.status]
    context = {
        "title": f"导入{row.get_kind_display()}", "batch": row, "steps": STEPS, "step": step, "rows": row.rows[:SHOWN],
        "faults": row.faults[:SHOWN], "back": _back(row), "counts": row.counts,
        "pairs": pairs_of(row.get_kind_display(), _back(row), "导入"),
    }  # fmt: skip
    return render(request, "duties/batch.html", context)


@guard(VIEW)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was looked at."""
    return _act(
        request, pk, {"messages": inquiries.import_rows, "shifts": rosters.import_rows}, "已导入 {created} 条。"
    )


@guard(VIEW)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    actions = {"messages": inquiries.undo_import, "shifts": rosters.undo_import}
    return _act(request, pk, actions, "已撤销 {gone} 条;之后办理过的 {kept} 条保留。")


def _act(request: HttpRequest, pk: int, actions: dict[str, Callable[..., DutyBatch]], done: str) -> HttpResponse:
    row = find(DutyBatch.objects.select_related("unit__root"), request, pk, need=WORK)
    try:
        held = actions[row.kind](row, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
    else:
        said.success(request, done.format(**held.counts))
    return redirect("duties:batch", pk)


def _upload(
    request: HttpRequest,
    unit: Unit,
    read: Callable[[Any, datetime], Any],
    kind: str,
    crumbs: tuple[str, ...],
    template: str,
    roster: DutyRoster | None = None,
) -> HttpResponse:
    form, now = WorkbookForm(request.POST or None, request.FILES or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = read(file, now)
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            counts = {"read": reading.read, "unchanged": reading.unchanged, "faulty": len(reading.faults)}
            row = keep_checked(
                unit, kind=kind, file_name=file.name, rows=reading.rows, faults=reading.faults,
                counts={**counts, "fresh": len(reading.rows)}, roster=roster, by=request.user, at=now,
            )  # fmt: skip
            return redirect("duties:batch", row.pk)
    title = f"导入{dict(DutyBatch.KINDS)[kind]}"
    context = {
        "title": title, "form": form, "steps": STEPS, "step": 1, "template_url": template, "unit": unit,
        "pairs": pairs_of(*crumbs, title), "back": crumbs[-1],
    }  # fmt: skip
    return render(request, "duties/upload.html", context, status=422 if form.errors else 200)


def _back(row: DutyBatch) -> str:
    return reverse("duties:roster", args=[row.roster_id]) if row.roster_id else reverse("duties:messages")


def _workbook(name: str) -> HttpResponse:
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
