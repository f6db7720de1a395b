"""What the pages of measures share: names of rights, finding by right."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ...models import EnforcementCase

VIEW = "assessments.list_enforcement"
PROPOSE = "assessments.propose_enforcement"
HANDLE = "assessments.handle_enforcement"
RULE = "assessments.rule_enforcement"
REVOKE = "assessments.revoke_enforcement"
WITHDRAW = "assessments.withdraw_enforcement"
ANSWER = "assessments.answer_enforcement"


def cases() -> QuerySet[EnforcementCase]:
    """Return all cases with what a page shows of them."""
    return EnforcementCase.objects.select_related(
        "unit__root", "root", "account__platform", "edition", "proposed_by", "decided_by", "delivered_by",
        "acknowledged_by", "answered_by", "closed_by", "closing",
    )  # fmt: skip


def find_case(request: HttpRequest, pk: int, need: str = "") -> EnforcementCase:
    """Return a case that the person may see and, if `need` names a right, may work on; all others are not found."""
    visible = EnforcementCase.objects.visible_to(request.user).order_by().values("pk")
    case = get_object_or_404(cases(), pk=pk, pk__in=visible)
    if need and not request.user.has_perm(need, case):
        raise Http404
    return case
