"""Incidents as a list (事件列表), and the figures of their response (响应时间统计)."""

from typing import Any

import django_filters
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...incidents.desk import running_incidents
from ...incidents.statistics import figures_of, minutes_text
from ...inquiries.statistics import span
from ...models import Incident
from ...querysets import IncidentQuerySet
from ...states import IncidentKind, IncidentState, Severity
from ..duty import REPORT, VIEW, span_of

VIEWS = [("open", "未办结"), ("unreported", "待报告"), ("mine", "与我有关")]


class IncidentFilters(PortalFilterSet):
    """Incidents by words, state, kind, severity and when they were found."""

    q = django_filters.CharFilter(label="事由或情况", method="by_words")
    view = django_filters.ChoiceFilter(label="查看", choices=VIEWS, method="by_view")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=IncidentState.choices)
    kind = django_filters.MultipleChoiceFilter(label="类别", choices=IncidentKind.choices)
    severity = django_filters.MultipleChoiceFilter(label="等级", choices=Severity.choices)
    first = django_filters.DateFilter(label="发现自", method="by_first")
    last = django_filters.DateFilter(label="发现至", method="by_last")

    def by_words(self, rows: IncidentQuerySet, name: str, value: str) -> IncidentQuerySet:
        """Return the incidents that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(title__icontains=words) | Q(text__icontains=words))

    def by_view(self, rows: IncidentQuerySet, name: str, value: str) -> IncidentQuerySet:
        """Return what runs, what was not told to both sides, or what concerns the person."""
        if value == "unreported":
            return rows.filter(Q(head_told_at__isnull=True) | Q(department_told_at__isnull=True))
        if value == "mine":
            return rows.filter(pk__in=running_incidents(self.request.user).order_by().values("pk"))
        return rows.running()

    def by_first(self, rows: IncidentQuerySet, name: str, value: Any) -> IncidentQuerySet:
        """Return what was found from a day on."""
        return rows.filter(found_at__gte=span(value, value)[0])

    def by_last(self, rows: IncidentQuerySet, name: str, value: Any) -> IncidentQuerySet:
        """Return what was found until the end of a day."""
        return rows.filter(found_at__lt=span(value, value)[1])


class IncidentList(ListPage):
    """All visible incidents, the newest first."""

    code, title, noun = "incidents", "事件", "起事件"
    filterset_class = IncidentFilters
    template_name = "duties/incidents/list.html"
    order = "-found_at"
    empty = ("没有事件", "发现有害评论、账号异常等情况,按“报告事件”,一分钟内可以报完。")
    columns = (
        Column(
            "title", "事由", main=True, fixed=True, width=40, sub=lambda row: row.get_kind_display(),
            url=lambda row: reverse("duties:incident", args=[row.pk]), export="title",
        ),
        Column("kind", "类别", shown=False),
        Column("unit", "单位", value="unit.name", width=24),
        Column("account", "账号", value="account.name", shown=False, width=24),
        Column("severity", "等级", value=lambda row: row.get_severity_display(), status=True),
        Column("found_at", "发现时间", sort="found_at", nowrap=True),
        Column("to_report", "发现至报告", value=lambda row: minutes_text(row.minutes_to_report), nowrap=True),
        Column("to_handle", "发现至处置完成", value=lambda row: minutes_text(row.minutes_to_handle), nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> IncidentQuerySet:
        """Return the visible incidents."""
        rows = Incident.objects.visible_to(request.user).select_related("unit", "account")
        return rows.defer("text", "cause", "handling", "lessons")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"reports": request.user.has_perm(REPORT), "view": request.GET.get("view", ""), "views": VIEWS}


incident_list = guard(VIEW)(IncidentList.as_view())


@guard(VIEW)
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures of a span of days; every figure opens its list."""
    first, last = span_of(request)
    whole, kinds = figures_of(request.user, first, last)
    context = {
        "title": "事件统计", "first": first, "last": last, "figures": whole, "kinds": kinds,
        "list": f"{reverse('duties:incidents')}?first={first}&last={last}",
    }  # fmt: skip
    return render(request, "duties/incidents/statistics.html", context)
