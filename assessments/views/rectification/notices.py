"""Notices to units (整改通知书): sent, shown to print, as PDF and Word file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from duties.views.duty import form_page, pairs_of
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import kind_asked, respond

from ...actions import rectification as actions
from ...forms.rectification import NotifyForm
from ...inspecting.paper import notice_paper
from ...inspecting.states import FindingState
from ...models import Finding, RectificationNotice
from .common import CRUMB, DIRECT, METHODS, VIEW, find_finding


@guard(VIEW)
@require_http_methods(METHODS)
def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the unit of a finding one notice of all its findings that wait in the same campaign."""
    finding, now = find_finding(request, pk, need=DIRECT), timezone.now()
    rows = Finding.objects.visible_to(request.user).filter(
        unit=finding.unit_id, campaign=finding.campaign_id, state=FindingState.OPEN
    )
    together = list(rows.select_related("account", "unit").order_by("pk"))
    chosen = [one for one in together if request.method == "GET" or str(one.pk) in request.POST.getlist("findings")]
    form = NotifyForm(request.POST or None)
    home = reverse("assessments:finding", args=[pk])

    def act() -> str:
        notice = actions.notify_unit(chosen, words=form.cleaned_data["words"], by=request.user, at=now)
        messages.success(request, f"已通知 {notice.unit}，{notice.due_on} 前报告。")
        return reverse("assessments:notice", args=[notice.pk])

    return form_page(
        request, form, act, title=f"通知整改：{finding.unit}", button="发出整改通知", back=home,
        crumbs=(CRUMB, reverse("assessments:findings"), str(finding), home), together=together,
        chosen={one.pk for one in chosen}, template="assessments/rectification/notify.html",
    )  # fmt: skip


@guard(VIEW)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice to print; PDF and Word are downloads, logged."""
    rows = RectificationNotice.objects.visible_to(request.user)
    notice = get_object_or_404(rows.select_related("unit", "department", "campaign__edition"), pk=pk)
    kind, now = kind_asked(request), timezone.now()
    if kind != "html":
        record("finding.notice_taken", by=request.user, at=now, obj=notice, after={"kind": kind})
    pairs = pairs_of(
        CRUMB, reverse("assessments:findings"), "整改通知书", reverse("assessments:notices"), notice.number
    )
    return respond(
        notice_paper(notice), request, kind, at=now, name=f"整改通知书-{notice.number}",
        template="duties/paper.html", context={"pairs": pairs},
    )  # fmt: skip
