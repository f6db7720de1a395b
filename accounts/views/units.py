"""The unit tree: list and single unit."""

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.audit.timeline import timeline_of
from newmedia_portal.core.following.bell import bell_of
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from ..actions.people import post_gaps
from ..models import MediaAccount

SHOWN = 50
INDENT = "\u3000"


def in_tree(unit: Unit) -> SafeString:
    """Return the name as a link, set in by its depth in the tree."""
    return format_html('{}<a href="{}">{}</a>', INDENT * unit.depth, reverse("units:detail", args=[unit.pk]), unit.name)


class UnitFilters(PortalFilterSet):
    """Units by words, kind and whether they still exist."""

    q = django_filters.CharFilter(label="名称或代码", method="by_words")
    kind = django_filters.MultipleChoiceFilter(label="单位类别", choices=list(UNIT_KINDS.items()))
    below = django_filters.ModelChoiceFilter(label="所在组织", queryset=Unit.objects.none(), method="by_top")
    closed = django_filters.BooleanFilter(label="已撤销", field_name="closed_on", lookup_expr="isnull", exclude=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["below"].queryset = Unit.objects.visible_to(self.request.user).filter(parent__isnull=True)

    def by_words(self, rows: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        """Return the units whose name or code contains the words."""
        return rows.filter(Q(name__icontains=value) | Q(code__icontains=value))

    def by_top(self, rows: QuerySet[Unit], name: str, value: Unit) -> QuerySet[Unit]:
        """Return the units of one organisation."""
        return rows.filter(root=value)


class UnitList(ListPage):
    """All visible units in the order of the tree."""

    code = "units"
    title = "单位"
    noun = "个单位"
    order = "path"
    filterset_class = UnitFilters
    template_name = "units/list.html"
    empty = ("没有符合条件的单位", "请去掉部分筛选条件,或联系系统管理员新增单位。")
    columns = (
        Column(
            "name",
            "单位名称",
            value=in_tree,
            main=True,
            fixed=True,
            export="name",
            width=32,
        ),
        Column("code", "单位代码", sort="code", nowrap=True),
        Column("kind", "类别", value=lambda unit: UNIT_KINDS.get(unit.kind, ""), nowrap=True),
        Column("parent", "上级单位", value="parent.name", shown=False, width=28),
        Column("line_department", "主管部门", value="line_department.name", width=24),
        Column("people", "在任", value="people", numeric=True),
        Column("accounts", "在册账号", value="accounts", numeric=True),
        Column("closed_on", "撤销日期", shown=False, nowrap=True),
        Column("state", "状态", value=lambda unit: "已撤销" if unit.closed_on else "在用", status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Unit]:
        """Return the visible units with the number of people in post and of running accounts."""
        people = Post.objects.filter(unit=OuterRef("pk"), until__isnull=True).order_by().values("unit")
        accounts = MediaAccount.objects.running().filter(unit=OuterRef("pk")).order_by().values("unit")
        rows = Unit.objects.visible_to(request.user).select_related("parent", "line_department")
        return rows.annotate(
            people=Coalesce(Subquery(people.annotate(n=Count("user", distinct=True)).values("n")), 0),
            accounts=Coalesce(Subquery(accounts.annotate(n=Count("pk")).values("n")), 0),
        )

    def chosen_columns(self, request: HttpRequest) -> list[Column]:
        """Leave out the number of accounts for people without any business."""
        columns = super().chosen_columns(request)
        business = request.user.has_perm("core.view_business")
        return [column for column in columns if business or column.code != "accounts"]

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether units may be added."""
        return {"can_manage": request.user.has_perm("core.manage_units")}


unit_list = guard("core.view_units")(UnitList.as_view())


@guard("core.view_units")
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit with its people, gaps, subunits and accounts."""
    units = Unit.objects.visible_to(request.user).select_related("parent", "root", "line_department", "superior")
    unit = get_object_or_404(units, pk=pk)
    posts = list(unit.posts.filter(until__isnull=True).select_related("user").order_by("since", "pk"))
    subunits = Unit.objects.visible_to(request.user).filter(parent=unit).order_by("path")
    accounts = MediaAccount.objects.visible_to(request.user).filter(unit=unit).select_related("platform")
    context = {
        "title": unit.name,
        "unit": unit,
        "bell": bell_of(request.user, unit),
        "events": timeline_of(unit),
        "facts": _facts(unit),
        "posts": sorted(posts, key=lambda post: Role.values.index(post.role)),
        "former": unit.posts.filter(until__isnull=False).select_related("user").order_by("-until", "-pk")[:SHOWN],
        "gaps": _gaps(unit),
        "subunits": subunits[:SHOWN],
        "accounts": accounts.order_by("-pk")[:SHOWN],
        "above": Unit.objects.visible_to(request.user).filter(pk=unit.parent_id).first(),
        "can_manage": request.user.has_perm("core.manage_units"),
        "can_people": request.user.has_perm("core.manage_people"),
        "business": request.user.has_perm("core.view_business"),
    }
    return render(request, "units/detail.html", context)


def _facts(unit: Unit) -> list[tuple[str, Any]]:
    rows = [
        ("单位代码", unit.code),
        ("单位类别", UNIT_KINDS.get(unit.kind, "")),
        ("主管部门", unit.line_department),
        ("上级宣传部门", unit.superior),
        ("所在地", unit.region),
        ("联系电话", unit.contact_phone),
    ]
    return [(label, value) for label, value in rows if value]


def _gaps(unit: Unit) -> list[dict[str, Any]]:
    if unit.closed_on is not None:
        return []
    try:
        gaps = post_gaps(unit, on=timezone.localdate())
    except Refused as refusal:
        return [{"ok": None, "text": refusal.message, "article": ""}]
    return [{"ok": False if gap.kind == "count" else None, "text": gap.message, "article": gap.article} for gap in gaps]
