"""What an edition asks of watching (值守要求), and how rosters keep to it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from accounts.states import AccountState
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.querysets import UnitQuerySet
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema.content import Monitoring

from ..models import DutyRoster, DutyShift
from .coverage import ONE_DAY, DayCover, cover, day_span, spans_of


def rule_for(unit: Unit, at: datetime) -> tuple[EditionRecord, Monitoring | None]:
    """Return the edition in force and its strictest rule of watching; None where it has none."""
    record = edition_for(unit.regime_code, localdate(at))
    rules = sorted(record.edition.monitoring, key=lambda rule: -(rule.hours_a_day or 0))
    return record, rules[0] if rules else None


def covers_of(rosters: Iterable[DutyRoster], first: date, days: int) -> dict[int, list[DayCover]]:
    """Return how each roster covers the days from one on, by one query for all of them."""
    wanted = {roster.pk: roster for roster in rosters}
    since, until = day_span(first)[0], day_span(first + (days - 1) * ONE_DAY)[1]
    shifts = defaultdict(list)
    for shift in (
        DutyShift.objects.filter(roster__in=wanted).touching(since, until).only("roster", "starts_at", "ends_at")
    ):
        shifts[shift.roster_id].append(shift)
    return {pk: cover(spans_of(shifts[pk]), first, days, roster.hours_a_day) for pk, roster in wanted.items()}


def without_roster(units: UnitQuerySet) -> UnitQuerySet:
    """Return those of the units that run accounts but keep no roster, not even for one account."""
    running = MediaAccount.objects.filter(unit=OuterRef("pk"), state__in=(AccountState.FILED, AccountState.LISTED))
    kept = DutyRoster.objects.filter(unit=OuterRef("pk"), ended_on__isnull=True)
    return units.filter(Exists(running), ~Exists(kept))
