"""The score of one account (账号得分): lines, base converted to 100, bonus, vetoes first."""

from collections.abc import Mapping, Sequence

from .arithmetic import half_up
from .plan import Plan, Table
from .records import Account, Card, Hit, Line, Row
from .vetoing import counts_of, falls
from .vocabulary import PRESENT, Outcome, Standing

Figures = Mapping[str, Sequence[Row]]
_NONE: tuple[Row, ...] = ()


def by_measure(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return rows by their measure."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.measure in found:
            found[row.measure].append(row)
        else:
            found[row.measure] = [row]
    return found


def score_account(plan: Plan, account: Account, unit_class: str, shared: Figures, hits: tuple[Hit, ...]) -> Card:
    """Return the card of an account; `shared` are the unit's own figures, `hits` the vetoes that fell on it.

    A veto decides the score whatever the points are; the points stay on the card for the reader.
    """
    table = plan.table(unit_class, account.part)
    figures = by_measure(account.rows)
    lines = tuple([read(figures.get(measure) or shared.get(measure) or _NONE) for measure, read in table.reading])
    base = base_of(plan, table, lines)
    if base is None and table.zero_missing:
        base = 0
    bonus, lines = _bonus(table, lines, base)
    points = None if base is None else base + bonus
    if hits:
        score = falls(plan, hits, points)
        counts, standing, band = counts_of(score), Standing.VETOED, plan.failing
    elif points is None:
        score, counts, standing, band = None, None, Standing.MISSING, ""
    else:
        score, counts, standing, band = points, points, Standing.SCORED, plan.band_of(points)
    return Card(account.id, account.part, standing, score, counts, points, base, bonus, band, lines, hits)


def base_of(plan: Plan, table: Table, lines: Sequence[Line]) -> int | None:
    """Return the base in 0..100: what the lines gave, over what they could give; None without any data.

    Where lines are left out, and where a class's table is worth less than 100, the rest is converted in proportion.
    """
    got = worth = 0
    for line in lines[: table.base]:
        points = line.points
        if points is not None and line.outcome in PRESENT:
            got += points
            worth += line.full
    if not worth:
        return None
    return got if worth == plan.full else half_up(got * plan.full, worth)


def _bonus(table: Table, lines: tuple[Line, ...], base: int | None) -> tuple[int, tuple[Line, ...]]:
    """Return the bonus and the lines; where the base is not above the line for bonus, claims are marked as closed."""
    if not table.bonus_cap:
        return 0, lines
    if base is None or base <= table.bonus_above:
        closed = [
            line._replace(outcome=Outcome.CLOSED, points=0) if line.outcome == Outcome.COUNTED else line
            for line in lines[table.base :]
        ]
        return 0, (*lines[: table.base], *closed)
    total = sum(line.points or 0 for line in lines[table.base :])
    return min(total, table.bonus_cap), lines
