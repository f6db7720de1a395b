"""What the pages of inspections share: names of rights, finding by right, the department of a person."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import posts_of

from ...models import Campaign, Inspected

VIEW = "assessments.view_inspections"
DIRECT = "assessments.direct_inspections"
INSPECT = "assessments.inspect_account"
SECOND = "assessments.look_again"
METHODS = ["GET", "POST"]


def find_campaign(request: HttpRequest, pk: int, *, need: str = "") -> Campaign:
    """Return a campaign that the person may see and, with `need`, work on; all others are not found."""
    rows = Campaign.objects.visible_to(request.user).select_related("unit", "root", "edition", "created_by")
    return _may(request, get_object_or_404(rows, pk=pk), need)


def find_row(request: HttpRequest, pk: int, *, need: str = "") -> Inspected:
    """Return an account of a campaign that the person may see and, with `need`, work on."""
    return _may(request, get_object_or_404(rows_of(request), pk=pk), need)


def rows_of(request: HttpRequest) -> QuerySet[Inspected]:
    """Return the visible accounts of campaigns with what pages show of them."""
    rows = Inspected.objects.visible_to(request.user)
    return rows.select_related(
        "campaign__edition", "campaign__unit", "unit", "platform", "account", "inspector", "second"
    )


def department_of(request: HttpRequest) -> Unit:
    """Return the department for which the person works; nobody else prepares campaigns."""
    chosen = getattr(request, "post", None)
    for post in [*([chosen] if chosen else []), *posts_of(request.user)]:
        if post.role in AUTHORITY and post.unit.is_authority:
            return post.unit
    raise Http404


def _may(request: HttpRequest, row: Any, need: str) -> Any:
    if need and not request.user.has_perm(need, row):
        raise Http404
    return row
