"""The board of the editor-in-chief and the department (审稿总览)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard

from ..board import board_for
from .common import VIEW


@guard(VIEW)
@require_http_methods(["GET"])
def board(request: HttpRequest) -> HttpResponse:
    """Show posts by state and by account; every number opens its list."""
    now = timezone.now()
    return render(request, "reviews/board.html", {"board": board_for(request.user, now), "now": now})
