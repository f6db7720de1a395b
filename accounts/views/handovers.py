"""Hand-overs (离任移交): the list, one case, an item done, a confirmation, the list on paper."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import SIGNED_IN, guard
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.workdays import working_days

from ..forms.handover import ItemForm, SignForm
from ..handover import cases
from ..handover.holders import stranded_on
from ..handover.items import PASSWORD, PRODUCT, lines_of
from ..handover.paper import paper_of
from ..models import Handover, HandoverItem
from ..states import HandoverSide, HandoverState
from .common import form_page, run

VIEW = "accounts.view_handovers"
SETTLE = "accounts.settle_handover"
register("handover.print_taken", "下载移交清单")


class HandoverFilters(PortalFilterSet):
    """Hand-overs by words and state."""

    q = django_filters.CharFilter(label="姓名或单位", method="by_words")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=HandoverState.choices)

    def by_words(self, rows: QuerySet[Handover], name: str, value: str) -> QuerySet[Handover]:
        """Return the cases of these people or units."""
        words = Q(person__icontains=value) | Q(successor_name__icontains=value) | Q(unit__name__icontains=value)
        return rows.filter(words)


class HandoverList(ListPage):
    """All visible hand-overs, the latest first."""

    code, title, noun = "handovers", "离任移交", "件"
    filterset_class = HandoverFilters
    template_name = "handover/list.html"
    order = "-left_on"
    empty = ("没有离任移交", "办理离任或离任移交时自动开立；账号换管理员的变更备案办结时也会开立。")
    columns = (
        Column(
            "person", "移交人", main=True, fixed=True, nowrap=True,
            url=lambda row: reverse("people:handover", args=[row.pk]),
        ),
        Column("unit", "单位", value="unit.name", width=24),
        Column("what", "岗位或账号", value=lambda row: row.post.get_role_display() if row.post else str(row.account)),
        Column("successor_name", "接手人", nowrap=True),
        Column("left_on", "离任日期", sort="left_on", nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[Handover]:
        """Return the visible cases."""
        return Handover.objects.visible_to(request.user).select_related("unit", "post", "account")


handover_list = guard(VIEW)(HandoverList.as_view())


@guard(SIGNED_IN)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case: what is to be done, what passed to whom, who confirmed."""
    case = _find(request, pk)
    at = timezone.now()
    signs = {sign.side: sign for sign in case.signs.select_related("by")}
    sides = [(side, signs.get(side), cases.may_sign(case, side, request.user)) for side in HandoverSide]
    settles = request.user.has_perm(SETTLE, case)
    context = {
        "title": str(case), "case": case, "sides": sides, "settles": settles, "product": PRODUCT, "password": PASSWORD,
        "items": _with_days(case), "other": lines_of(case),
        "keeps": request.user.has_perm("accounts.hand_over_password", case.unit),
        "duty": request.user.has_perm("core.view_business"),
        "moved": case.lines.all(), "open": cases.what_is_open(case, at=at),
        "groups": stranded_on(case.leaver, at=at) if case.leaver else [],
        "moves": request.user.has_perm("accounts.move_holdings", case.unit),
        "reads": request.user.has_perm(VIEW),
    }  # fmt: skip
    return render(request, "handover/detail.html", context)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that an item was done."""
    item = get_object_or_404(HandoverItem.objects.select_related("account"), pk=pk)
    case = _find(request, item.handover_id)
    if not request.user.has_perm(SETTLE, case) or item.done_on is not None or item.code == PASSWORD:
        raise Http404
    form = ItemForm(request.POST or None, stated=item.basis != PRODUCT)

    def act(data: dict[str, Any]) -> None:
        cases.tick(item, **data, by=request.user, at=timezone.now())

    if request.method == "POST" and run(form, act):
        messages.success(request, f"已登记：{item.label}。")
        return redirect("people:handover", case.pk)
    return _show(request, form, case, title=item.label, button="登记")


@guard(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    """Confirm for one side."""
    case = _find(request, pk)
    if side not in HandoverSide.values or not cases.may_sign(case, side, request.user):
        raise Http404
    form = SignForm(request.POST or None, own=cases.is_own(case, side, request.user))

    def act(data: dict[str, Any]) -> None:
        cases.sign(case, side, note=data["note"], by=request.user, at=timezone.now())

    if request.method == "POST" and run(form, act):
        messages.success(request, "已确认。")
        return redirect("people:handover", case.pk)
    label = HandoverSide(side).label
    return _show(request, form, case, title=f"{label}确认移交", button="确认")


@guard(SIGNED_IN)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper: to print, or as a file whose taking is logged."""
    case = _find(request, pk)
    kind, at = kind_asked(request), timezone.now()
    items = list(case.items.select_related("done_by"))
    groups = stranded_on(case.leaver, at=at) if case.leaver else []
    sheet = paper_of(case, items=items, lines=lines_of(case), groups=groups, by=request.user, at=at)
    name = f"{sheet.title}-{case.person}"
    if kind != "html":
        record("handover.print_taken", by=request.user, at=at, obj=case, after={"name": f"{name}.{kind}"})
    shown = {"case": case}
    return respond(sheet, request, kind, at=at, name=name, template="handover/print.html", context=shown)


def _with_days(case: Handover) -> list[HandoverItem]:
    """Return the items, those that are open with the working days until their due day."""
    items, calendar, today = list(case.items.select_related("done_by", "account")), working_days.current(), localdate()
    for item in items:
        if item.due_on is not None and item.done_on is None:
            item.left = calendar.workdays_between(today, item.due_on)  # type: ignore[attr-defined]
    return items


def _find(request: HttpRequest, pk: int) -> Handover:
    rows = Handover.objects.visible_to(request.user)
    rows = rows.select_related("unit__root", "unit__parent", "post", "account", "leaver", "successor", "edition")
    return get_object_or_404(rows, pk=pk)


def _show(request: HttpRequest, form: Any, case: Handover, *, title: str, button: str) -> HttpResponse:
    back = reverse("people:handover", args=[case.pk])
    lead = f"{case.unit}，{case.left_on}。"
    return form_page(request, form, title=title, button=button, back=back, crumbs=(str(case), back), lead=lead)
