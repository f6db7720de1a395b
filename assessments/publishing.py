"""What the publishing page of an account shows (账号发布情况): weeks and months with figures, knowledge and sources."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.models import MediaAccount

from .coverage import Run, covers, runs_of
from .models import Coverage, MonthTally, PublishedItem, WeekTally
from .periods import end_of_month, end_of_week, last_months, last_weeks, month_of
from .states import Source
from .telling import FIGURES, LABELS
from .telling.merging import GROUPED
from .wci import Figures, Index, wci

WEEKS, MONTHS = 13, 12
MONTH_DAYS = 30
KNOWN, PARTLY, UNKNOWN = "数据完整", "数据不全", "没有数据"


@dataclass
class Period:
    """A week or month: its days, items and pushes (None: nothing is known), and how complete the knowledge is."""

    first: date
    last: date
    items: int | None
    pushes: int | None
    known: str
    figures: dict[str, int | None] = field(default_factory=dict)
    originals: int | None = None
    sources: list[tuple[str, int]] = field(default_factory=list)
    index: Index | None = None

    @property
    def missing(self) -> str:
        """The figures that the index goes without, in words."""
        return "、".join(LABELS[name] for name in self.index.missing) if self.index else ""


def weeks_of(account: MediaAccount, runs: list[Run], *, on: date) -> list[Period]:
    """Return the last weeks, newest first."""
    starts = last_weeks(on, WEEKS)
    rows = {row.start_on: row for row in WeekTally.objects.filter(account=account, start_on__in=starts)}
    return [_period(start, end_of_week(start), rows.get(start), runs, on) for start in starts]


def months_of(account: MediaAccount, runs: list[Run], *, on: date) -> list[Period]:
    """Return the last months, newest first, with figures, sources and the index where all is known."""
    starts = last_months(on, MONTHS)
    rows = {row.start_on: row for row in MonthTally.objects.filter(account=account, start_on__in=starts)}
    sources, indexes = _sources(account, starts[-1], on), _indexes(account, starts[-1], on)
    periods = []
    for start in starts:
        row = rows.get(start)
        period = _period(start, end_of_month(start), row, runs, on)
        period.figures = {name: getattr(row, name, None) for name in FIGURES}
        period.originals = row.originals if row is not None else None
        period.sources = sources[start]
        period.index = indexes.get(start) if period.known == KNOWN else None
        periods.append(period)
    return periods


def _period(first: date, last: date, row: WeekTally | MonthTally | None, runs: list[Run], on: date) -> Period:
    """Tell no data from no post: without coverage and without items nothing is known."""
    until = min(last, on - timedelta(days=1))
    if until < first:
        known = PARTLY if row is not None else UNKNOWN
    elif covers(runs, first, until):
        known = KNOWN
    else:
        touched = row is not None or any(begun <= until and ended >= first for begun, ended in runs)
        known = PARTLY if touched else UNKNOWN
    if row is not None:
        return Period(first, last, row.items, row.pushes, known)
    nothing = 0 if known == KNOWN else None
    return Period(first, last, nothing, nothing, known)


def _sources(account: MediaAccount, first: date, last: date) -> dict[date, list[tuple[str, int]]]:
    """Return for each month how many items each source brought."""
    rows = PublishedItem.objects.between(first, last).filter(account=account, withdrawn_on__isnull=True).order_by()
    counted = rows.annotate(start=TruncMonth("published_on")).values("start", "source").annotate(number=Count("pk"))
    found: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for row in counted.order_by("start", "source"):
        found[row["start"]].append((str(Source(row["source"]).label), row["number"]))
    return found


def _indexes(account: MediaAccount, first: date, last: date) -> dict[date, Index | None]:
    """Return the index of each month, for accounts of 微信公众号."""
    if account.platform.code not in GROUPED:
        return {}
    rows = PublishedItem.objects.between(first, last).filter(account=account, withdrawn_on__isnull=True).order_by("pk")
    months: dict[date, list[Figures]] = defaultdict(list)
    for day, push, reads, likes, wows, forwards in rows.values_list(
        "published_on", "push", "reads", "likes", "wows", "forwards"
    ):
        months[month_of(day)].append(Figures(push, reads, likes, wows, forwards))
    return {start: wci(items, days=MONTH_DAYS) for start, items in months.items()}


@dataclass(frozen=True)
class Nil:
    """A nil return, and how many items stand against it."""

    row: Coverage
    against: int


def nils_of(account: MediaAccount) -> list[Nil]:
    """Return the nil returns of an account, newest first, with what contradicts them."""
    rows = list(
        Coverage.objects.filter(account=account, source=Source.NIL).select_related("by").order_by("-last_on")[:20]
    )
    if not rows:
        return []
    first, last = min(row.first_on for row in rows), max(row.last_on for row in rows)
    items = PublishedItem.objects.between(first, last).filter(account=account, withdrawn_on__isnull=True)
    days = list(items.values_list("published_on", flat=True))
    return [Nil(row, sum(row.first_on <= day <= row.last_on for day in days)) for row in rows]


def known_runs(account: MediaAccount) -> list[Run]:
    """Return the days of which everything is known."""
    return runs_of([account.pk])[account.pk]
