"""Working on drafts (编辑草稿): copy, answer the common questions, edit the text, see the impact, publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.meanwhile import on_newest

from .. import actions
from ..forms import DraftForm, PublishForm, TextForm
from ..impact import impact_of
from ..models import EditionRecord
from ..states import EditionState
from ..writer import dump

MANAGE = "regimes.manage_edition"


def _draft(request: HttpRequest, pk: int) -> EditionRecord:
    record: EditionRecord = get_object_or_404(
        EditionRecord.objects.visible_to(request.user).filter(state=EditionState.DRAFT), pk=pk
    )
    return record


@guard(MANAGE)
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy an edition into a draft and open its form."""
    source = get_object_or_404(EditionRecord.objects.visible_to(request.user), pk=pk)
    draft = actions.copy_to_draft(source, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, f"已复制为草稿：第{draft.version}版。修改后须发布才会生效。")
    return redirect("regimes:edit", draft.pk)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The common edits: limits, head counts, settings, contact, typical reasons."""
    draft = _draft(request, pk)
    form = _form(draft, request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = dump(form.apply(actions.data_of(draft)))
        if _save(request, draft, text, form):
            return redirect("regimes:impact", draft.pk)
    form, differences = on_newest(request, form, lambda data: _form(_draft(request, pk), data))
    context = {"title": "编辑草稿", "record": draft, "form": form, "differences": differences}
    return render(request, "regimes/edit.html", context)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def edit_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft as text; faults are listed by line and the typed text is kept."""
    draft = _draft(request, pk)
    form = _text_form(draft, request.POST or None)
    if request.method == "POST" and form.is_valid() and _save(request, draft, form.cleaned_data["text"], form):
        return redirect("regimes:impact", draft.pk)
    form, differences = on_newest(request, form, lambda data: _text_form(_draft(request, pk), data))
    context = {"title": "编辑草稿内容", "record": draft, "form": form, "differences": differences}
    return render(request, "regimes/text.html", context)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft would change, and the button that publishes it."""
    draft = _draft(request, pk)
    today = timezone.localdate()
    form = PublishForm(request.POST or None, initial={"effective_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            day = form.cleaned_data["effective_from"]
            actions.publish(draft, effective_from=day, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, f"{draft} 已发布，自 {day.isoformat()} 起用于新开始的备案。")
            return redirect("regimes:detail", draft.pk)
    context = {"title": "发布前核对", "record": draft, "form": form, "impact": impact_of(draft, on=today)}
    return render(request, "regimes/impact.html", context)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a draft."""
    draft = _draft(request, pk)
    if request.method == "GET":
        return render(request, "regimes/discard.html", {"title": "删除草稿", "record": draft})
    name = str(draft)
    actions.discard(draft, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, f"草稿“{name}”已删除。")
    return redirect("regimes:list")


def _form(draft: EditionRecord, data: Any) -> DraftForm:
    return DraftForm(data, edition=draft.edition, initial={"digest": draft.digest})


def _text_form(draft: EditionRecord, data: Any) -> TextForm:
    return TextForm(data, initial={"text": draft.content, "digest": draft.digest})


def _save(request: HttpRequest, draft: EditionRecord, text: str, form: Any) -> bool:
    """Save the text; faults and refusals go to the form."""
    try:
        by: Any = request.user
        actions.save_draft(draft, text=text, by=by, at=timezone.now(), seen=form.cleaned_data["seen"])
    except actions.FaultyEdition as refusal:
        for fault in refusal.faults:
            form.add_error("text" if "text" in form.fields else None, str(fault))
        return False
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    messages.success(request, "草稿已保存。请核对改动和影响后发布。")
    return True
