"""One measure or commendation (处置详情): basis, decision, delivery, answer, end; and its document."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from duties.inquiries.history import history_of
from duties.views.duty import pairs_of
from filings.models import Filing
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.core.refusals import Refused

from ...actions import enforcement as actions
from ...enforcing.bars import bar_of
from ...enforcing.facts import label_of, page_of
from ...enforcing.paper import case_paper
from ...enforcing.states import CaseKind, Delivery, EnforcementState
from ...forms.enforcement import DecideForm
from ...models import EnforcementCase
from ..watch.common import refuse
from .common import ANSWER, HANDLE, REVOKE, RULE, VIEW, WITHDRAW, find_case


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case."""
    return case_page(request, find_case(request, pk))


def case_page(request: HttpRequest, case: EnforcementCase, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a case with what the person may do now."""
    bases = [
        {"label": label_of(basis.code), "text": basis.text, "article": basis.article, "on": basis.on,
         "url": page_of(basis)}
        for basis in case.bases.all()
    ]  # fmt: skip
    today = timezone.localdate()
    late = case.due_on is not None and case.due_on < today and case.state == EnforcementState.DELIVERED
    context = {
        "title": f"{case.label} · {case.unit}", "case": case, "bases": bases, "events": history_of(case),
        "edition": case.edition.edition, "late": late, "has_paper": bool(case.number),
        "may": _may(request.user, case), "closing": _closing(request, case), "barred": _bar(case),
        "paper_url": reverse("assessments:enforcement-paper", args=[case.pk]), **more,
    }  # fmt: skip
    return render(request, "assessments/enforcement/detail.html", context, status=status)


def _may(user: Any, case: EnforcementCase) -> dict[str, bool]:
    """Return what the person may do in the present state."""
    state, works, answers = case.state, user.has_perm(HANDLE, case), user.has_perm(ANSWER, case)
    stands = state in EnforcementState.within("stands")
    return {
        "take_up": works and state == EnforcementState.DRAFT,
        "decide": state == EnforcementState.PROPOSED and user.has_perm(RULE, case),
        "withdraw": state in (EnforcementState.DRAFT, EnforcementState.PROPOSED) and user.has_perm(WITHDRAW, case),
        "deliver": works and state == EnforcementState.DECIDED,
        "acknowledge": answers and stands and case.delivery == Delivery.PORTAL and case.acknowledged_at is None,
        "answer": answers and state == EnforcementState.DELIVERED,
        "close": works and state in (EnforcementState.DELIVERED, EnforcementState.ANSWERED),
        "ask_again": works and state == EnforcementState.ANSWERED,
        "revoke": stands and user.has_perm(REVOKE, case),
    }


def _closing(request: HttpRequest, case: EnforcementCase) -> Filing | None:
    """Return the ordered closing where the person may open it; a draft stays with the unit that fills it in."""
    if case.closing_id is None:
        return None
    return Filing.objects.visible_to(request.user).filter(pk=case.closing_id).first()


def _bar(case: EnforcementCase) -> EnforcementCase | None:
    """Return the bar that stands against an undecided commendation."""
    waits = case.kind == CaseKind.REWARD and case.state in (EnforcementState.DRAFT, EnforcementState.PROPOSED)
    return bar_of(case.unit, case.year) if waits and case.year else None


@guard(VIEW)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or refuse; what is not done is said beside what was typed."""
    case, form = find_case(request, pk, need=RULE), DecideForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, status=422, refused="请选择“同意”或“不同意”，意见不超过 500 字。")
    opinion = form.cleaned_data["opinion"]
    try:
        agrees = form.cleaned_data["verdict"] == "approve"
        actions.decide(case, agrees=agrees, opinion=opinion, by=request.user, at=timezone.now())
    except Refused as refused:
        return case_page(request, find_case(request, pk), status=409, refused=refused.message, typed=opinion)
    return redirect("assessments:enforcement", pk)


@guard(VIEW)
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for a decision."""
    case = find_case(request, pk, need=ANSWER)
    try:
        actions.acknowledge(case, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
    return redirect("assessments:enforcement", pk)


@guard(VIEW)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The document to print: the page, PDF or Word file; there is none before the decision."""
    case = find_case(request, pk)
    if not case.number:
        raise Http404
    kind, now = kind_asked(request), timezone.now()
    if kind != "html":
        after = {"kind": kind, "number": case.number}
        record("enforcement.paper_taken", by=request.user, at=now, obj=case, after=after)
    home = reverse("assessments:enforcement", args=[pk])
    pairs = pairs_of("处置与表彰", reverse("assessments:enforcements"), str(case), home, "文书")
    return respond(
        case_paper(case, list(case.bases.all())), request, kind, at=now, name=f"{case.label}-{case.number}",
        template="duties/paper.html", context={"pairs": pairs},
    )  # fmt: skip
