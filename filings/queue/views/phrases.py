"""One's own common phrases (常用语): adding, ordering, removing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from .. import actions
from ..forms import PhraseForm
from ..models import Phrase

VIEW = "filings.keep_phrases"


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """Show one's phrases in their order, and add one."""
    form = PhraseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.add_phrase(form.cleaned_data["text"], by=request.user, at=timezone.now())
                messages.success(request, "已添加。办理时点一下就填入意见。")
                return redirect("filings:phrases")
            except Refused as refused:
                form.add_error(refused.field or None, refused.message)
    mine = list(Phrase.objects.visible_to(request.user))
    return render(request, "filings/queue/phrases.html", {"form": form, "phrases": mine}, status=status)


@guard(VIEW)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a phrase up or down."""
    phrase = get_object_or_404(Phrase.objects.visible_to(request.user), pk=pk)
    try:
        actions.move_phrase(phrase, up=request.POST.get("way") != "down", by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("filings:phrases")


@guard(VIEW)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a phrase."""
    phrase = get_object_or_404(Phrase.objects.visible_to(request.user), pk=pk)
    try:
        actions.remove_phrase(phrase, by=request.user, at=timezone.now())
        messages.success(request, "已删除。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("filings:phrases")
