"""One campaign (检查详情): how far it is, the draw, the result, and its next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duties.inquiries.history import history_of
from duties.views.duty import form_page
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...actions import inspections as actions
from ...forms.inspections import ReasonForm
from ...inspecting.clock import term_words
from ...inspecting.frame import accounts_of, is_repeatable
from ...inspecting.reading import compare, failing_rows, last_campaign, sampling_of, summary_by, total_of
from ...inspecting.states import CampaignState, FindingState, InspectedState
from ...models import Campaign, CampaignDraw, Finding, Inspected
from .common import DIRECT, METHODS, VIEW, find_campaign


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a campaign."""
    return page(request, find_campaign(request, pk))


def page(request: HttpRequest, campaign: Campaign, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a campaign with what the person may do now."""
    directs = request.user.has_perm(DIRECT, campaign)
    drawn = CampaignDraw.objects.filter(campaign=campaign).defer("frame").first()
    counts = _counts(campaign)
    context = {
        "campaign": campaign,
        "directs": directs,
        "state": str(campaign.state),
        "inspectors": list(campaign.inspectors.select_related("user")),
        "term": term_words(campaign.rectify_number, campaign.rectify_unit),
        "draw": drawn,
        "in_frame": accounts_of(campaign).count() if directs and campaign.state == CampaignState.PREPARING else None,
        "counts": counts,
        "loads": _loads(campaign),
        "events": history_of(campaign),
        **more,
    }
    if directs and counts["done"]:
        context.update(_results(campaign))
    return render(request, "assessments/inspections/campaign.html", context, status=status)


def _counts(campaign: Campaign) -> dict[str, int]:
    states = dict(Inspected.objects.filter(campaign=campaign).order_by().values_list("state").annotate(Count("pk")))
    found = dict(Finding.objects.filter(campaign=campaign).order_by().values_list("state").annotate(Count("pk")))
    return {
        "total": sum(states.values()),
        "waiting": states.get(InspectedState.WAITING, 0),
        "second": states.get(InspectedState.SECOND, 0),
        "done": states.get(InspectedState.DONE, 0),
        "skipped": states.get(InspectedState.SKIPPED, 0),
        "found": sum(found.values()) - found.get(FindingState.WITHDRAWN, 0),
        "untold": found.get(FindingState.OPEN, 0),
        "disputed": found.get(FindingState.OBJECTED, 0),
        "settled": found.get(FindingState.SETTLED, 0),
    }


def _loads(campaign: Campaign) -> list[dict[str, Any]]:
    over = Q(state__in=[InspectedState.DONE, InspectedState.SKIPPED, InspectedState.SECOND])
    rows = Inspected.objects.filter(campaign=campaign).order_by("inspector__full_name")
    return list(rows.values("inspector", "inspector__full_name").annotate(total=Count("pk"), over=Count("pk", over)))


def _results(campaign: Campaign) -> dict[str, Any]:
    earlier = last_campaign(campaign.unit, kind=campaign.kind, before=campaign)
    return {
        "total": total_of(campaign),
        "share": sampling_of(campaign),
        "levels": summary_by(campaign, "owner_level"),
        "platforms": summary_by(campaign, "platform"),
        "failing": failing_rows(campaign),
        "earlier": earlier,
        "compared": compare(campaign, earlier) if earlier is not None else None,
    }


@guard(VIEW)
@require_GET
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the draw came about, and that it can be repeated."""
    campaign = find_campaign(request, pk)
    kept = CampaignDraw.objects.filter(campaign=campaign).select_related("made_by").first()
    if kept is None:
        raise Http404
    context = {"campaign": campaign, "draw": kept, "repeatable": is_repeatable(campaign)}
    return render(request, "assessments/inspections/draw.html", context)


@guard(VIEW)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw and begin."""
    return _step(request, pk, actions.start, "已抽样，检查人员已收到消息。")


@guard(VIEW)
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Sum up."""
    return _step(request, pk, actions.review, "已转入汇总。")


@guard(VIEW)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close; the units see their results."""
    return _step(request, pk, actions.close, "已办结，单位可以看到自己账号的检查结果。")


@guard(VIEW)
@require_http_methods(METHODS)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on checking, with the reason."""
    return _reason(request, pk, actions.resume, "恢复检查", "恢复检查的原因")


@guard(VIEW)
@require_http_methods(METHODS)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a campaign that has not begun."""
    return _reason(request, pk, actions.cancel, "取消检查", "取消的原因")


def _step(request: HttpRequest, pk: int, do: Callable[..., Any], word: str) -> HttpResponse:
    campaign = find_campaign(request, pk, need=DIRECT)
    try:
        do(campaign, by=request.user, at=timezone.now())
    except Refused as refused:
        return page(request, find_campaign(request, pk), status=409, refused=refused.message)
    messages.success(request, word)
    return redirect("assessments:inspection", pk)


def _reason(request: HttpRequest, pk: int, do: Callable[..., Any], title: str, label: str) -> HttpResponse:
    campaign, now = find_campaign(request, pk, need=DIRECT), timezone.now()
    home = reverse("assessments:inspection", args=[pk])
    form = ReasonForm(request.POST or None, label=label)

    def act() -> str:
        do(campaign, reason=form.cleaned_data["reason"], by=request.user, at=now)
        return home

    crumbs = ("检查抽查", reverse("assessments:inspections"), campaign.name, home)
    return form_page(request, form, act, title=title, button=title, back=home, crumbs=crumbs)
