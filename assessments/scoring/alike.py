"""Many accounts with the same measures at once (同类账号成批计分), to the same digit as one by one.

The rules stay where they are: each distinct figure of an indicator goes once through the reader that a single account
would use, and the lines of all accounts with this figure take their points from there. What is added here is only the
sum of the lines by columns. Accounts with claims for bonus, findings of several kinds or vetoes are scored one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .arithmetic import half_up
from .judging import Reader
from .plan import Plan, Table
from .records import Figure, Row
from .vocabulary import PRESENT, Outcome, Standing

Points = list[int | None]
_Key = tuple[Figure | None, Figure | None]


class Column(NamedTuple):
    """One measure of several accounts, in their order: values, and the wholes that they are a part of."""

    values: Sequence[Figure | None]
    wholes: Sequence[Figure | None]


class LineColumn(NamedTuple):
    """One indicator of several accounts: the same outcome for all; `points` None where it takes no part."""

    code: str
    measure: str
    outcome: str
    full: int
    points: list[int] | None


class Alike(NamedTuple):
    """Accounts whose lines had the same outcomes: their places among those asked, lines, points and bands.

    `points` is base and score at once, as there is no bonus; None where no line had any data.
    """

    places: Sequence[int]
    lines: tuple[LineColumn, ...]
    standing: str
    points: list[int] | None
    bands: list[str]


class Batches:
    """The lines by figure of one plan, kept for the length of a run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lines: dict[tuple[str, str], list[dict[_Key, tuple[str, int | None]]]] = {}
        self._bands: dict[int, str] = {}

    def fits(self, unit_class: str, part: str, rows: Sequence[Row]) -> bool:
        """Whether rows can be scored by columns: one for each measure, without kind or proof, none for bonus."""
        found = {row.measure for row in rows if not row.kind and row.proved_on is None}
        return len(found) == len(rows) and self._claims(unit_class, part).isdisjoint(found)

    def _claims(self, unit_class: str, part: str) -> set[str]:
        """Return the measures of the bonus."""
        table = self.plan.table(unit_class, part)
        return {measure for measure, _ in table.reading[table.base :]}

    def score(self, unit_class: str, part: str, columns: Mapping[str, Column], count: int) -> list[Alike]:
        """Return the accounts by the outcomes of their lines; raises UnknownTable, BadFigure."""
        table = self.plan.table(unit_class, part)
        known = self._lines.setdefault((unit_class, part), [{} for _ in table.reading])
        read = [
            _column(reader, measure, columns.get(measure), count, memo)
            for (measure, reader), memo in zip(table.reading, known, strict=True)
        ]
        heads = [reader(()) for _, reader in table.reading]
        measures = [measure if measure in columns else "" for measure, _ in table.reading]
        found = []
        for outcomes, places in _by_outcomes([outcomes for outcomes, _ in read], count):
            lines = tuple(
                LineColumn(head.code, measure, outcome, head.full, _of(points, places, count))
                for head, measure, outcome, (_, points) in zip(heads, measures, outcomes, read, strict=True)
            )
            found.append(self._together(table, lines, places))
        return found

    def _together(self, table: Table, lines: tuple[LineColumn, ...], places: Sequence[int]) -> Alike:
        present = [one for one in lines[: table.base] if one.points is not None and one.outcome in PRESENT]
        worth, full = sum(one.full for one in present), self.plan.full
        if worth:
            got = list(map(sum, zip(*(one.points for one in present if one.points is not None), strict=True)))
            base = got if worth == full else [half_up(points * full, worth) for points in got]
        elif table.zero_missing:
            base = [0] * len(places)
        else:
            return Alike(places, lines, Standing.MISSING, None, [""] * len(places))
        for points in set(base).difference(self._bands):
            self._bands[points] = self.plan.band_of(points)
        return Alike(places, lines, Standing.SCORED, base, list(map(self._bands.__getitem__, base)))


def _column(
    reader: Reader, measure: str, column: Column | None, count: int, memo: dict[_Key, tuple[str, int | None]]
) -> tuple[str | list[str], Points | None]:
    """Return outcomes and points of one indicator; where all agree, the one outcome stands for them."""
    empty = reader(())
    if column is None:
        return empty.outcome, None if empty.points is None else [empty.points] * count
    if empty.outcome == Outcome.SHOWN:
        return Outcome.SHOWN, None
    keys = list(zip(column.values, column.wholes, strict=True))
    for key in set(keys).difference(memo):
        line = reader((Row(measure, *key),))
        memo[key] = line.outcome, line.points
    outcomes, points = zip(*map(memo.__getitem__, keys), strict=True)
    return outcomes[0] if len(set(outcomes)) == 1 else list(outcomes), list(points)


def _of(points: Points | None, places: Sequence[int], count: int) -> list[int] | None:
    """Return the points of some accounts; None where the line takes no part."""
    if points is None:
        return None
    chosen = points if len(places) == count else [points[place] for place in places]
    return None if chosen[0] is None else chosen  # type: ignore[return-value]


def _by_outcomes(columns: Sequence[str | list[str]], count: int) -> Iterator[tuple[tuple[str, ...], Sequence[int]]]:
    """Yield the different outcomes of the lines with the places of the accounts that have them."""
    mixed = [number for number, one in enumerate(columns) if not isinstance(one, str)]
    if not mixed:
        yield tuple(columns), range(count)  # type: ignore[arg-type]
        return
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, outcomes in enumerate(zip(*(columns[number] for number in mixed), strict=True)):
        groups.setdefault(outcomes, []).append(place)
    for outcomes, places in groups.items():
        whole = list(columns)
        for number, outcome in zip(mixed, outcomes, strict=True):
            whole[number] = outcome
        yield tuple(whole), places  # type: ignore[arg-type]
