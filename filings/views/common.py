"""What the views of filings share: finding by right, telling refusals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from newmedia_portal.core.refusals import Refused

from ..models import Filing


def find(request: HttpRequest, pk: int) -> Filing:
    """Return a filing that the person may see; hidden ones are not found."""
    rows = Filing.objects.visible_to(request.user).select_related(
        "unit",
        "unit__root",
        "unit__parent",
        "unit__line_department",
        "root",
        "account__platform",
        "edition",
        "created_by",
    )
    return get_object_or_404(rows, pk=pk)


def refuse(request: HttpRequest, refused: Refused, form: Any = None) -> None:
    """Say a refusal at its field and on top, or as a message where there is no form."""
    if form is not None:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    else:
        messages.error(request, refused.message)


def can_edit(request: HttpRequest, filing: Filing) -> bool:
    """Whether the person writes for the filing's unit."""
    return request.user.has_perm("filings.edit_filing", filing)
