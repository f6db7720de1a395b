"""Importing a workbook into a draft, and deciding on false alarms (导入词库、处理误报)."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ..actions import lexicons as actions
from ..alarms import alarms_for
from ..forms.lexicons import REPLACE, AcceptForm, RefuseForm, TakeOverForm, UploadForm
from ..models import Disposition, LexiconUpload
from ..richtext import plain_text
from ..wordlists import workbook
from ..wordlists.downloads import as_workbook, download
from .common import refuse
from .lexicons import KEEP, SHOWN, find_lexicon

STEPS = ("上传词库", "核对", "导入")
AROUND = 6
ALARMS_SHOWN = 200


@guard(KEEP)
@require_GET
def template(request: HttpRequest) -> FileResponse:
    """Download an empty workbook with dropdowns."""
    return as_workbook((), name="词库模板.xlsx", by=str(request.user), at=timezone.now(), room=workbook.ROOM)


@guard(KEEP)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 1: a workbook for a draft."""
    draft = find_lexicon(request, pk, draft=True)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.check_workbook(draft, file, file_name=file.name, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("reviews:lexicon-import-check", draft.pk, made.pk)
    context = {"title": "导入词库", "lexicon": draft, "form": form, "steps": STEPS}
    return render(request, "reviews/lexicons/import.html", context, status=422 if form.errors else 200)


def _upload(request: HttpRequest, pk: int, upload_id: int) -> LexiconUpload:
    draft = find_lexicon(request, pk, draft=True)
    return get_object_or_404(draft.uploads.select_related("lexicon__root"), pk=upload_id)


@guard(KEEP)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int, upload_id: int) -> HttpResponse:
    """Steps 2 and 3: the faults with their cells, then taking the good rows over."""
    made = _upload(request, pk, upload_id)
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        replace = form.cleaned_data["mode"] == REPLACE
        try:
            number = actions.take_over(made, replace=replace, by=request.user, at=timezone.now())
        except Refused as refused:
            refuse(request, refused, form)
        else:
            messages.success(request, f"已导入 {number} 个词条。请核对后发布。")
            return redirect("reviews:lexicon", pk)
    bad = len({fault["row"] for fault in made.faults})
    context = {
        "title": "核对词库", "lexicon": made.lexicon, "upload": made, "form": form, "steps": STEPS,
        "rows": len(made.rows), "bad": bad, "good": len(made.rows) - bad, "faults": made.faults[:SHOWN],
    }  # fmt: skip
    return render(request, "reviews/lexicons/check.html", context, status=422 if form.errors else 200)


@guard(KEEP)
@require_GET
def marked(request: HttpRequest, pk: int, upload_id: int) -> FileResponse:
    """Download the rows with their faults marked."""
    made, at = _upload(request, pk, upload_id), timezone.now()
    by = str(request.user)
    return download(
        lambda target: workbook.write_marked(target, made.rows, made.faults, by=by, at=at), f"核对-{made.file_name}"
    )


@guard(KEEP)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """What authors called false alarms: those that wait, and those decided."""
    rows = list(alarms_for(request.user)[:ALARMS_SHOWN])
    context = {
        "title": "误报处理",
        "waiting": [row for row in rows if not hasattr(row, "alarm")],
        "decided": [row for row in rows if hasattr(row, "alarm")],
    }
    return render(request, "reviews/lexicons/alarms.html", context)


@guard(KEEP)
@require_http_methods(["GET", "POST"])
def alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """One false alarm in its context: agree with a wording, or refuse with a reason."""
    row = get_object_or_404(alarms_for(request.user), pk=pk)
    refusing = "reason" in request.POST
    sent = request.POST if request.method == "POST" else None
    accept = AcceptForm(None if refusing else sent, initial={"wording": _around(row)})
    refusal = RefuseForm(sent if refusing else None)
    form = refusal if refusing else accept
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            if refusing:
                actions.refuse_false_alarm(row, reason=form.cleaned_data["reason"], by=request.user, at=at)
                messages.success(request, "已答复起草人：不同意。")
            else:
                actions.accept_false_alarm(row, wording=form.cleaned_data["wording"], by=request.user, at=at)
                messages.success(request, "允许语境已写入词库草稿，发布后生效。")
            return redirect("reviews:lexicon-alarms")
        except Refused as refused:
            refuse(request, refused, form)
    context = {"title": "处理误报", "row": row, "accept": accept, "refusal": refusal, "around": _around(row, 40)}
    return render(request, "reviews/lexicons/alarm.html", context, status=422 if form.errors else 200)


def _around(row: Disposition, reach: int = AROUND) -> str:
    """Return what was found with its neighbours, as the post now reads."""
    for text in (row.post.title, row.post.summary, *plain_text(row.post.body).split("\n")):
        at = text.find(row.found)
        if at >= 0:
            return text[max(0, at - reach) : at + len(row.found) + reach].strip()
    return row.found
