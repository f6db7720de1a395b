"""What every source is told: the accounts, the time point and the days that count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.regimes.models import EditionRecord

from ...looking.facts import histories
from ...models import AccountActivity
from ...watch import History
from ..periods import span_of, three_months_before
from ..states import Outcome

SHOWN = 20


@dataclass(frozen=True)
class Fact:
    """One answer of the portal: outcome, a sentence, how often, the rows, and the kind of problem where it differs."""

    outcome: str
    words: str
    hits: int = 0
    rows: tuple[tuple[str, str], ...] = ()
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with the answer: at most twenty rows, and how many there are."""
        rows = [{"text": text, "url": url} for text, url in self.rows[:SHOWN]]
        return {"words": self.words, "hits": self.hits, "rows": rows, "total": len(self.rows), "problem": self.problem}


@dataclass
class Looked:
    """Accounts looked at together, at one time point, over the days from `first` to `last`.

    `day` is the last full day before the time point: what the portal knows is known by days.
    """

    accounts: Sequence[MediaAccount]
    edition: EditionRecord
    point: datetime
    first: date
    last: date
    _histories: dict[date, dict[int, History]] = field(default_factory=dict)

    @property
    def pks(self) -> list[int]:
        """The numbers of the accounts."""
        return [account.pk for account in self.accounts]

    @property
    def day(self) -> date:
        """The last day that had ended, or was under way, at the time point."""
        return localdate(self.point - timedelta(seconds=1))

    @cached_property
    def activity(self) -> list[AccountActivity]:
        """Where the accounts stand."""
        return list(AccountActivity.objects.filter(pk__in=self.pks))

    def histories(self, on: date) -> dict[int, History]:
        """Return what is known of the accounts up to a day; read once for each day."""
        if on not in self._histories:
            self._histories[on] = histories(self.activity, on)
        return self._histories[on]


Sources = dict[str, dict[int, Fact]]
UNKNOWN = Outcome.UNKNOWN


def look(
    accounts: Sequence[MediaAccount], edition: EditionRecord, *, point: datetime, period: str, window: tuple[date, date]
) -> Looked:
    """Return the accounts with the days that count: those of the period, else three months up to the time point."""
    span = span_of(period)
    day = localdate(point - timedelta(seconds=1))
    first, last = span if span is not None else (three_months_before(day), day)
    return Looked(accounts, edition, point, min(first, day), min(last, day))
