"""Preparing a campaign (新建检查、修改设置)."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duties.views.duty import form_page
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import OVERSIGHT, Role
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord

from ...actions import inspections as actions
from ...forms.inspections import CampaignForm
from ...inspecting.frame import supervised
from ...inspecting.kinds import kinds_of
from ...inspecting.levels import default_level
from ...inspecting.periods import span_of
from ...inspecting.template import defaults
from .common import DIRECT, METHODS, VIEW, department_of, find_campaign

CRUMB = "检查抽查"


@guard(VIEW)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a campaign of the person's department."""
    department, now = department_of(request), timezone.now()
    edition = edition_for(department.regime_code, timezone.localdate())
    form = _form(request, department, edition, _first(edition, department, request.GET.get("period", "")))

    def act() -> str:
        made = actions.prepare(department, form.plan, by=request.user, at=now)
        return reverse("assessments:inspection", args=[made.pk])

    home = reverse("assessments:inspections")
    return form_page(request, form, act, title="新建检查", button="保存", back=home, crumbs=(CRUMB, home))


@guard(VIEW)
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what has been prepared."""
    campaign, now = find_campaign(request, pk, need=DIRECT), timezone.now()
    home = reverse("assessments:inspection", args=[pk])
    form = _form(request, campaign.unit, campaign.edition, actions.standing(campaign))

    def act() -> str:
        actions.change(campaign, form.plan, by=request.user, at=now, seen=form.cleaned_data["seen"])
        return home

    def again(data: QueryDict) -> CampaignForm:
        newest = find_campaign(request, pk, need=DIRECT)
        return _form(request, newest.unit, newest.edition, actions.standing(newest), data)

    crumbs = (CRUMB, reverse("assessments:inspections"), campaign.name, home)
    return form_page(request, form, act, title="修改检查设置", button="保存", back=home, crumbs=crumbs, again=again)


def _form(
    request: HttpRequest, unit: Unit, edition: EditionRecord, initial: dict[str, Any], data: QueryDict | None = None
) -> CampaignForm:
    return CampaignForm(
        data or request.POST or None,
        initial=initial,
        kinds=kinds_of(edition.edition),
        units=supervised(unit).running().exclude(pk=unit.root_id).order_by("path"),
        people=people_of(unit),
    )


def people_of(unit: Unit) -> Any:
    """Return who may inspect: the department's own people, those who oversee units, and line departments."""
    posts = Post.objects.filter(unit__root=unit.root_id or unit.pk, until__isnull=True)
    posts = posts.filter(Q(unit=unit) | Q(role__in=[*OVERSIGHT, Role.LINE]))
    people = User.objects.filter(is_active=True, instance_role="", pk__in=posts.order_by().values("user"))
    return people.prefetch_related("posts__unit")


def _first(edition: EditionRecord, department: Unit, period: str) -> dict[str, Any]:
    kinds, today, presumed = kinds_of(edition.edition), timezone.localdate(), defaults()
    kind = kinds[0]
    period = period if span_of(period) else f"{today.year}Q{(today.month + 2) // 3}" if kind.period == "quarter" else ""
    number, unit, _ = kind.term
    return {
        "name": f"{period} {kind.label}".strip(),
        "kind": kind.code,
        "period": period,
        "window_start": today,
        "percent": kind.percent,
        "owner_level": default_level(department.regime_code),
        "second_percent": presumed["second_percent"],
        "rectify_number": number,
        "rectify_unit": unit,
        "objection_days": presumed["objection_days"],
        "repeat_months": presumed["repeat_months"],
    }
