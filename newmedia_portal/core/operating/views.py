"""The status page for the system administrator, and the figures for monitoring."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ..access.guard import PUBLIC, guard
from ..jobs.models import OutboxItem
from ..refusals import Refused
from . import actions, faults, metrics, reading
from .figures import Installation

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def _context() -> dict[str, Any]:
    status = reading.read(timezone.now())
    status.faults = faults.find(status)
    return {"title": "运行状态", "status": status}


@guard("core.view_status")
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """Show how everything runs, and what to do where it does not."""
    return render(request, "operating/status.html", _context())


@guard("core.view_status")
@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """The part of the page that asks again every half minute; it keeps no session alive."""
    return render(request, "operating/facts.html", _context())


@guard("core.view_status")
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Give failed work another try."""
    item = get_object_or_404(OutboxItem, pk=pk)
    try:
        actions.retry(item, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{item.job} 已重新排队，稍后刷新本页看结果。")
    return redirect("operating:status")


@guard(PUBLIC)
@never_cache
def prometheus(request: HttpRequest) -> HttpResponse:
    """Give the figures to whoever monitors the portal; to everybody else the address does not exist."""
    if not (_near(request) or _knows_token(request)):
        raise Http404
    return HttpResponse(metrics.exposition(Installation(timezone.now())), content_type=CONTENT_TYPE)


def _near(request: HttpRequest) -> bool:
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in settings.METRICS_ALLOWED_NETWORKS)


def _knows_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
