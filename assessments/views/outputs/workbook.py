"""The workbook of a quarter as a download (导出工作簿): at once, or through the download centre where it is large."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.exports.actions import ask
from newmedia_portal.core.exports.sources import CONTENT_TYPES
from newmedia_portal.core.refusals import Refused

from ...models import AccountEntry, Quarter
from ...outputs.book import SOURCE, name_of, write_quarter
from ..quarters.common import find_quarter

AT_ONCE = 5_000
IN_MEMORY = 4 * 1024 * 1024
VIEW = "assessments.view_outputs"
TAKE = "assessments.take_outputs"


def taken(request: HttpRequest, period: str) -> Quarter:
    """Return a quarter whose outputs the person may take; all others are not found."""
    quarter = find_quarter(request, period)
    if not request.user.has_perm(TAKE, quarter):
        raise Http404
    return quarter


@guard(VIEW)
@require_GET
def workbook(request: HttpRequest, period: str) -> HttpResponseBase:
    """Hand the workbook out; one with many accounts is made in the background."""
    quarter, now = taken(request, period), timezone.now()
    if AccountEntry.objects.filter(quarter=quarter)[AT_ONCE : AT_ONCE + 1].exists():
        return _later(request, quarter)
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    count = write_quarter(target, quarter, by=str(request.user), at=now)  # type: ignore[arg-type]
    record("export.made", by=request.user, at=now, obj=quarter, after={"title": name_of(quarter), "rows": count})
    target.seek(0)
    response = FileResponse(target, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{name_of(quarter)}.xlsx")
    return response


@guard(VIEW)
@require_POST
def export(request: HttpRequest, period: str) -> HttpResponse:
    """Have the workbook made in the background; from its page it can be sent at fixed times."""
    return _later(request, taken(request, period))


def _later(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    try:
        made = ask(
            SOURCE, title=name_of(quarter), params={"quarter": quarter.pk}, by=request.user,  # type: ignore[arg-type]
            at=timezone.now(), says=f"{quarter.root.name} {quarter.words}",
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(quarter.get_absolute_url())
    return redirect("exports:export", made.pk)
