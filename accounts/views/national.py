"""Downloading the table for batch entry into the national reporting system (批量报送表)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists.exports import export_rows
from newmedia_portal.core.ui.lists.filters import harmless

from ..models import MediaAccount
from ..national import columns_of, layout
from .register import AccountFilters

MOST_ROWS = 20_000


@guard("accounts.view_account")
@require_GET
def national(request: HttpRequest) -> HttpResponseBase:
    """Answer with the accounts that the register's filters show, in the columns of the layout."""
    rows = MediaAccount.objects.visible_to(request.user).select_related("platform", "unit").order_by("unit__path", "pk")
    found = AccountFilters(harmless(request.GET), queryset=rows, request=request).qs
    try:
        shape = layout()
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("accounts:list")
    if found.values("pk")[MOST_ROWS : MOST_ROWS + 1].exists():
        messages.error(request, f"超过 {MOST_ROWS} 个账号。请先按单位筛选，分批下载。")
        return redirect("accounts:list")
    return export_rows(found, columns_of(shape), title=shape.title, by=request.user, at=timezone.localtime())
