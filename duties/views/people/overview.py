"""队伍管理: what is missing, unit by unit; each number opens the list that it counts."""

import tempfile
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.workbook.sheets import Column, Kind, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx

from ...people.gaps import KINDS, counts_of
from ..duty import VIEW, XLSX

SIZE = 50
TITLE = "队伍管理"


@dataclass(frozen=True)
class Row:
    """A unit and its numbers in the order of the kinds; none where nothing is missing."""

    unit: Unit
    cells: list[tuple[str, int, str]]


def address_of(kind: str, unit: Unit | None = None) -> str:
    """Return the list that a number counts."""
    if kind in ("leaving", "checks"):
        base = f"{reverse('duties:leavers' if kind == 'leaving' else 'duties:checks')}?view=waiting"
        return f"{base}&unit={unit.code}" if unit else base
    base = reverse("duties:people-gaps", args=[kind])
    return f"{base}?unit={unit.code}" if unit else base


@guard(VIEW)
@require_GET
def overview(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show the gaps by unit, or export them."""
    counts = counts_of(request.user, timezone.localdate())
    units = Unit.objects.visible_to(request.user).filter(pk__in=list(counts)).order_by("path")
    if request.GET.get("export") == "xlsx":
        return _export(request, list(units), counts)
    page = Paginator(units, SIZE).get_page(request.GET.get("page"))
    rows = [
        Row(unit, [(kind.label, counts[unit.pk].get(code, 0), address_of(code, unit)) for code, kind in KINDS.items()])
        for unit in page
    ]
    whole = {code: sum(found.get(code, 0) for found in counts.values()) for code in KINDS}
    context: dict[str, Any] = {
        "title": TITLE, "rows": rows, "page": page, "kinds": KINDS.values(),
        "figures": [(kind.label, whole[code], address_of(code), code) for code, kind in KINDS.items()],
    }  # fmt: skip
    return render(request, "duties/people/overview.html", context)


def _export(request: HttpRequest, units: list[Unit], counts: dict[int, dict[str, int]]) -> FileResponse:
    heads = [
        Column("单位", 30),
        Column("单位代码", 14),
        *(Column(kind.label, 14, Kind.NUMBER) for kind in KINDS.values()),
    ]
    lines = [[unit.name, unit.code, *(counts[unit.pk].get(code, 0) for code in KINDS)] for unit in units]
    now = timezone.localtime()
    target = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 - the response closes it
    number = write_xlsx(target, [Sheet(TITLE, heads, lines, title=TITLE)], by=str(request.user), at=now)
    record("export.made", by=request.user, at=now, after={"title": TITLE, "rows": number})
    target.seek(0)
    response = FileResponse(target, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{TITLE}-{now:%Y%m%d}.xlsx")
    return response
