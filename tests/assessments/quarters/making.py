"""Making periods of assessment for tests, plainly artificial: the county with three units and their accounts."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import MediaAccount
from assessments.actions.quarters import Given, close_quarter, give_scores, go_to_review, open_quarter, settle
from assessments.looking.scan import scan_silence
from assessments.models import AccountEntry, Entry, Quarter
from newmedia_portal.core.access.models import Unit
from tests.assessments.watch.making import account, every, publish
from tests.world import World, build

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
AFTER = datetime(2026, 10, 9, 4, tzinfo=UTC)
#: The first full week of the quarter begins on this Monday, the last one ends on this Sunday.
MONDAY, SUNDAY = date(2026, 6, 29), date(2026, 9, 27)


@dataclass
class County:
    """A county whose units published during the third quarter of 2026."""

    world: World
    accounts: dict[str, MediaAccount] = field(default_factory=dict)

    @property
    def root(self) -> Unit:
        """The tree."""
        return self.world.root

    def open(self, period: str = "2026Q3", *, at: datetime = AFTER) -> Quarter:
        """Open a period as the registrar."""
        return open_quarter(self.root, period, by=self.world.person("registrar"), at=at)

    def reviewed(self, period: str = "2026Q3") -> Quarter:
        """Open a period and bring it to review."""
        return go_to_review(self.open(period), by=self.world.person("registrar"), at=AFTER)

    def final(self, period: str = "2026Q3") -> Quarter:
        """Bring a period to where it can be closed, with hand scores for building and supervision."""
        quarter = self.reviewed(period)
        give(quarter, self.world, building=80)
        return settle(quarter, by=self.world.person("registrar"), at=AFTER)

    def closed(self, period: str = "2026Q3") -> Quarter:
        """Close a period."""
        return close_quarter(self.final(period), by=self.world.person("registrar"), at=AFTER)


def county(mark: str = "") -> County:
    """Return a county: one account published every week, one every second week, one never, all days known."""
    made = County(build("taibai", mark=mark))
    world, known = made.world, (MONDAY, LAST)
    for name, unit, days in (("a", world.owner, 7), ("b", world.foreign, 14), ("c", world.line, 0)):
        one = account(unit, f"示例{name}{mark}")
        publish(one, *(every(days, MONDAY, SUNDAY) if days else ()), known=known, mark=name)
        made.accounts[name] = one
    scan_silence(on=date(2026, 10, 1), at=AFTER - timedelta(days=8))
    return made


def give(quarter: Quarter, world: World, **values: int) -> None:
    """Give every unit these hand scores."""
    given = [
        Given(entry.pk, code, Decimal(value))
        for entry in Entry.objects.filter(quarter=quarter)
        for code, value in values.items()
    ]
    give_scores(quarter, given, by=world.person("registrar"), at=AFTER)


def entry(quarter: Quarter, unit: Unit) -> Entry:
    """Return the row of a unit, freshly read."""
    return Entry.objects.get(quarter=quarter, unit=unit)


def lines(quarter: Quarter, one: MediaAccount) -> dict[str, Any]:
    """Return value, whole and points by indicator of an account."""
    card = AccountEntry.objects.get(quarter=quarter, account=one).card
    return {line[0]: (line[4], line[5], line[2]) for line in card[9]}
