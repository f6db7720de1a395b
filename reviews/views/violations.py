"""Altered and unreviewed publications (违规发布): the list, the difference, the word of the unit, the settlement."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from .. import actions
from ..forms.publishing import ExplanationForm, SettleForm
from ..models import Violation
from ..states import Verdict, ViolationState
from .common import VIEW, find_violation, refuse


@guard(VIEW)
@require_http_methods(["GET"])
def violation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one violation with its difference."""
    return render(request, "reviews/violation.html", _context(request, find_violation(request, pk)))


def _context(request: HttpRequest, row: Violation, **more: Any) -> dict[str, Any]:
    is_open = row.state == ViolationState.OPEN
    explains = is_open and request.user.has_perm("reviews.edit_post", row)
    settles = is_open and request.user.has_perm("reviews.settle_violation", row)
    return {
        "violation": row,
        "receipt": row.receipt,
        "explain_form": ExplanationForm(initial={"explanation": row.explanation}) if explains else None,
        "settle_form": SettleForm() if settles else None,
        **more,
    }


@guard(VIEW)
@require_POST
def explain_violation(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says how it came about."""
    row, form = find_violation(request, pk), ExplanationForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["explanation"]
            actions.explain_violation(row, text=text, by=request.user, at=timezone.now())
            messages.success(request, "情况说明已保存,宣传部门会看到。")
            return redirect("reviews:violation", pk)
        except Refused as refused:
            refuse(request, refused, form)
    return render(request, "reviews/violation.html", _context(request, row, explain_form=form), status=422)


@guard(VIEW)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The authority settles it."""
    row, form = find_violation(request, pk), SettleForm(request.POST)
    if form.is_valid():
        try:
            actions.settle_violation(row, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "处理结果已登记。")
            return redirect("reviews:violation", pk)
        except Refused as refused:
            refuse(request, refused, form)
    return render(request, "reviews/violation.html", _context(request, row, settle_form=form), status=422)


class ViolationFilters(PortalFilterSet):
    """Violations by words, kind and state."""

    q = django_filters.CharFilter(label="账号或单位", method="by_words")
    kind = django_filters.MultipleChoiceFilter(
        label="情形", choices=[(v.value, v.label) for v in (Verdict.CHANGED, Verdict.UNREVIEWED)]
    )
    state = django_filters.MultipleChoiceFilter(label="状态", choices=ViolationState.choices)

    def by_words(self, rows: QuerySet[Violation], name: str, value: str) -> QuerySet[Violation]:
        """Return the violations whose account or unit contains the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(receipt__account__name__icontains=words) | Q(unit__name__icontains=words))


class ViolationList(ListPage):
    """All visible violations, newest first."""

    code, title, noun = "violations", "违规发布", "件"
    filterset_class = ViolationFilters
    empty = ("没有违规发布", "登记回执时,系统比对发布内容与审定稿;不一致或未审先发的列在这里。")
    columns = (
        Column(
            "account",
            "账号",
            value="receipt.account.name",
            url=lambda row: reverse("reviews:violation", args=[row.pk]),
            main=True,
            fixed=True,
            width=26,
        ),
        Column("unit", "单位", value="unit.name", width=24),
        Column("title", "发布标题", value="receipt.title", width=30),
        Column("kind", "情形", value=lambda row: row.get_kind_display(), status=True),
        Column("published", "发布时间", value="receipt.published_at", nowrap=True),
        Column("found_at", "发现时间", sort="found_at", nowrap=True),
        Column("outcome", "处理情况", value="outcome", shown=False, width=30),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Violation]:
        """Return the visible violations with receipt and account."""
        seen = Violation.objects.visible_to(request.user).select_related("receipt__account", "unit")
        return seen.defer("receipt__text", "receipt__differences")


violation_list = guard(VIEW)(ViolationList.as_view())
