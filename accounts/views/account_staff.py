"""Telling that the person of a staff account has left the post (登记使用人离任)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.forms import DayField, PortalForm

from ..staffing import STAFF, end_staff_post
from .account import visible_account
from .common import form_page, run


class StaffEndedForm(PortalForm):
    """The last day in the post."""

    on = DayField(label="任职结束日期")
    reason = forms.CharField(label="说明", max_length=200, required=False)


@guard("accounts.view_account")
@require_http_methods(["GET", "POST"])
def ended(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the day and open the duty to change or close the account."""
    account = visible_account(request, pk)
    known = account.kind == STAFF and not account.has_ended and account.staff_ended_on is None
    if not known or not request.user.has_perm("accounts.note_account", account):
        raise Http404
    form = StaffEndedForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        end_staff_post(account, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        messages.success(request, "已登记使用人离任，请办理变更备案或关闭备案。")
        return redirect("accounts:detail", pk)
    back = reverse("accounts:detail", args=[pk])
    lead = f"使用人：{account.staff_person or '未登记'} {account.staff_post}。登记后，本单位会收到变更或关闭的提醒。"
    return form_page(
        request,
        form,
        title=f"登记使用人离任：{account}",
        button="登记",
        back=back,
        crumbs=(account.name, back),
        lead=lead,
    )
