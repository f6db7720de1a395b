"""Leavers (离任清单): the list, one checklist, ticking an item."""

from typing import Any

import django_filters
from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage

from ...actions import people as actions
from ...forms.people import TickForm
from ...inquiries.history import history_of
from ...models import LeavingChecklist, LeavingItem
from ...people.leaving import PRODUCT
from ...querysets import ChecklistQuerySet
from ...states import ChecklistState
from ..duty import VIEW, find, form_page
from .gaps import UnitFilters

TICK = "duties.tick_checklist"
ROWS = LeavingChecklist.objects.select_related("unit__root", "post__user", "edition", "successor__user")
VIEWS = [("waiting", "未完成")]


class LeaverFilters(UnitFilters):
    """Checklists by words and state."""

    q = django_filters.CharFilter(label="姓名", field_name="person", lookup_expr="icontains")
    view = django_filters.ChoiceFilter(label="查看", choices=VIEWS, method="by_view")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=ChecklistState.choices)

    def by_view(self, rows: ChecklistQuerySet, name: str, value: str) -> ChecklistQuerySet:
        """Return what is not done."""
        return rows.running()


class LeaverList(ListPage):
    """All visible checklists, the latest leaver first."""

    code, title, noun = "leavers", "离任清单", "份"
    filterset_class = LeaverFilters
    template_name = "duties/people/list.html"
    order = "-left_on"
    empty = ("没有离任清单", "办理离任或离任移交时自动开立。")
    columns = (
        Column(
            "person", "离任人", main=True, fixed=True, nowrap=True,
            url=lambda row: reverse("duties:leaving", args=[row.pk]),
        ),
        Column("unit", "单位", value="unit.name", width=24),
        Column("role", "岗位", value=lambda row: row.post.get_role_display()),
        Column("left_on", "离任日期", sort="left_on", nowrap=True),
        Column("done_at", "完成时间", nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> ChecklistQuerySet:
        """Return the visible checklists."""
        return LeavingChecklist.objects.visible_to(request.user).select_related("unit", "post")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the views of the list."""
        return {"view": request.GET.get("view", ""), "views": VIEWS, "home": reverse("duties:leavers")}


leaver_list = guard(VIEW)(LeaverList.as_view())


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a checklist: what, under which article, done when and by whom."""
    checklist = find(ROWS, request, pk)
    items = list(checklist.items.select_related("done_by", "account"))
    context = {
        "title": str(checklist), "checklist": checklist, "items": items, "product": PRODUCT,
        "open": sum(item.done_on is None for item in items), "ticks": request.user.has_perm(TICK, checklist),
        "days": (timezone.localdate() - checklist.left_on).days, "events": history_of(checklist),
        "keeps": request.user.has_perm("accounts.hand_over_password", checklist.unit),
    }  # fmt: skip
    return render(request, "duties/people/leaving.html", context)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that an item was done."""
    item = get_object_or_404(LeavingItem.objects.select_related("account"), pk=pk)
    checklist = find(ROWS, request, item.checklist_id, need=TICK)
    if item.done_on is not None or item.account_id is not None:
        raise Http404
    form = TickForm(request.POST or None, item=item)
    home = reverse("duties:leaving", args=[checklist.pk])

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.tick(item, **data, by=request.user, at=timezone.now())
        said.success(request, f"已登记:{item.label}。")
        return home

    return form_page(
        request, form, act, title=item.label, button="登记", back=home,
        crumbs=("离任清单", reverse("duties:leavers"), str(checklist), home),
        lead=f"{checklist.person},{checklist.unit},{checklist.left_on} 离任。",
    )  # fmt: skip
