"""The score of a unit (单位得分): its accounts put together by part, the parts weighted, vetoes first."""

from collections.abc import Iterable, Mapping, Sequence

from .arithmetic import half_up
from .cards import by_measure, score_account
from .plan import Plan, ReadyPart, plan_of
from .records import Account, Card, PartScore, Result, Unit
from .schema import Scheme
from .vetoing import counts_of, falls, judged, on_unit
from .vocabulary import Outcome, Standing


def score(scheme: Scheme, units: Iterable[Unit]) -> list[Result]:
    """Return the results of units in their order; the same units and scheme always give the same results.

    Raises UnknownTable where a unit's class or an account's part is not in the scheme, BadFigure for a figure that
    cannot be scored. Neither reads a clock nor a database.
    """
    plan = plan_of(scheme)
    return [score_unit(plan, unit) for unit in units]


def score_unit(plan: Plan, unit: Unit) -> Result:
    """Return the result of one unit; the order of its accounts, rows and facts makes no difference."""
    unit_class = plan.class_of(unit.unit_class)
    hits, unlisted = judged(plan, unit.vetoes, unit_class) if unit.vetoes else ((), ())
    shared = by_measure(unit.rows) if unit.rows else {}
    cards: dict[str, list[Card]] = {}
    for account in sorted(unit.accounts, key=_id) if len(unit.accounts) > 1 else unit.accounts:
        own = tuple(hit for hit in hits if hit.account == account.id) if hits else ()
        card = score_account(plan, account, unit_class, shared, own)
        cards.setdefault(card.part, []).append(card)
    found = [(ready, tuple(cards.get(ready.part.code, ()))) for ready in plan.parts]
    parts = tuple([_part(ready, _counted(own), own) for ready, own in found])
    points = _weighted(parts)
    fallen = on_unit(plan, hits, (one.id for one in unit.accounts)) if hits else ()
    number, standing, band = points, Standing.SCORED, ""
    if fallen:
        number, standing, band = falls(plan, fallen, points), Standing.VETOED, plan.failing
    elif points is None:
        standing = Standing.MISSING
    else:
        band = plan.band_of(points)
    counts = counts_of(number) if fallen else points
    name, code = plan.scheme.name, unit.unit_class
    return Result(unit.id, name, code, standing, number, counts, points, band, parts, hits, unlisted)


def unit_of_counts(plan: Plan, unit: str, unit_class: str, counts: Mapping[str, Sequence[int]]) -> Result:
    """Return the result of a unit without vetoes from what its scored accounts count, by part; without their cards.

    It equals that of `score_unit` but for the cards, which whoever scored the accounts has.
    """
    parts = tuple([_part(ready, counts.get(ready.part.code, ()), ()) for ready in plan.parts])
    points = _weighted(parts)
    standing, band = (Standing.MISSING, "") if points is None else (Standing.SCORED, plan.band_of(points))
    return Result(unit, plan.scheme.name, unit_class, standing, points, points, points, band, parts, (), ())


def _id(account: Account) -> str:
    return account.id


def _part(ready: ReadyPart, known: Sequence[int], cards: tuple[Card, ...]) -> PartScore:
    part, weight = ready.part, ready.weight
    if known:
        return PartScore(part.code, Outcome.COUNTED, _together(ready, known), weight, cards)
    zero = part.absent == "zero"
    outcome = Outcome.MISSING_ZERO if zero else Outcome.MISSING
    return PartScore(part.code, outcome, 0 if zero else None, weight, cards)


def _counted(cards: Sequence[Card]) -> list[int]:
    return [card.counts for card in cards if card.counts is not None]


def _together(ready: ReadyPart, scores: Sequence[int]) -> int:
    """Put the scores of several accounts together; a sum goes no higher than 100 and the bonus."""
    way = ready.part.combine
    if way == "average":
        return half_up(sum(scores), len(scores))
    if way == "minimum":
        return min(scores)
    if way == "best":
        return max(scores)
    return min(sum(scores), ready.limit)


def _weighted(parts: Sequence[PartScore]) -> int | None:
    present = [(part.score, part.weight) for part in parts if part.score is not None]
    if len(present) == 1:
        return present[0][0]
    if not present:
        return None
    return half_up(sum(points * weight for points, weight in present), sum(weight for _, weight in present))
