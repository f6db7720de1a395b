"""What the unit answers (整改报告、申诉) and how an objection is decided."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...actions import rectification as actions
from ...forms.rectification import DecideForm, DisputeForm, ProofForm
from ...models import FindingObjection
from ..watch.common import refuse
from .common import ANSWER, JUDGE, METHODS, VIEW, find_finding, step_page


@guard(VIEW)
@require_http_methods(METHODS)
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Report that a problem is put right."""
    finding, now = find_finding(request, pk, need=ANSWER), timezone.now()
    files = request.FILES if request.method == "POST" else None
    form = ProofForm(request.POST or None, files, initial={"done_on": timezone.localdate()})

    def act() -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.prove(finding, **data, by=request.user, at=now)

    return step_page(
        request, finding, form, act, title="提交整改报告", button="提交", word="已提交，等待宣传部门复查。"
    )


@guard(VIEW)
@require_http_methods(METHODS)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Dispute a finding."""
    finding, now = find_finding(request, pk, need=ANSWER), timezone.now()
    form = DisputeForm(request.POST or None, request.FILES if request.method == "POST" else None)

    def act() -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.dispute(finding, **data, by=request.user, at=now)

    note = "申诉期间整改期限停止计算；由没有参加这次检查的人员决定。"
    return step_page(
        request, finding, form, act, title="提出申诉", button="提交申诉", word="已提交申诉，等待决定。", note=note
    )


@guard(VIEW)
@require_http_methods(METHODS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide an objection."""
    objection = _objection(request, pk)
    if not request.user.has_perm(JUDGE, objection):
        raise Http404
    form, now = DecideForm(request.POST or None), timezone.now()

    def act() -> None:
        accepted = form.cleaned_data["verdict"] == "accepted"
        actions.decide(objection, accepted=accepted, opinion=form.cleaned_data["opinion"], by=request.user, at=now)

    return step_page(
        request, objection.finding, form, act, title="决定申诉", button="作出决定", word="已作出决定，单位已收到消息。",
        objection=objection,
    )  # fmt: skip


@guard(VIEW)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an objection back."""
    objection = _objection(request, pk)
    if not request.user.has_perm(ANSWER, objection):
        raise Http404
    try:
        actions.take_back(objection, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
    return redirect("assessments:finding", objection.finding_id)


def _objection(request: HttpRequest, pk: int) -> FindingObjection:
    """Return an objection to a finding that the person may see."""
    rows = FindingObjection.objects.select_related("finding", "unit", "by")
    objection = get_object_or_404(rows, pk=pk)
    objection.finding = find_finding(request, objection.finding_id)
    return objection
