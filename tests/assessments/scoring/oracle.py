"""Scoring written a second time, slowly, with exact fractions and without any code of the product."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from assessments.scoring import Account, Row, Scheme, Unit, VetoFact
from assessments.scoring.schema import Indicator, Veto

LEFT_OUT = None


def half_up(value: Fraction, places: int) -> Fraction:
    """Round half up at so many places."""
    return Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)


def line(item: Indicator, rows: list[Row], places: int) -> Fraction | None:
    """Return the points of one indicator; None where it takes no part."""
    rule, weight = item.rule, Fraction(item.weight)
    top = weight if rule.kind == "steps" or rule.cap is None else Fraction(rule.cap)
    if rule.kind == "bonus":
        proved = [
            row for row in rows if row.value is not None and row.proved_on and row.proved_on <= date(2026, 12, 31)
        ]
        return min(top, half_up(sum((Fraction(row.value) * each(rule, row) for row in proved), Fraction(0)), places))
    if not rows or any(row.value is None for row in rows):
        return Fraction(0) if item.missing == "zero" else LEFT_OUT
    value = sum((Fraction(row.value) for row in rows), Fraction(0))
    whole = None if any(row.of is None for row in rows) else sum((Fraction(row.of) for row in rows), Fraction(0))
    if rule.kind == "deduct":
        off = sum((Fraction(row.value) * each(rule, row) for row in rows), Fraction(0))
        return max(weight - top, half_up(max(Fraction(0), weight - off), places))
    targeted = rule.kind == "ratio" and rule.target is not None
    if not targeted and rule.kind in ("ratio", "share"):
        if whole is None:
            return Fraction(0) if item.missing == "zero" else LEFT_OUT
        if whole == 0:
            return {"leave_out": LEFT_OUT, "zero": Fraction(0), "full": weight}[item.empty]
        aim = Fraction(rule.full_at) if rule.kind == "share" else Fraction(1)
        return min(top, half_up(weight * value / whole / aim, places))
    if targeted:
        target = Fraction(rule.target)
        if item.direction == "down":
            return top if value <= target else min(top, half_up(weight * target / value, places))
        return min(top, half_up(weight * value / target, places))
    if rule.kind == "steps":
        if whole == 0:
            return {"leave_out": LEFT_OUT, "zero": Fraction(0), "full": weight}[item.empty]
        reached = value if whole is None else value / whole
        return max(((step.at, Fraction(step.points)) for step in rule.steps if step.at <= reached), default=(0, 0))[1]
    pieces = value / Fraction(rule.n)
    return min(top, half_up((floor(pieces) if rule.whole else pieces) * Fraction(rule.points), places))


def each(rule, row: Row) -> Fraction:
    """Return what one finding or claim of this kind is worth."""
    return Fraction(next((one.points for one in rule.each_by if one.kind == row.kind), rule.each))


def account_points(scheme: Scheme, account: Account, unit: Unit) -> Fraction | None:
    """Return base and bonus of an account; None without any data."""
    part = scheme.part(account.part)
    got = worth = bonus = Fraction(0)
    for item in scheme.indicators:
        if item.part != account.part:
            continue
        rows = [row for row in account.rows if row.measure == item.measure]
        rows = rows or [row for row in unit.rows if row.measure == item.measure]
        points = line(item, rows, scheme.places)
        if item.bonus:
            bonus += points
        elif points is not LEFT_OUT:
            got, worth = got + points, worth + Fraction(item.weight)
    if not worth and part.missing != "zero":
        return None
    base = half_up(got * 100 / worth, scheme.places) if worth else Fraction(0)
    opened = part.bonus_above is not None and base > part.bonus_above
    return base + (min(bonus, Fraction(part.bonus_cap)) if opened else 0)


def veto_of(scheme: Scheme, fact: VetoFact) -> Veto | None:
    """Return the first entry for a fact."""
    fitting = [one for one in scheme.vetoes if one.code == fact.code and (not one.levels or fact.level in one.levels)]
    return fitting[0] if fitting else None


def under(vetoes: list[Veto], points: Fraction | None) -> Fraction | None:
    """Return what vetoes leave of the points; None is no score."""
    left = []
    for veto in vetoes:
        score = None if veto.effect == "fail" else Fraction(veto.score)
        if veto.effect == "cap":
            score = None if points is None else min(score, points)
        left.append(score)
    if None in left and 0 not in left:
        return None
    return min(one for one in left if one is not None)


def judge(scheme: Scheme, unit: Unit) -> tuple[str, Decimal | None]:
    """Return standing and score of a unit."""
    facts = [(fact, veto_of(scheme, fact)) for fact in unit.vetoes]
    facts = [(fact, veto) for fact, veto in facts if veto is not None]
    parts: list[tuple[Fraction, Fraction]] = []
    for part in scheme.parts:
        scores = []
        for account in unit.accounts:
            if account.part != part.code:
                continue
            points = account_points(scheme, account, unit)
            own = [veto for fact, veto in facts if fact.account == account.id]
            scores.append((under(own, points) or Fraction(0)) if own else points)
        known = [score for score in scores if score is not None]
        if known:
            limit = 100 + Fraction(part.bonus_cap)
            average = half_up(sum(known) / len(known), scheme.places)
            ways = {"average": average, "minimum": min(known), "best": max(known), "sum": min(limit, sum(known))}
            parts.append((ways[part.combine], Fraction(part.weight)))
        elif part.absent == "zero":
            parts.append((Fraction(0), Fraction(part.weight)))
    points = None
    if parts:
        points = half_up(
            sum(score * weight for score, weight in parts) / sum(weight for _, weight in parts), scheme.places
        )
    names = {account.id for account in unit.accounts}
    fallen = [veto for fact, veto in facts if fact.account not in names or veto.hits == "unit"]
    if fallen:
        return "vetoed", as_decimal(under(fallen, points), scheme.places)
    return ("missing", None) if points is None else ("scored", as_decimal(points, scheme.places))


def as_decimal(points: Fraction | None, places: int) -> Decimal | None:
    """Return points as the product shows them."""
    return None if points is None else Decimal(int(points * 10**places)).scaleb(-places)
