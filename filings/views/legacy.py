"""The page of existing accounts and how far they have been filed (存量补备进度)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.regimes.editions import NoEdition, edition_for
from newmedia_portal.regimes.schema import FilingKind

from ..legacy import progress_of, totals_of


@guard("filings.list_filings")
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Show each unit with its existing accounts: filed, under way, begun, not begun."""
    rows = progress_of(request.user)
    return render(request, "filings/legacy.html", {"rows": rows, "sums": totals_of(rows), "kind": _rule(request)})


def _rule(request: HttpRequest) -> FilingKind | None:
    """Return what the regulation of the reader says of existing accounts."""
    posts = posts_of(request.user)
    try:
        kinds = edition_for(posts[0].unit.regime_code, timezone.localdate()).edition.variants("legacy") if posts else ()
    except NoEdition:
        return None
    return next(iter(kinds), None)
