"""Measures on the workbench (工作台) and on the page of an account (账号页面)."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import MediaAccount
from accounts.panels import Act, register_acts
from newmedia_portal.core.ui.workbench import Card, register_card

from ...enforcing.desk import waiting_cases
from .common import PROPOSE

ROWS = 6


@register_card
def waiting(request: HttpRequest) -> Card | None:
    """What waits for the person: to decide, deliver or end; for the unit, to sign for and answer."""
    found = list(waiting_cases(request.user).select_related("unit", "account").order_by("due_on", "pk")[: ROWS + 1])
    if not found:
        return None
    url = f"{reverse('assessments:enforcements')}?view=mine"
    context = {"cases": found[:ROWS], "more": len(found) > ROWS}
    return Card(
        "处置与表彰", "assessments/enforcement/desk.html", context, url=url, order=30, waiting=len(found[:ROWS])
    )


@register_acts
def propose(request: HttpRequest, account: MediaAccount) -> list[Act]:
    """The way from an account to a measure or commendation, for the department."""
    if not request.user.has_perm(PROPOSE, account):
        return []
    url = f"{reverse('assessments:enforcement-new')}?unit={account.unit_id}&account={account.pk}"
    return [Act("提出处置或表彰", url, testid="propose-enforcement")]
