"""Rules made ready for use (计分规则的执行): each becomes a function from rows to a line."""

from collections.abc import Callable, Sequence

from .arithmetic import Fraction, fraction_of, half_up, scaled
from .records import Figure, Line, Row
from .schema import Bonus, Deduct, Indicator, PerN, Ratio, Rule, Share, Steps
from .vocabulary import Outcome

#: From the value and the whole as fractions (no whole: 0, 0): points. None: the whole is 0, nothing was asked.
Judge = Callable[[int, int, int, int], int | None]
Reader = Callable[[Sequence[Row]], Line]


def reader_of(item: Indicator, scale: int) -> Reader:
    """Return the function that makes the line of an indicator; points in whole smallest places."""
    if not item.scored or item.rule is None:
        return _shown(item)
    if isinstance(item.rule, Deduct):
        return _deducting(item, item.rule, scale)
    if isinstance(item.rule, Bonus):
        return _claiming(item, item.rule, scale)
    return _judging(item, item.rule, scale)


def refs_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the ids of these rows, in an order that does not depend on theirs."""
    if len(rows) == 1:
        ids = rows[0].ids
        return ids if len(ids) < 2 else tuple(sorted(ids))
    return tuple(sorted(one for row in rows for one in row.ids))


def gathered(rows: Sequence[Row], way: str) -> tuple[Figure | None, Figure | None]:
    """Put rows of one measure together; one unknown value makes the whole unknown."""
    if len(rows) == 1:
        return rows[0].value, rows[0].of
    values = [row.value for row in rows if row.value is not None]
    if len(values) < len(rows) or not rows:
        return None, None
    if way == "sum":
        wholes = [row.of for row in rows if row.of is not None]
        return sum(values), sum(wholes) if len(wholes) == len(rows) else None
    known = [(row.value, -1 if row.of is None else row.of) for row in rows if row.value is not None]
    value, whole = max(known) if way == "max" else min(known)
    return value, None if whole == -1 else whole


def _shown(item: Indicator) -> Reader:
    code, way = item.code, item.gather

    def read(rows: Sequence[Row]) -> Line:
        value, whole = gathered(rows, way)
        return Line(code, Outcome.SHOWN, None, 0, value, whole, refs_of(rows))

    return read


def _absent(item: Indicator, full: int) -> Callable[[Figure | None, Figure | None, Sequence[Row]], Line]:
    """Return what makes the line of missing data."""
    code, zero = item.code, item.missing == "zero"

    def line(value: Figure | None, whole: Figure | None, rows: Sequence[Row]) -> Line:
        outcome, points = (Outcome.MISSING_ZERO, 0) if zero else (Outcome.MISSING, None)
        return Line(code, outcome, points, full, value, whole, refs_of(rows))

    return line


def _judging(item: Indicator, rule: Rule, scale: int) -> Reader:
    code, way, full = item.code, item.gather, scaled(item.weight, scale)
    judge, absent = _judge_of(item, rule, full, scale), _absent(item, full)
    needs_whole = isinstance(rule, Share) or (isinstance(rule, Ratio) and rule.target is None)
    empty_outcome, empty_points = {
        "leave_out": (Outcome.EMPTY, None),
        "zero": (Outcome.EMPTY_ZERO, 0),
        "full": (Outcome.EMPTY_FULL, full),
    }[item.empty]
    counted = Outcome.COUNTED

    def read(rows: Sequence[Row]) -> Line:
        value, whole = gathered(rows, way)
        if value is None or (needs_whole and whole is None):
            return absent(value, whole, rows)
        value_n, value_d = (value, 1) if type(value) is int and value >= 0 else fraction_of(value)
        if whole is None:
            points = judge(value_n, value_d, 0, 0)
        else:
            whole_n, whole_d = (whole, 1) if type(whole) is int and whole >= 0 else fraction_of(whole)
            points = judge(value_n, value_d, whole_n, whole_d)
        if points is None:
            return Line(code, empty_outcome, empty_points, full, value, whole, refs_of(rows))
        return Line(code, counted, points, full, value, whole, refs_of(rows))

    return read


def _judge_of(item: Indicator, rule: Rule, full: int, scale: int) -> Judge:
    if isinstance(rule, Steps):
        return _stepping(rule, item.direction == "down", scale)
    top = full if rule.cap is None else scaled(rule.cap, scale)
    if isinstance(rule, PerN):
        return _per_n(rule, top, scale)
    if isinstance(rule, Share):
        return _sharing(full, top, fraction_of(rule.full_at))
    if isinstance(rule, Ratio) and rule.target is not None:
        return _towards(full, top, fraction_of(rule.target), item.direction == "down")
    return _sharing(full, top, (1, 1))


def _sharing(full: int, top: int, aim: Fraction) -> Judge:
    worth, aim_n = full * aim[1], aim[0]

    def judge(value_n: int, value_d: int, whole_n: int, whole_d: int) -> int | None:
        if not whole_n:
            return None
        under = value_d * whole_n * aim_n
        points = (2 * worth * value_n * whole_d + under) // (2 * under)
        return points if points < top else top

    return judge


def _towards(full: int, top: int, target: Fraction, down: bool) -> Judge:
    aim_n, aim_d = target

    def upwards(value_n: int, value_d: int, whole_n: int, whole_d: int) -> int | None:
        under = value_d * aim_n
        points = (2 * full * value_n * aim_d + under) // (2 * under)
        return points if points < top else top

    def downwards(value_n: int, value_d: int, whole_n: int, whole_d: int) -> int | None:
        if value_n * aim_d <= value_d * aim_n:
            return top
        return min(top, half_up(full * value_d * aim_n, value_n * aim_d))

    return downwards if down else upwards


def _per_n(rule: PerN, top: int, scale: int) -> Judge:
    (n_n, n_d), (each_n, each_d), whole_only = fraction_of(rule.n), fraction_of(rule.points), rule.whole

    def judge(value_n: int, value_d: int, whole_n: int, whole_d: int) -> int | None:
        over, under = value_n * n_d, value_d * n_n
        if whole_only:
            over, under = over // under, 1
        return min(top, half_up(over * each_n * scale, under * each_d))

    return judge


def _stepping(rule: Steps, down: bool, scale: int) -> Judge:
    rungs = [(*fraction_of(step.at), scaled(step.points, scale)) for step in rule.steps]

    def judge(value_n: int, value_d: int, whole_n: int, whole_d: int) -> int | None:
        over, under = value_n, value_d
        if whole_d:
            if not whole_n:
                return None
            over, under = over * whole_d, under * whole_n
        if down:
            return next((points for at_n, at_d, points in rungs if over * at_d <= at_n * under), 0)
        return next((points for at_n, at_d, points in reversed(rungs) if over * at_d >= at_n * under), 0)

    return judge


def _deducting(item: Indicator, rule: Deduct, scale: int) -> Reader:
    """Return the reader of a deduction: full points less so many for each finding, never below full less the cap."""
    code, full = item.code, scaled(item.weight, scale)
    floor = full - (full if rule.cap is None else scaled(rule.cap, scale))
    each = fraction_of(rule.each)
    by_kind = {one.kind: fraction_of(one.points) for one in rule.each_by}
    absent = _absent(item, full)

    def read(rows: Sequence[Row]) -> Line:
        value, whole = gathered(rows, "sum")
        if value is None:
            return absent(value, whole, rows)
        off_n, off_d = _total(rows, each, by_kind)
        rest = full * off_d - off_n * scale
        points = max(floor, half_up(rest, off_d)) if rest > 0 else floor
        return Line(code, Outcome.COUNTED, points, full, value, whole, refs_of(rows))

    return read


def _claiming(item: Indicator, rule: Bonus, scale: int) -> Reader:
    """Return the reader of a bonus: claims with proof in time earn points up to the cap."""
    code, full, last_day = item.code, scaled(item.weight, scale), rule.proof_by
    top = full if rule.cap is None else scaled(rule.cap, scale)
    each = fraction_of(rule.each)
    by_kind = {one.kind: fraction_of(one.points) for one in rule.each_by}

    def read(rows: Sequence[Row]) -> Line:
        if not rows:
            return Line(code, Outcome.UNCLAIMED, 0, full)
        good = [
            row
            for row in rows
            if row.value is not None and row.proved_on is not None and (last_day is None or row.proved_on <= last_day)
        ]
        left = refs_of([row for row in rows if row not in good])
        value, _ = gathered(good, "sum") if good else (0, None)
        sum_n, sum_d = _total(good, each, by_kind)
        points = min(top, half_up(sum_n * scale, sum_d))
        return Line(code, Outcome.COUNTED, points, full, value, None, refs_of(good), left)

    return read


def _total(rows: Sequence[Row], each: Fraction, by_kind: dict[str, Fraction]) -> Fraction:
    """Return the exact sum of value times points over rows whose value is known."""
    if len(rows) == 1 and not by_kind and type(rows[0].value) is int and rows[0].value >= 0:
        return rows[0].value * each[0], each[1]
    total_n, total_d = 0, 1
    for row in rows:
        if row.value is None:
            continue
        value_n, value_d = fraction_of(row.value)
        points_n, points_d = by_kind.get(row.kind, each) if by_kind else each
        under = value_d * points_d
        total_n, total_d = total_n * under + value_n * points_n * total_d, total_d * under
    return total_n, total_d
