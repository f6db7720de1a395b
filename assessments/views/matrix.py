"""The picture that a department wants: its matrix of accounts (新媒体矩阵)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.lists.filters import harmless

from ..matrix import activity_chart, circle_figures, coming_and_going, grid_of, tiles


@guard("assessments.list_activity")
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Show units by platforms with states, tiles, months and the circle, below the unit asked for."""
    user, today = request.user, timezone.localdate()
    code = harmless(request.GET).get("unit", "")
    top = get_object_or_404(Unit.objects.visible_to(user), code=code) if code else None
    grid = grid_of(user, top)
    context = {
        "title": "新媒体矩阵",
        "grid": grid,
        "tiles": tiles(grid),
        "activity": activity_chart(user, top, today),
        "moves": coming_and_going(user, top, today),
        "circle": circle_figures(user, top),
        "today": today,
    }
    return render(request, "assessments/matrix.html", context)
