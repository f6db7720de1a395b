"""Reading editions (查阅制度): list, one edition in parts, all side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from newmedia_portal.core.access.guard import SIGNED_IN, guard

from ..editions import NoEdition, edition_for
from ..models import EditionRecord
from ..profile import compare
from ..sections import PARTS
from ..states import EditionState
from ..vocabulary import REGIME_CODES


@guard(SIGNED_IN)
@require_safe
def list_editions(request: HttpRequest) -> HttpResponse:
    """All editions a person may read, by regime, newest first."""
    records = list(EditionRecord.objects.visible_to(request.user).select_related("based_on", "published_by"))
    order = {code: position for position, code in enumerate(REGIME_CODES)}
    states = {EditionState.DRAFT: 0, EditionState.PUBLISHED: 1, EditionState.RETIRED: 2}
    records.sort(key=lambda one: (order.get(one.code, len(order)), states[EditionState(one.state)], -one.pk))
    return render(request, "regimes/list.html", {"title": "制度", "records": records})


@guard(SIGNED_IN)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The filing kinds of one edition with chains, limits, papers and roles."""
    record = get_object_or_404(EditionRecord.objects.visible_to(request.user), pk=pk)
    kinds = [(kind, record.edition.requirements(kind.roles)) for kind in record.edition.filing_kinds]
    context = {"title": record.edition.short_title, "record": record, "edition": record.edition, "kinds": kinds}
    return render(request, "regimes/detail.html", {**context, "parts": PARTS, "current": "filing"})


@guard(SIGNED_IN)
@require_safe
def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One further part of an edition as tables."""
    record = get_object_or_404(EditionRecord.objects.visible_to(request.user), pk=pk)
    if part not in PARTS:
        raise Http404
    label, build = PARTS[part]
    context = {
        "title": f"{record.edition.short_title}：{label}",
        "record": record,
        "edition": record.edition,
        "sections": build(record.edition),
    }
    return render(request, "regimes/part.html", {**context, "parts": PARTS, "current": part})


@guard(SIGNED_IN)
@require_safe
def compare_editions(request: HttpRequest) -> HttpResponse:
    """The editions in force today side by side; `all=1` shows the rows that agree too."""
    records = []
    for code in REGIME_CODES:
        try:
            records.append(edition_for(code, timezone.localdate()))
        except NoEdition:
            continue
    groups = compare([record.edition for record in records])
    return render(request, "regimes/compare.html", {"title": "五部制度对照", "records": records, "groups": groups})
