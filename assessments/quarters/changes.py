"""Which units may score differently than before (有变化的单位): told by what has been written since the last scoring.

A day that has passed changes every running period, so the nightly job scores all; this is for the hours between.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from duties.models import PublicMessage, RepostTarget
from filings.models import AnnualCheck, Obligation

from ..models import AccountActivity, Entry, Finding, Inspected, MissedQuota, Quarter, Suspension
from .states import QuarterState


def touch(units: Any) -> None:
    """Mark units whose figures have changed in quarters that are still collected or reviewed."""
    open_states = [QuarterState.COLLECTING, QuarterState.SELF_ASSESSMENT, QuarterState.REVIEW, QuarterState.OBJECTION]
    rows = Entry.objects.filter(unit__in=units, dirty=False, quarter__state__in=open_states)
    rows.update(dirty=True)


def changed_units(quarter: Quarter, *, at: datetime) -> set[int] | None:
    """Return the units to score anew; None for all, where it was never scored or another day has come."""
    since = quarter.scored_at
    if since is None or quarter.scored_until != quarter.last_day(localdate(at)):
        return None
    found = set(Entry.objects.filter(quarter=quarter, dirty=True).values_list("unit", flat=True))
    for model, condition in _written_since(since):
        rows = model._default_manager.filter(condition, root=quarter.root_id)
        found.update(rows.order_by().values_list("unit_id", flat=True).distinct())
    return found


def _written_since(since: datetime) -> list[tuple[Any, Q]]:
    day = localdate(since)
    return [
        (MediaAccount, Q(updated_at__gte=since)),
        (PublicMessage, Q(changed_at__gte=since) | Q(entered_at__gte=since)),
        (RepostTarget, Q(confirmed_at__gte=since) | Q(excused_at__gte=since) | Q(answered_at__gte=since)),
        (RepostTarget, Q(task__issued_at__gte=since)),
        (Obligation, Q(created_at__gte=since) | Q(met_on__gte=day) | Q(flagged_on__gte=day)),
        (
            AnnualCheck,
            Q(decided_at__gte=since) | Q(filing__submitted_at__gte=since) | Q(campaign__opened_at__gte=since),
        ),
        (Finding, Q(found_at__gte=since) | Q(settled_at__gte=since) | Q(overdue_on__gte=day)),
        (Inspected, Q(checked_at__gte=since) | Q(second_at__gte=since)),
        (MissedQuota, Q(found_on__gte=day) | Q(cleared_on__gte=day)),
        (Suspension, Q(decided_at__gte=since)),
        (AccountActivity, Q(dirty=True)),
    ]
