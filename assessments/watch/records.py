"""What the watch is told about one account (监测所据事实); all days are local days in Asia/Shanghai."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .spans import Span


class Tally(NamedTuple):
    """Items (条) and pushes (次) of a week or month; one push may hold several items (reading A18)."""

    items: int
    pushes: int


@dataclass(frozen=True)
class Subject:
    """The account: when it was opened (the latest day it may have been, None where unknown) and whether it ended."""

    opened_on: date | None = None
    ended: bool = False
    closed_on: date | None = None
    account_class: str = ""
    pushes_a_month: int | None = None


@dataclass(frozen=True)
class History:
    """What is known up to the day of the look.

    `runs` are the days of which everything is known, `pauses` the approved ones, both merged and in order. `weeks` by
    Monday and `months` by their first day hold only what was published.
    """

    last_item_on: date | None = None
    weeks: Mapping[date, Tally] = field(default_factory=dict)
    months: Mapping[date, Tally] = field(default_factory=dict)
    runs: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()
    unmanned_since: date | None = None
    last_source: str = ""
