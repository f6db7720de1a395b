"""Who takes part in a period (参评账号): accounts that ran in it, with their units; and the frame of the gathering."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import MediaAccount
from accounts.states import RUNNING

from ...models import Quarter
from ...scoring import Row, Scheme, VetoFact


class Subject(NamedTuple):
    """One account as the gathering sees it."""

    pk: int
    unit: int
    name: str
    platform: str
    platform_code: str
    unit_name: str
    unit_class: str
    opened_on: date | None
    closed_on: date | None
    account_class: str
    pushes_a_month: int | None


COLUMNS = (
    "pk",
    "unit_id",
    "name",
    "platform__name",
    "platform__code",
    "unit__name",
    "unit__kind",
    "opened_on",
    "closed_on",
    "account_class",
    "platform__pushes_per_month",
)


class Sums(NamedTuple):
    """Figures that all accounts have from the same rows: the measures in order, by account their values.

    `wholes` names the place of the value that a measure is a part of.
    """

    measures: tuple[str, ...] = ()
    wholes: Mapping[str, int] = {}
    ids: tuple[str, ...] = ()
    found: Mapping[int, tuple[int | None, ...]] = {}

    def rows(self, account: int) -> list[Row]:
        """Return the figures of an account, none where there are no rows."""
        values = self.found.get(account)
        if values is None:
            return []
        pairs = zip(self.measures, values, strict=False)
        return [Row(name, value, self.whole(name, values), self.ids) for name, value in pairs]

    def disjoint(self, measures: Sequence[str]) -> bool:
        """Whether none of these measures is among the sums."""
        return not measures or not set(measures) & set(self.measures)

    def whole(self, measure: str, values: Sequence[int | None]) -> int | None:
        """Return what the value of a measure is a part of."""
        place = self.wholes.get(measure)
        return None if place is None else values[place]


@dataclass
class Frame:
    """A period being gathered: its days up to `until`, its scheme, whom it asks, and what has been found so far."""

    quarter: Quarter
    scheme: Scheme
    until: date
    only: Collection[int] | None = None
    subjects: dict[int, Subject] = field(default_factory=dict)
    accounts: dict[int, list[Row]] = field(default_factory=dict)
    units: dict[int, list[Row]] = field(default_factory=dict)
    vetoes: dict[int, list[VetoFact]] = field(default_factory=dict)
    sums: Sums = field(default_factory=Sums)

    @property
    def first(self) -> date:
        """The first day of the period."""
        return self.quarter.start_on

    @cached_property
    def measures(self) -> set[str]:
        """The figures that the scheme reads by itself."""
        return {one.measure for one in self.scheme.indicators if one.source == "automatic"}

    def mine(self, rows: QuerySet[Any], path: str = "account__") -> QuerySet[Any]:
        """Return the rows of the tree, or of the few units that are asked for."""
        rows = rows.order_by().filter(**{f"{path}root": self.quarter.root_id})
        return rows if self.only is None else rows.filter(**{f"{path}unit__in": self.only})

    def rows_of(self, account: int) -> tuple[Row, ...]:
        """Return all figures of an account, its sums first."""
        return (*self.sums.rows(account), *self.accounts[account])

    def of_account(self, account: int, row: Row) -> None:
        """Note a figure of an account that takes part."""
        found = self.accounts.get(account)
        if found is not None:
            found.append(row)

    def of_unit(self, unit: int, row: Row) -> None:
        """Note a figure of a unit."""
        self.units.setdefault(unit, []).append(row)


def read_subjects(frame: Frame) -> None:
    """Read the accounts that ran at any time of the period; work groups do not take part."""
    rows = MediaAccount.objects.filter(platform__is_group=False)
    rows = rows.filter(Q(state__in=RUNNING) | Q(closed_on__gte=frame.first))
    rows = rows.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=frame.quarter.end_on))
    for values in frame.mine(rows, "").values_list(*COLUMNS).iterator(chunk_size=5000):
        frame.subjects[values[0]] = Subject(*values)
        frame.accounts[values[0]] = []
