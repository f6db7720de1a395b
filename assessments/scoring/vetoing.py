"""Vetoes (单项否决): which facts fall under which entry, on whom, and what they leave of the score."""

from collections.abc import Iterable

from .arithmetic import scaled
from .plan import Plan
from .records import Hit, VetoFact
from .schema import Veto


def judged(plan: Plan, facts: Iterable[VetoFact], unit_class: str) -> tuple[tuple[Hit, ...], tuple[VetoFact, ...]]:
    """Return the vetoes that fell on a unit of this class, in order, and the facts for which there is no entry."""
    hits, unlisted = [], []
    for fact in facts:
        veto = plan.vetoes.get((fact.code, fact.level, unit_class))
        if veto is None:
            unlisted.append(fact._replace(ids=tuple(sorted(fact.ids))))
        else:
            hits.append(Hit(veto.key, fact.level, fact.account, tuple(sorted(fact.ids))))
    return tuple(sorted(hits)), tuple(sorted(unlisted))


def veto_of(plan: Plan, hit: Hit) -> Veto:
    """Return the entry of the scheme behind a veto that fell."""
    return next(veto for veto in plan.scheme.vetoes if veto.key == hit.key)


def on_unit(plan: Plan, hits: Iterable[Hit], accounts: Iterable[str]) -> tuple[Hit, ...]:
    """Return the vetoes that fell on the unit itself: by their entry, or because they concern none of its accounts."""
    known = set(accounts)
    return tuple(hit for hit in hits if hit.account not in known or veto_of(plan, hit).hits == "unit")


def is_of_year(plan: Plan, fact: VetoFact, unit_class: str) -> bool:
    """Whether a fact falls under a veto of the year."""
    veto = plan.vetoes.get((fact.code, fact.level, unit_class))
    return veto is not None and veto.scope == "year"


def of_year(plan: Plan, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the vetoes that decide the whole year."""
    return tuple(hit for hit in hits if veto_of(plan, hit).scope == "year")


def falls(plan: Plan, hits: Iterable[Hit], points: int | None) -> int | None:
    """Return the score under vetoes, the gravest of several; None is 不合格 without a score."""
    scores = [_left(plan, veto_of(plan, hit), points) for hit in hits]
    numbers = [score for score in scores if score is not None]
    if len(numbers) < len(scores) and 0 not in numbers:
        return None
    return min(numbers)


def counts_of(score: int | None) -> int:
    """Return what a vetoed score counts in averages and sums: without a score it counts 0."""
    return 0 if score is None else score


def _left(plan: Plan, veto: Veto, points: int | None) -> int | None:
    if veto.effect == "fail" or veto.score is None:
        return None
    limit = scaled(veto.score, plan.scale)
    if veto.effect == "fix":
        return limit
    return None if points is None else min(limit, points)
