"""External vetoes (外部单项否决): a list, telling one, its page, revoking."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.once import act_once

from ...actions.quarters import record_veto, revoke_veto
from ...forms.quarters import ReasonForm, VetoForm
from ...models import SchemeVersion, VetoRecord
from ...scoring.vocabulary import LEVELS
from .common import RUN, VIEW, refuse, runs

GENERAL = ("external_veto", "检查单项否决")


class VetoFilters(PortalFilterSet):
    """Vetoes by unit, level and day."""

    q = django_filters.CharFilter(label="单位", field_name="unit__name", lookup_expr="icontains")
    level = django_filters.MultipleChoiceFilter(label="检查级别", choices=list(LEVELS.items()))
    since = django_filters.DateFilter(label="通报日期起", field_name="on", lookup_expr="gte")
    until = django_filters.DateFilter(label="通报日期止", field_name="on", lookup_expr="lte")


class VetoList(ListPage):
    """The vetoes that other inspections told."""

    code, title, noun = "quarter-vetoes", "外部单项否决", "条否决"
    filterset_class = VetoFilters
    template_name = "assessments/quarters/vetoes.html"
    empty = ("没有外部单项否决", "国家、省和本地检查通报单项否决的，由宣传部门在这里登记，计入考核。")
    columns = (
        Column("unit", "单位", value="unit.name", main=True, fixed=True, width=28,
               url=lambda row: reverse("assessments:quarter-veto", args=[row.pk])),
        Column("account", "账号", value=lambda row: row.account.name if row.account else "全单位", width=24),
        Column("level", "检查级别", value=lambda row: row.get_level_display(), nowrap=True),
        Column("on", "通报日期", sort="on", nowrap=True),
        Column("document", "文件", width=40),
        Column("word", "状态", status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[VetoRecord]:
        """Return the visible vetoes."""
        return VetoRecord.objects.visible_to(request.user).select_related("unit", "account")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether the person may tell one."""
        return {"starts": bool(runs(request))}


veto_list = guard(VIEW)(VetoList.as_view())


def _codes(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the vetoes that the schemes in force name; without any the general one."""
    found: dict[str, str] = {}
    for version in SchemeVersion.objects.visible_to(request.user).filter(state="published"):
        for veto in version.scheme.vetoes:
            label = GENERAL[1] if veto.code == GENERAL[0] else veto.label
            found.setdefault(veto.code, label)
    return list(found.items()) or [GENERAL]


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Tell a veto."""
    if not runs(request):
        raise Http404
    now = timezone.now()
    form = VetoForm(request.POST or None, request.FILES or None, user=request.user, codes=_codes(request))
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name not in ("token", "unit")}

        def act() -> str:
            made = record_veto(form.cleaned_data["unit"], **data, by=request.user, at=now)
            messages.success(request, "已登记，正在进行的考核下次计分时计入。")
            return reverse("assessments:quarter-veto", args=[made.pk])

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    context = {
        "form": form, "title": "登记外部单项否决", "button": "登记", "back": reverse("assessments:quarter-vetoes"),
        "lead": "国家、省检查的单项否决影响全年，本地检查的只影响当期，以考核方案为准。",
    }  # fmt: skip
    return render(request, "assessments/quarters/form.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, pk: int) -> VetoRecord:
    rows = VetoRecord.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "root", "account", "by", "revoked_by"), pk=pk)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a veto and what became of it."""
    return _page(request, _find(request, pk))


def _page(request: HttpRequest, veto: VetoRecord, *, status: int = 200, form: Any = None) -> HttpResponse:
    can_revoke = veto.stands and request.user.has_perm(RUN, veto)
    context = {
        "title": f"外部单项否决 · {veto.unit}",
        "veto": veto,
        "can_revoke": can_revoke,
        "form": form or ReasonForm(),
    }
    return render(request, "assessments/quarters/veto.html", context, status=status)


@guard(VIEW)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a veto that was told wrongly."""
    veto, form = _find(request, pk), ReasonForm(request.POST)
    if not request.user.has_perm(RUN, veto):
        raise Http404
    if not form.is_valid():
        return _page(request, veto, status=422, form=form)
    try:
        revoke_veto(veto, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused, form)
        return _page(request, _find(request, pk), status=409, form=form)
    messages.success(request, "已撤销。")
    return redirect("assessments:quarter-veto", pk)
