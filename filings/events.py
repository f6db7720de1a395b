"""What other systems may hear of filings (推送事件): handed in, sent back, decided, withdrawn, overdue."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from newmedia_portal.core.webhooks.catalogue import Kind, register
from newmedia_portal.core.webhooks.hearing import Happening, publish, wanted

from .models import Obligation
from .querysets import ObligationQuerySet

FILING = ("filing", "filings.filing")


def _page(pk: int) -> str:
    return reverse("filings:detail", args=[pk])


def _obligation_page(pk: int) -> str:
    owed = Obligation.objects.only("filing_id", "account_id").get(pk=pk)
    if owed.filing_id is not None:
        return _page(owed.filing_id)
    return reverse("accounts:detail", args=[owed.account_id]) if owed.account_id is not None else reverse("todo")


for _code, _label, _actions in (
    ("filing.submitted", "提交备案", {"filing.submitted"}),
    ("filing.returned", "备案退回补正", {"filing.returned"}),
    ("filing.decided", "备案办结（准予或不予）", {"filing.approved", "filing.rejected", "filing.terminated"}),
    ("filing.withdrawn", "撤回备案", {"filing.withdrawn"}),
):
    register(Kind(_code, _label, *FILING, url=_page, actions=frozenset(_actions)))

OVERDUE = Kind("filing.overdue", "备案事项逾期", "obligation", "filings.obligation", url=_obligation_page)
register(OVERDUE)


def about_to_be_late(rows: ObligationQuerySet) -> list[tuple[int, int]]:
    """Return number and unit of what is about to be marked as late, where somebody subscribes to that; else nothing."""
    return list(rows.order_by("pk").values_list("pk", "unit_id")) if wanted(OVERDUE.code) else []


def publish_late(late: Sequence[tuple[int, int]], *, at: datetime) -> None:
    """Publish what has become late, in the transaction that marks it."""
    if late:
        publish([Happening(OVERDUE, pk, unit, at) for pk, unit in late])
