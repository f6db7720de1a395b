"""The page on which a unit tells when an approved account was opened (登记开通日期)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.forms import DayField, PortalForm

from ..actions import record_opening
from ..actions.opening import opening_is_due
from ..content import kind_of
from .common import can_edit, find, refuse

VIEW = "filings.list_filings"


class OpeningForm(PortalForm):
    """The day on which the account was opened on its platform."""

    opened_on = DayField(label="开通日期", help_text="平台注册成功、可以公开访问的那一天。")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the day and put it into the register."""
    filing = find(request, pk)
    if not can_edit(request, filing) or not opening_is_due(filing):
        raise Http404
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = record_opening(
                filing, opened_on=form.cleaned_data["opened_on"], by=request.user, at=timezone.now()
            )
            messages.success(request, f"已登记“{account}”的开通日期。")
            return redirect("accounts:detail", account.pk)
        except Refused as refused:
            refuse(request, refused, form)
    context = {"filing": filing, "form": form, "kind": kind_of(filing)}
    return render(request, "filings/opening.html", context, status=422 if form.errors else 200)
