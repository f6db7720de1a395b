"""Figures and the monthly summary (审核统计、月度汇总); a month without publications is a nil return (零报告)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import kind_asked, respond

from ..models import Receipt
from ..monthly import monthly_paper, rows_of
from ..statistics import figures_of, month_of, span_of
from .common import VIEW


@guard(VIEW)
@require_http_methods(["GET"])
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures of a month; every figure opens its list."""
    month = month_of(request.GET.get("month", ""), timezone.localdate())
    context: dict[str, Any] = {"figures": figures_of(request.user, month), "month": month, "key": f"{month:%Y-%m}"}
    return render(request, "reviews/statistics.html", context)


@guard(VIEW)
@require_http_methods(["GET"])
def monthly(request: HttpRequest) -> HttpResponse:
    """The monthly summary as the page to print, PDF or Word file."""
    at = timezone.now()
    month = month_of(request.GET.get("month", ""), timezone.localdate())
    since, until = span_of(month)
    receipts = Receipt.objects.visible_to(request.user).filter(published_at__gte=since, published_at__lt=until)
    paper = monthly_paper(rows_of(receipts), month=month, by=request.user, at=at)
    kind = kind_asked(request)
    if kind != "html":
        record("post.summary_taken", by=request.user, at=at, after={"month": f"{month:%Y-%m}", "kind": kind})
    name = f"信息发布月度汇总表-{month:%Y-%m}"
    return respond(paper, request, kind, at=at, name=name, template="reviews/monthly.html", context={"month": month})
