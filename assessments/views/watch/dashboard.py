"""The board of activity (活跃度看板) for department and unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard

from ...board import LEVELS, NEW_DAYS, board_of
from .common import VIEW


@guard(VIEW)
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the counts of the accounts that the person may see."""
    context = {
        "title": "活跃度看板",
        "board": board_of(request.user, timezone.localdate()),
        "levels": LEVELS,
        "new_days": NEW_DAYS,
    }
    return render(request, "assessments/watch/dashboard.html", context)
