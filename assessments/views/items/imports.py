"""The wizard of the import (导入发布数据): upload, check with columns and faults, confirm, progress, undo."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.ledger.actions import ALL_OR_NONE, GOOD_ROWS
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Forbidden, Refused

from ...actions.items import batches
from ...actions.items.taking_back import undo_import
from ...forms.items import ConfirmForm, MappingForm, ReasonForm, UploadForm
from ...importing.columns import LAYOUTS
from ...importing.faults import KINDS
from ...importing.template import write_template
from ...models import ItemImport
from ...reach import enterable, may_enter_any
from ...states import ImportState
from .common import IMPORT, VIEW, find_batch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ("上传", "核对", "导入")
BUSY = (ImportState.CHECKING, ImportState.RUNNING)
FAULTS_SHOWN = 200
BATCHES_SHOWN = 20
ACCOUNTS_LISTED = 300


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Step 1: upload an export; below, the latest batches. `?account=` names whose export it is."""
    unit = _unit(request)
    accounts = enterable(request.user)
    wanted = request.POST.get("account") or request.GET.get("account") or ""
    few = accounts.order_by("unit__path", "pk").values("pk")[:ACCOUNTS_LISTED]
    offered = (
        accounts.filter(pk__in=[wanted]) if wanted.isdecimal() and len(wanted) < 16 else accounts.filter(pk__in=few)
    )
    form = UploadForm(
        request.POST or None, request.FILES or None, accounts=offered, initial={"account": wanted or None}
    )
    if request.method == "POST" and form.is_valid():
        account = form.cleaned_data["account"]
        try:
            batch = batches.upload(
                form.cleaned_data["file"], unit=account.unit if account else unit, account=account,
                by=request.user, at=timezone.now(),  # type: ignore[arg-type]
            )  # fmt: skip
        except Forbidden as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("assessments:import-check", batch.pk)
    visible = ItemImport.objects.visible_to(request.user).select_related("unit", "by", "account")[:BATCHES_SHOWN]
    latest = [batch for batch in visible if request.user.has_perm(IMPORT, batch)]
    context = {"title": "导入发布数据", "form": form, "steps": STEPS, "step": 1, "latest": latest, "layouts": LAYOUTS}
    return render(request, "assessments/items/import_start.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Download the portal's own template with the person's accounts and platforms to choose from."""
    _unit(request)
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "发布数据模板.xlsx")
    names = enterable(request.user).order_by("unit__path", "pk").values_list("name", "platform__name")[:ACCOUNTS_LISTED]
    write_template(response, list(names), by=str(request.user), at=timezone.now())  # type: ignore[arg-type]
    return response


@guard(VIEW)
@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps 2 and 3: what was found, or how far the work is, or what was imported."""
    return _page(request, batches.release(find_batch(request, pk)))


@guard(VIEW)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again while work goes on; then the page is loaded anew."""
    batch = batches.release(find_batch(request, pk))
    response = render(request, "assessments/items/import_progress.html", {"batch": batch})
    if batch.status not in BUSY:
        response["HX-Redirect"] = reverse("assessments:import-check", args=[batch.pk])
    return response


@guard(VIEW)
@require_POST
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again with the meanings that were picked."""
    batch = find_batch(request, pk)
    form = MappingForm(batch, request.POST)
    if not form.is_valid():
        return _page(request, batch, mapping=form, status=422)
    try:
        batches.remap(batch, form.chosen(), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("assessments:import-check", batch.pk)


@guard(VIEW)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: import."""
    batch = find_batch(request, pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            batches.confirm(
                batch, mode=data["mode"], period=form.period, figures_on=data["figures_on"],
                by=request.user, at=timezone.now(),  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect("assessments:import-check", batch.pk)
    batch.refresh_from_db()
    return _page(request, batch, form=form, status=422)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an imported batch, with a reason."""
    batch = find_batch(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_import(batch, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("reason" if refusal.field == "reason" else None, refusal.message)
        else:
            messages.success(request, "已撤销该批导入。")
            return redirect("assessments:import-check", batch.pk)
    context = {"title": "撤销导入", "batch": batch, "form": form}
    return render(request, "assessments/items/import_undo.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_GET
def marked(request: HttpRequest, pk: int) -> FileResponse:
    """Download the person's own workbook with its faults marked."""
    batch = find_batch(request, pk)
    if not batch.marked:
        raise Http404
    name = f"核对-{batch.file_name}"
    return FileResponse(batch.marked.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


def _unit(request: HttpRequest) -> Unit:
    """Return the unit for which the person enters: the post chosen in the header, else the first; else not found."""
    if not may_enter_any(request.user):
        raise Http404
    chosen = getattr(request, "post", None)
    posts = [*([chosen] if chosen else []), *posts_of(request.user)]
    return next(post.unit for post in posts if post.role in (*WRITERS, *AUTHORITY))


def _page(request: HttpRequest, batch: ItemImport, *, status: int = 200, **forms: Any) -> HttpResponse:
    waiting = batch.status == ImportState.CHECKED
    kinds = batch.counts.get("kinds", {})
    context = {
        "title": f"导入发布数据:{batch.file_name}",
        "batch": batch,
        "layout": LAYOUTS.get(batch.layout, ("",))[0],
        "busy": batch.status in BUSY,
        "waiting": waiting,
        "steps": STEPS,
        "step": 2 if batch.status in (ImportState.CHECKING, ImportState.CHECKED, ImportState.FAULTY) else 3,
        "faults": batch.faults[:FAULTS_SHOWN],
        "kinds": [(label, severity, kinds[kind]) for kind, (label, severity) in KINDS.items() if kind in kinds],
        "all_faults": sum(kinds.values()),
        "twin": _twin(batch) if waiting else None,
        "form": forms.get("form") or (ConfirmForm(initial=_proposed(batch)) if waiting else None),
        "mapping": forms.get("mapping") or (MappingForm(batch) if waiting else None),
    }
    return render(request, "assessments/items/import_batch.html", context, status=status)


def _twin(batch: ItemImport) -> ItemImport | None:
    """Return an earlier batch of the very same file that was imported and not taken back."""
    same = ItemImport.objects.filter(sha256=batch.sha256, unit=batch.unit, status=ImportState.DONE)
    return same.exclude(sha256="").exclude(pk=batch.pk).first()


def _proposed(batch: ItemImport) -> dict[str, Any]:
    errors = batch.counts.get("errors")
    return {
        "mode": GOOD_ROWS if errors else ALL_OR_NONE,
        "complete": not errors,
        "covers_from": batch.covers_from,
        "covers_until": batch.covers_until,
        "figures_on": batch.mapping.get("figures_on"),
    }
