"""Filings in time and accounts that stay silent (备案按期、静默名单) in a period, from stored rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q

from filings.models import Obligation
from filings.states import ObligationState

from ..models import SilenceFlag
from ..rates import Rate
from ..states import SILENT


class Punctual(NamedTuple):
    """How many of a unit's obligations that fell due were met in time (按期办理)."""

    unit: str
    path: str
    due: int
    in_time: int
    late: int
    missing: int

    @property
    def rate(self) -> Rate:
        """The share in time."""
        return Rate(self.in_time, self.due)


@dataclass(frozen=True)
class Silent:
    """One account with a flag of silence in the period (静默)."""

    unit: str
    name: str
    platform: str
    level: str
    raised_on: date
    cleared_on: date | None
    evidence: str
    article: str


def punctual_units(root: int, first: date, last: date) -> list[Punctual]:
    """Return the units with obligations that fell due from one day to another, as things stood on the last.

    What was met after `last` counts as missing, so that the same period reads the same later on.
    """
    due = Obligation.objects.filter(root=root, due_on__gte=first, due_on__lte=last).exclude(state=ObligationState.VOID)
    met = Q(met_on__isnull=False, met_on__lte=last)
    rows = (
        due.values("unit__name", "unit__path")
        .annotate(
            due=Count("pk"),
            in_time=Count("pk", filter=met & Q(met_on__lte=F("due_on"))),
            late=Count("pk", filter=met & Q(met_on__gt=F("due_on"))),
        )
        .order_by("unit__path")
    )
    return [
        Punctual(
            row["unit__name"], row["unit__path"], row["due"], row["in_time"], row["late"],
            row["due"] - row["in_time"] - row["late"],
        )
        for row in rows
    ]  # fmt: skip


def overall_rate(rows: Sequence[Punctual]) -> Rate:
    """Return the share in time of all units."""
    return Rate(sum(row.in_time for row in rows), sum(row.due for row in rows))


def silent_accounts(root: int, first: date, last: date) -> list[Silent]:
    """Return the accounts with a flag at or beyond the line of silence that stood in the period."""
    stood = Q(cleared_on__isnull=True) | Q(cleared_on__gte=first)
    rows = SilenceFlag.objects.filter(stood, root=root, raised_on__lte=last, level__in=SILENT)
    return [
        Silent(
            unit=row.unit.name,
            name=row.account.name,
            platform=row.account.platform.name,
            level=row.get_level_display(),
            raised_on=row.raised_on,
            cleared_on=row.cleared_on if row.cleared_on and row.cleared_on <= last else None,
            evidence=row.sentence,
            article=row.article,
        )
        for row in rows.select_related("unit", "account__platform").order_by("unit__path", "account_id", "raised_on")
    ]
