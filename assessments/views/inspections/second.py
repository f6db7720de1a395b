"""The second look (复核): confirm, or send back with the reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...actions import inspections as actions
from .check import neighbours, page
from .common import SECOND, VIEW, find_row


@guard(VIEW)
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a result."""
    return _look(request, pk, agrees=True)


@guard(VIEW)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a result back to its inspector."""
    return _look(request, pk, agrees=False)


def _look(request: HttpRequest, pk: int, *, agrees: bool) -> HttpResponse:
    row, words = find_row(request, pk, need=SECOND), request.POST.get("words", "")[:300]
    try:
        if agrees:
            actions.agree(row, words=words, by=request.user, at=timezone.now())
        else:
            actions.send_back(row, words=words, by=request.user, at=timezone.now())
    except Refused as refused:
        return page(request, find_row(request, pk), status=409, refused=refused.message, typed=words)
    messages.success(request, "复核同意，结论成立。" if agrees else "已退回检查人。")
    following = neighbours(request, row)[1]
    return redirect("assessments:inspected", following if following is not None else pk)
