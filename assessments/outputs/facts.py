"""All that the outputs of a quarter rest on (考核期数据), read once from stored rows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from ..models import Entry, Quarter
from ..quarters import reading
from ..quarters.reading import Change, IndicatorColumn
from .checks import Checked, campaigns_of, checked_in
from .punctual import Punctual, Silent, punctual_units, silent_accounts


@dataclass(frozen=True)
class QuarterFacts:
    """A quarter with its results, inspections, filings and silent accounts; `until` is the last day that counts."""

    quarter: Quarter
    earlier: Quarter | None
    until: date
    entries: list[Entry]
    columns: list[IndicatorColumn]
    classes: dict[str, str]
    changes: list[Change]
    checked: Checked
    before: Checked | None
    punctual: list[Punctual]
    silent: list[Silent]

    def class_label(self, code: str) -> str:
        """Return the words for a class of units."""
        return self.classes.get(code) or UNIT_KINDS.get(code, "全部单位")


def facts_of(quarter: Quarter, *, at: datetime) -> QuarterFacts:
    """Read everything, in a number of statements that does not grow with the units and accounts."""
    until = until_of(quarter, at)
    earlier = reading.earlier_of(quarter)
    scheme = reading.scheme_of(quarter)
    return QuarterFacts(
        quarter=quarter,
        earlier=earlier,
        until=until,
        entries=reading.entries_of(quarter),
        columns=reading.indicator_columns(quarter),
        classes={one.code: one.label for one in scheme.classes},
        changes=reading.compare(quarter, earlier),
        checked=checks_of(quarter),
        before=checks_of(earlier) if earlier is not None else None,
        punctual=punctual_units(quarter.root_id, quarter.start_on, until),
        silent=silent_accounts(quarter.root_id, quarter.start_on, until),
    )


def checks_of(quarter: Quarter) -> Checked:
    """Return what the inspections of a quarter brought."""
    return checked_in(campaigns_of(quarter.root_id, quarter.period, quarter.start_on, quarter.end_on))


def until_of(quarter: Quarter, at: datetime) -> date:
    """Return the last day that counts: the day of closing or today, at most the end of the quarter."""
    return min(quarter.end_on, timezone.localdate(quarter.closed_at or at))
