"""Items of a campaign that is being prepared (检查项设置)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.meanwhile import Overtaken, mark_of, moved
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.meanwhile import beside

from ...actions import inspections as actions
from ...forms.inspections import ItemFormSet
from ...inspecting.states import CampaignState
from ...inspecting.template import ORDER, SOURCES, from_rows, words_by_code
from ...models import Campaign
from .common import DIRECT, METHODS, VIEW, find_campaign


@guard(VIEW)
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the items; the department may change them until the draw."""
    campaign = find_campaign(request, pk)
    may_edit = campaign.state == CampaignState.PREPARING and request.user.has_perm(DIRECT, campaign)
    context = {"campaign": campaign, "items": from_rows(campaign.template), "sources": SOURCES, "may_edit": may_edit}
    if not may_edit:
        return render(request, "assessments/inspections/items.html", context)
    if request.method != "POST":
        context |= {"forms": ItemFormSet(initial=campaign.template, prefix="items"), "seen": _mark(campaign)}
        return render(request, "assessments/inspections/items.html", context)
    forms = ItemFormSet(request.POST, prefix="items")
    context |= {"forms": forms, "seen": request.POST.get("seen", "")}
    if forms.is_valid():
        stored = {row["code"]: row for row in campaign.template}
        kept = [form for form in forms if form.cleaned_data.get("keep") and form.cleaned_data.get("label")]
        rows = [form.row(number, stored) for number, form in enumerate(kept, 1)]
        try:
            actions.change_items(campaign, rows, by=request.user, at=timezone.now(), seen=context["seen"])
        except Refused as why:
            context["refused"] = why.message
            if isinstance(why, Overtaken):
                newest = find_campaign(request, pk, need=DIRECT)
                context |= {"differences": _differences(context["seen"], newest, rows), "seen": _mark(newest)}
        else:
            messages.success(request, f"已保存，共 {len(rows)} 项。")
            return redirect("assessments:inspection", pk)
    return render(request, "assessments/inspections/items.html", context, status=422)


def _mark(campaign: Campaign) -> str:
    return mark_of(words_by_code(campaign.template))


def _differences(seen: str, newest: Campaign, rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the items that somebody else changed or took away, beside what the person wants."""
    now, yours = words_by_code(newest.template), words_by_code(rows)
    names = moved(seen, {**dict.fromkeys(yours, ""), **now})
    labels = {row["code"]: row["label"] for row in [*rows, *newest.template]} | {ORDER: "检查项"}
    return [beside(labels[name], now.get(name, ""), yours.get(name, "")) for name in names]
