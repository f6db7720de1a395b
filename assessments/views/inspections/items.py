"""Items of a campaign that is being prepared (检查项设置)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...actions import inspections as actions
from ...forms.inspections import ItemFormSet
from ...inspecting.states import CampaignState
from ...inspecting.template import SOURCES, from_rows
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
    forms = ItemFormSet(request.POST or None, initial=campaign.template, prefix="items")
    refused = ""
    if request.method == "POST":
        campaign = find_campaign(request, pk, need=DIRECT)
        if forms.is_valid():
            stored = {row["code"]: row for row in campaign.template}
            kept = [form for form in forms if form.cleaned_data.get("keep") and form.cleaned_data.get("label")]
            rows = [form.row(number, stored) for number, form in enumerate(kept, 1)]
            try:
                actions.change_items(campaign, rows, by=request.user, at=timezone.now())
                messages.success(request, f"已保存，共 {len(rows)} 项。")
                return redirect("assessments:inspection", pk)
            except Refused as why:
                refused = why.message
    status = 422 if refused or (forms.is_bound and not forms.is_valid()) else 200
    return render(
        request, "assessments/inspections/items.html", {**context, "forms": forms, "refused": refused}, status=status
    )
