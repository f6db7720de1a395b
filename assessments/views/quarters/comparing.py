"""A period beside an earlier one (本期与上期比较)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists.filters import harmless

from ...models import Entry, Quarter
from ...quarters import reading
from .common import VIEW, address, find_quarter


@guard(VIEW)
@require_GET
def compare(request: HttpRequest, period: str) -> HttpResponse:
    """Compare score, rank and band of every visible unit with a period of one's choice, by default the one before."""
    quarter = find_quarter(request, period)
    others = Quarter.objects.visible_to(request.user).filter(root=quarter.root_id).exclude(pk=quarter.pk)
    wanted = harmless(request.GET).get("with", "")[:10]
    earlier = others.filter(period=wanted).first() if wanted else reading.earlier_of(quarter)
    pks = [quarter.pk, *([earlier.pk] if earlier else [])]
    seen = set(Entry.objects.open_to(request.user).filter(quarter__in=pks).values_list("unit", flat=True))
    changes = [one for one in reading.compare(quarter, earlier) if one.unit in seen] if earlier else []
    context = {
        "title": f"{quarter.words}与{earlier.words}比较" if earlier else f"{quarter.words} · 比较",
        "quarter": quarter,
        "earlier": earlier,
        "changes": changes,
        "others": list(others[:12]),
        "home": address("quarter", quarter),
        "better": sum(1 for one in changes if one.delta is not None and one.delta > 0),
        "worse": sum(1 for one in changes if one.delta is not None and one.delta < 0),
    }
    return render(request, "assessments/quarters/compare.html", context)
