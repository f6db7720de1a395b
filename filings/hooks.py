"""What the lower floors ask of filings through their registries: recomputation, case counts, unfiled accounts."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils.timezone import localdate

from accounts.hooks import on_unfiled
from accounts.models import MediaAccount
from newmedia_portal.regimes.counters import CaseCount, register_counter
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.vocabulary import FILING_KINDS

from .deadlines import recompute  # noqa: F401
from .deadlines.open import open_for_account
from .models import Filing
from .states import UNDECIDED


@on_unfiled
def owe_a_filing(account: MediaAccount, *, found_on: date, by: Any, at: datetime) -> None:
    """An account found unfiled owes its opening filing, counted from the day it was opened, else found."""
    record = edition_for((account.root or account.unit).regime, localdate(at))
    open_for_account(account, kind="open", edition=record, anchor_on=account.opened_on or found_on, by=by, at=at)


def count_cases(record: Any) -> list[CaseCount]:
    """Count the undecided filings pinned to an edition, by kind and variant."""
    rows = Filing.objects.filter(edition=record, state__in=UNDECIDED).order_by().values("kind", "variant")
    return [
        CaseCount(f"{row['kind']}.{row['variant']}", FILING_KINDS[row["kind"]], row["number"])
        for row in rows.annotate(number=Count("pk"))
    ]


register_counter(count_cases)
