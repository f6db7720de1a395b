"""Recording what was published, and the list of receipts (发布回执)."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import MediaAccount
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.once import act_once
from newmedia_portal.core.uploads import CONTENT_TYPES, hand_out

from .. import actions
from ..forms.publishing import ReceiptForm, VerdictForm
from ..models import Post, Receipt
from ..permissions import AUTHORS
from ..states import PostState, Verdict
from ..statistics import month_of, span_of
from .common import VIEW, find, refuse

RECORDABLE = (PostState.READY, PostState.PUBLISHED)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the publication of an approved post."""
    post = find(request, pk)
    if post.state not in RECORDABLE or not request.user.has_perm("reviews.record_receipt", post):
        raise Http404
    accounts = MediaAccount.objects.filter(unit=post.unit_id).select_related("platform")
    initial = {"title": post.title, "account": post.accounts.first(), "published_at": timezone.localtime()}
    return _record(request, post, accounts, initial)


@guard("reviews.start_post")
@require_http_methods(["GET", "POST"])
def record_unreviewed(request: HttpRequest) -> HttpResponse:
    """Record a publication that never passed a review."""
    own = [p.unit_id for p in posts_of(request.user) if p.role in AUTHORS]
    accounts = MediaAccount.objects.filter(unit__in=own).select_related("platform")
    return _record(request, None, accounts, {"published_at": timezone.localtime()})


def _record(
    request: HttpRequest, post: Post | None, accounts: QuerySet[MediaAccount], initial: dict[str, Any]
) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReceiptForm(*sent, accounts=accounts, initial=initial)
    if request.method == "POST" and form.is_valid():
        data, at = dict(form.cleaned_data), timezone.now()
        token = data.pop("once")

        def act() -> str:
            receipt = actions.record_receipt(**data, post=post, by=request.user, at=at)
            return reverse("reviews:receipt", args=[receipt.pk])

        try:
            return redirect(act_once(token, act, by=request.user, at=at))
        except Refused as refused:
            refuse(request, refused, form)
    context = {"form": form, "post": post}
    return render(request, "reviews/publish.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt: the verdict, why, every difference; a picture is judged by eye."""
    row = find_receipt(request, pk)
    judges = (
        row.verdict == Verdict.UNCHECKED
        and row.by_id != request.user.pk
        and request.user.has_perm("reviews.record_receipt", row)
        and not row.replaced_by.exists()
    )
    form = VerdictForm(request.POST if request.method == "POST" else None) if judges else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            fresh = actions.confirm_receipt(row, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, f"核对结论已登记:{fresh.get_verdict_display()}。")
            return redirect("reviews:receipt", fresh.pk)
        except Refused as refused:
            refuse(request, refused, form)
    context = {"receipt": row, "form": form, "violation": getattr(row, "violation", None)}
    return render(request, "reviews/receipt.html", context, status=422 if form is not None and form.errors else 200)


def find_receipt(request: HttpRequest, pk: int) -> Receipt:
    """Return a receipt that the person may see."""
    rows = Receipt.objects.visible_to(request.user).select_related(
        "account__platform", "post", "authorisation", "unit", "by", "replaces", "violation"
    )
    return get_object_or_404(rows, pk=pk)


@guard(VIEW)
@require_http_methods(["GET"])
def screenshot(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the picture of a publication."""
    row = find_receipt(request, pk)
    if not row.screenshot:
        raise Http404
    end = row.screenshot.name.rpartition(".")[2]
    return hand_out(row.screenshot, name=f"发布截图-{row.pk}.{end}", content_type=CONTENT_TYPES[end])


class ReceiptFilters(PortalFilterSet):
    """Receipts by words, verdict and day."""

    q = django_filters.CharFilter(label="标题、账号或单位", method="by_words")
    verdict = django_filters.MultipleChoiceFilter(label="比对结论", choices=Verdict.choices)
    month = django_filters.CharFilter(label="发布月份", method="by_month")

    def by_words(self, rows: QuerySet[Receipt], name: str, value: str) -> QuerySet[Receipt]:
        """Return the receipts that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        found = Q(title__icontains=words) | Q(account__name__icontains=words) | Q(unit__name__icontains=words)
        return rows.filter(found)

    def by_month(self, rows: QuerySet[Receipt], name: str, value: str) -> QuerySet[Receipt]:
        """Return what was published within a month, written as 2026-11."""
        since, until = span_of(month_of(value, timezone.localdate()))
        return rows.filter(published_at__gte=since, published_at__lt=until)


class ReceiptList(ListPage):
    """All visible receipts, newest first."""

    code, title, noun = "receipts", "发布回执", "条回执"
    filterset_class = ReceiptFilters
    empty = ("没有符合条件的回执", "稿件审定后发布,再到稿件页登记发布回执。")
    columns = (
        Column(
            "title",
            "发布标题",
            value=lambda row: row.title or "未填标题",
            url=lambda row: reverse("reviews:receipt", args=[row.pk]),
            main=True,
            fixed=True,
            width=30,
        ),
        Column("account", "账号", value="account.name", width=24),
        Column("unit", "单位", value="unit.name", width=24),
        Column("published_at", "发布时间", sort="published_at", nowrap=True),
        Column("link", "链接", value="link", shown=False, width=40),
        Column("by", "登记人", value="by.full_name", shown=False),
        Column("verdict", "比对结论", value=lambda row: row.get_verdict_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Receipt]:
        """Return the visible receipts that no later one has taken the place of."""
        seen = Receipt.objects.visible_to(request.user).select_related("account", "unit", "by")
        return seen.filter(replaced_by__isnull=True).defer("text", "differences")


receipt_list = guard(VIEW)(ReceiptList.as_view())
