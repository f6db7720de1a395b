"""Pages of the import of people (导入人员): template, upload, check, confirm, result with first passwords, export."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.secrets import unseal
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workbook.report import mark_workbook

from ..models import PeopleBatch
from ..models.intake import PeopleBatchState
from . import actions
from .exporting import write_passwords, write_people, write_template
from .faults import KINDS
from .forms import ConfirmForm, PasswordsForm, UploadForm
from .outcome import opened, summary_of
from .passwords import issue, waiting

MANAGE = actions.MANAGE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ("上传名册", "核对", "导入")
SHOWN = 200
BATCHES_SHOWN = 20


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Step 1: upload a workbook; below, the person's own latest imports."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            batch = actions.upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("people:import-check", batch.pk)
    context = {"title": "导入人员", "form": form, "steps": STEPS, "step": 1, "latest": _mine(request)[:BATCHES_SHOWN]}
    return render(request, "people/import/start.html", context, status=422 if form.errors else 200)


@guard(MANAGE)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Download an empty workbook with the units and roles to choose from."""
    content = BytesIO()
    write_template(content, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return _download(content, "人员名册模板.xlsx")


@guard(MANAGE)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Download everybody in the layout that the import reads; the export is on record."""
    now, content = timezone.now(), BytesIO()
    count = write_people(content, by=request.user, at=now)
    record("export.made", by=request.user, at=now, after={"title": "人员名册", "rows": count})
    return _download(content, f"人员名册-{timezone.localtime(now):%Y%m%d}.xlsx")


@guard(MANAGE)
@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps 2 and 3: what was found, or what was imported."""
    return _page(request, _batch(request, pk))


@guard(MANAGE)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: import; a second click comes to the result of the first."""
    batch = _batch(request, pk)
    form = ConfirmForm(request.POST)
    if batch.status == PeopleBatchState.DONE:
        messages.info(request, "这份名册已经导入，没有再次导入。")
        return redirect("people:import-check", batch.pk)
    if form.is_valid():
        try:
            actions.confirm(batch, mode=form.cleaned_data["mode"], by=request.user, at=timezone.now())
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return redirect("people:import-check", batch.pk)
        except Refused as refusal:
            form.add_error("mode" if refusal.field == "mode" else None, refusal.message)
        else:
            messages.success(request, "人员已导入。")
            return redirect("people:import-check", batch.pk)
    return _page(request, batch, form=form, status=422)


@guard(MANAGE)
@require_GET
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the person's own workbook with its faults marked, as long as it is kept."""
    batch = _batch(request, pk)
    faults, _ = opened(unseal(batch.found_sealed))
    if not faults or not batch.content_sealed:
        raise Http404
    target = BytesIO()
    kinds = {kind: (label, str(severity)) for kind, (label, severity) in KINDS.items()}
    mark_workbook(actions.content_of(batch), target, faults, summary=summary_of(batch.counts), kinds=kinds)
    return _download(target, f"核对-{batch.file_name}")


@guard(MANAGE)
@require_POST
def passwords(request: HttpRequest, pk: int) -> HttpResponse:
    """Make first passwords for the people of this import and hand them out at once; they are kept nowhere."""
    batch = _batch(request, pk)
    form = PasswordsForm(request.POST)
    now = timezone.now()
    try:
        if not form.is_valid():
            raise Refused("请从导入结果页面生成初始密码表。")
        lines = issue(batch, issued=form.cleaned_data["issued"], by=request.user, at=now)
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect("people:import-check", batch.pk)
    content = BytesIO()
    write_passwords(content, lines, by=str(request.user), at=now)
    return _download(content, _passwords_name(now))


def _passwords_name(now: datetime) -> str:
    return f"初始密码-{timezone.localtime(now):%Y%m%d%H%M}.xlsx"


def _download(content: BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _mine(request: HttpRequest) -> QuerySet[PeopleBatch]:
    """Return the person's own imports; nobody else sees them."""
    return PeopleBatch.objects.filter(by=request.user.pk).defer("content_sealed", "found_sealed")


def _batch(request: HttpRequest, pk: int) -> PeopleBatch:
    return get_object_or_404(PeopleBatch, by=request.user.pk, pk=pk)


def _page(request: HttpRequest, batch: PeopleBatch, *, status: int = 200, **forms: Any) -> HttpResponse:
    faults, changes = opened(unseal(batch.found_sealed))
    found = batch.counts.get("kinds", {})
    is_waiting = batch.status == PeopleBatchState.CHECKED
    usual = actions.GOOD_ONES if batch.counts.get("errors") else actions.ALL_OR_NONE
    can_import = is_waiting and batch.counts.get("whole") and bool(changes)
    context = {
        "title": f"导入人员：{batch.file_name}",
        "batch": batch,
        "waiting": is_waiting,
        "steps": STEPS,
        "step": 3 if batch.status == PeopleBatchState.DONE else 2,
        "faults": [fault.as_json() for fault in faults[:SHOWN]],
        "kinds": [(label, severity, found[kind]) for kind, (label, severity) in KINDS.items() if kind in found],
        "all_faults": sum(found.values()) if faults else 0,
        "changes": changes[:SHOWN],
        "all_changes": len(changes),
        "form": forms.get("form") or (ConfirmForm(initial={"mode": usual}) if can_import else None),
        "can_import": can_import,
        "without_password": waiting(batch).count() if batch.people else 0,
        "passwords": PasswordsForm(initial={"issued": batch.issued}),
    }
    return render(request, "people/import/batch.html", context, status=status)
