"""Pages of the import (导入台账): upload, check result with columns and faults, confirm, progress, undo."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Forbidden, Refused

from ..models import ImportBatch
from ..models.imports import BatchState
from . import batches
from .actions import ALL_OR_NONE, GOOD_ROWS
from .exporting import write_template
from .faults import KINDS
from .forms import ConfirmForm, MappingForm, UndoForm, UploadForm
from .undo import undo

RIGHT = "accounts.import_ledger"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ("上传台账", "核对", "导入")
BUSY = (BatchState.CHECKING, BatchState.IMPORTING)
FAULTS_SHOWN = 200
BATCHES_SHOWN = 20


@guard(RIGHT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Step 1: upload a workbook; below, the latest batches."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.upload(
                form.cleaned_data["file"], unit=form.cleaned_data["unit"], by=request.user, at=timezone.now()
            )
        except Forbidden as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("accounts:import-check", batch.pk)
    latest = _mine(request).select_related("unit", "by")[:BATCHES_SHOWN]
    context = {"title": "导入台账", "form": form, "steps": STEPS, "step": 1, "latest": latest}
    return render(request, "accounts/import/start.html", context, status=422 if form.errors else 200)


@guard(RIGHT)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Download an empty ledger with dropdowns."""
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%8F%B0%E8%B4%A6%E6%A8%A1%E6%9D%BF.xlsx"
    write_template(response, by=str(request.user), at=timezone.now())  # type: ignore[arg-type]
    return response


@guard(RIGHT)
@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps 2 and 3: what was found, or how far the work is, or what was imported."""
    return _page(request, _batch(request, pk))


@guard(RIGHT)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again while work goes on; then the page is loaded anew."""
    batch = _batch(request, pk)
    response = render(request, "accounts/import/progress.html", {"batch": batch})
    if batch.status not in BUSY:
        response["HX-Redirect"] = reverse("accounts:import-check", args=[batch.pk])
    return response


@guard(RIGHT)
@require_POST
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again with the meanings that were picked."""
    batch = _batch(request, pk)
    form = MappingForm(batch, request.POST)
    if not form.is_valid():
        return _page(request, batch, mapping=form, status=422)
    try:
        batches.remap(batch, form.chosen(), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("accounts:import-check", batch.pk)


@guard(RIGHT)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: import."""
    batch = _batch(request, pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            batches.confirm(batch, mode=form.cleaned_data["mode"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("mode" if refusal.field == "mode" else None, refusal.message)
        else:
            return redirect("accounts:import-check", batch.pk)
    batch.refresh_from_db()
    return _page(request, batch, form=form, status=422)


@guard(RIGHT)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an imported batch, with a reason."""
    batch = _batch(request, pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo(batch, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason" if refusal.field == "reason" else None, refusal.message)
        else:
            messages.success(request, "已撤销该批导入。")
            return redirect("accounts:import-check", batch.pk)
    context = {"title": "撤销导入", "batch": batch, "form": form}
    return render(request, "accounts/import/undo.html", context, status=422 if form.errors else 200)


@guard(RIGHT)
@require_GET
def marked(request: HttpRequest, pk: int) -> FileResponse:
    """Download the office's own workbook with its faults marked."""
    batch = _batch(request, pk)
    if not batch.marked:
        raise Http404
    return FileResponse(
        batch.marked.open("rb"), as_attachment=True, filename=f"核对-{batch.file_name}", content_type=XLSX
    )


def _mine(request: HttpRequest) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.visible_to(request.user)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    """Return a batch whose unit the person oversees, else nothing is found."""
    batch = get_object_or_404(_mine(request).select_related("unit__root", "by"), pk=pk)
    if not request.user.has_perm(RIGHT, batch.unit):
        raise Http404
    return batches.release(batch)


def _usual_mode(batch: ImportBatch) -> str:
    return GOOD_ROWS if batch.counts.get("errors") else ALL_OR_NONE


def _page(request: HttpRequest, batch: ImportBatch, *, status: int = 200, **forms: Any) -> HttpResponse:
    waiting = batch.status == BatchState.CHECKED
    kinds = batch.counts.get("kinds", {})
    context = {
        "title": f"导入台账:{batch.file_name}",
        "batch": batch,
        "busy": batch.status in BUSY,
        "waiting": waiting,
        "steps": STEPS,
        "step": 2 if batch.status in (BatchState.CHECKING, BatchState.CHECKED, BatchState.FAILED) else 3,
        "faults": batch.faults[:FAULTS_SHOWN],
        "kinds": [(label, severity, kinds[kind]) for kind, (label, severity) in KINDS.items() if kind in kinds],
        "all_faults": sum(kinds.values()),
        "new_units": batch.mapping.get("new_units", []),
        "form": forms.get("form") or (ConfirmForm(initial={"mode": _usual_mode(batch)}) if waiting else None),
        "mapping": forms.get("mapping") or (MappingForm(batch) if waiting else None),
        "importable": sum(batch.counts.get(name, 0) for name in ("created", "updated", "unchanged")),
    }
    return render(request, "accounts/import/batch.html", context, status=status)
