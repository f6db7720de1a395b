"""What the pages of assessment share: finding by right, addresses with the tree, telling refusals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused

from ...models import Entry, Quarter, SchemeVersion
from ...quarters.states import SchemeState

VIEW = "assessments.list_quarters"
RUN = "assessments.run_quarter"
SPEAK = "assessments.speak_for_entry"


def find_quarter(request: HttpRequest, period: str) -> Quarter:
    """Return a period that the person may see; `root` tells trees apart where several have it."""
    rows = Quarter.objects.visible_to(request.user).filter(period=period).order_by("root__path")
    wanted = request.GET.get("root", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        rows = rows.filter(root=int(wanted))
    found = rows.select_related("root", "scheme__edition", "edition", "closed_by", "published_by").first()
    if found is None:
        raise Http404
    return found


def run_quarter(request: HttpRequest, period: str) -> Quarter:
    """Return a period that the person runs; all others are not found."""
    quarter = find_quarter(request, period)
    if not request.user.has_perm(RUN, quarter):
        raise Http404
    return quarter


def address(name: str, quarter: Quarter, *more: Any) -> str:
    """Return the address of a page of a period, with its tree."""
    return f"{reverse(f'assessments:{name}', args=[quarter.period, *more])}?root={quarter.root_id}"


def find_entry(request: HttpRequest, pk: int) -> Entry:
    """Return a unit's row that the person may see: units in reach, and all of a published period of the own tree."""
    rows = Entry.objects.open_to(request.user)
    return get_object_or_404(rows.select_related("quarter__root", "quarter__scheme", "quarter__edition", "unit"), pk=pk)


def own_entry(request: HttpRequest, pk: int) -> Entry:
    """Return a unit's row for which the person speaks."""
    entry = find_entry(request, pk)
    if not request.user.has_perm(SPEAK, entry):
        raise Http404
    return entry


def find_scheme(request: HttpRequest, pk: int) -> SchemeVersion:
    """Return a version of a scheme that the person may see."""
    rows = SchemeVersion.objects.visible_to(request.user).select_related("root", "edition", "based_on", "published_by")
    version = get_object_or_404(rows, pk=pk)
    if version.state == SchemeState.DRAFT and not request.user.has_perm(RUN, version):
        raise Http404
    return version


def runs(request: HttpRequest) -> list[Unit]:
    """Return the trees whose assessment the person runs."""
    rows = Unit.objects.visible_to(request.user).filter(parent__isnull=True, closed_on__isnull=True)
    return [root for root in rows.exclude(regime="") if request.user.has_perm(RUN, Quarter(root=root))]


def refuse(request: HttpRequest, refused: Refused, form: Any = None) -> None:
    """Say a refusal at its field and on top, or as a message where there is no form."""
    if form is not None:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    else:
        messages.error(request, refused.message)
