"""The year from its periods (年度结果): mean of the periods by weight; a veto of the year decides before any points."""

from collections.abc import Iterable, Mapping

from newmedia_portal.core.refusals import Refused

from .arithmetic import half_up, scaled
from .plan import plan_of
from .records import Result, Term, VetoFact, YearResult
from .schema import Scheme, Year
from .vetoing import falls, is_of_year, judged, of_year
from .vocabulary import Outcome, Standing


class NoYear(Refused):
    """The scheme does not say how a year follows from its periods, or the periods are not as many as it says."""


def score_year(
    scheme: Scheme, unit: str, periods: Mapping[str, Result | None], vetoes: Iterable[VetoFact] = ()
) -> YearResult:
    """Return the year of a unit from the results of its periods, None for a period without one.

    A veto of the year, fallen in any period or told for the year itself, decides the score. A veto of a period has
    already decided that period and does no more; told for the year, it is `unlisted`. Periods count in the order of
    their names; the class of the unit is that of its last period. Raises NoYear.
    """
    plan, rules = plan_of(scheme), scheme.year
    if rules is None:
        raise NoYear(f"方案“{scheme.title}”没有写年度如何计分，请在方案中补上 year。")
    if len(periods) != rules.periods:
        raise NoYear(f"方案“{scheme.title}”全年为 {rules.periods} 期，现有 {len(periods)} 期，请补齐（缺的写为空）。")
    terms = tuple(_term(rules, number, period, periods[period]) for number, period in enumerate(sorted(periods)))
    points = _mean(terms)
    facts = list(vetoes)
    classes = [result.unit_class for result in reversed(_in_order(periods)) if result is not None]
    unit_class = plan.class_of(classes[0] if classes else "")
    told, _ = judged(plan, (fact for fact in facts if is_of_year(plan, fact, unit_class)), unit_class)
    unlisted = tuple(sorted(fact for fact in facts if not is_of_year(plan, fact, unit_class)))
    carried = {hit for result in periods.values() if result is not None for hit in of_year(plan, result.vetoes)}
    hits = tuple(sorted(carried | set(told)))
    if hits:
        left = falls(plan, hits, points)
        return YearResult(unit, scheme.name, Standing.VETOED, left, points, plan.failing, terms, hits, unlisted)
    if points is None:
        return YearResult(unit, scheme.name, Standing.MISSING, None, None, "", terms, (), unlisted)
    band = plan.band_of(points)
    return YearResult(unit, scheme.name, Standing.SCORED, points, points, band, terms, (), unlisted)


def _in_order(periods: Mapping[str, Result | None]) -> list[Result | None]:
    return [periods[period] for period in sorted(periods)]


def _term(rules: Year, number: int, period: str, result: Result | None) -> Term:
    weight = scaled(rules.weights[number], 100) if rules.weights else 1
    counts = None if result is None else result.counts
    if counts is not None:
        return Term(period, Outcome.COUNTED, counts, weight)
    if rules.missing == "zero":
        return Term(period, Outcome.MISSING_ZERO, 0, weight)
    return Term(period, Outcome.MISSING, None, weight)


def _mean(terms: tuple[Term, ...]) -> int | None:
    present = [(term.score, term.weight) for term in terms if term.score is not None]
    if not present:
        return None
    return half_up(sum(points * weight for points, weight in present), sum(weight for _, weight in present))
