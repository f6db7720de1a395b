"""Properties of scoring over random schemes and units. A longer run: SCORING_CASES=100000."""

import os
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.scoring import Result, Row, Scheme, Unit, VetoFact, amount, canonical, digest, score

from .oracle import judge
from .worlds import a_scheme, a_unit

CASES = int(os.environ.get("SCORING_CASES", "120"))
SCHEMES = 400

seeds = st.integers(0, 2**63 - 1)
often = settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def world(seed: int, veto_chance: float = 0.3) -> tuple[random.Random, Scheme, Unit]:
    """Return the world of a seed."""
    rng = random.Random(seed)
    scheme = a_scheme(rng.randrange(SCHEMES))
    return rng, scheme, a_unit(rng, scheme, veto_chance)


def one(scheme: Scheme, unit: Unit) -> Result:
    """Score one unit."""
    return score(scheme, [unit])[0]


def shuffled(rng: random.Random, values) -> tuple:
    """Return values in another order."""
    mixed = list(values)
    rng.shuffle(mixed)
    return tuple(mixed)


@often
@given(seeds)
def test_scores_agree_with_a_second_calculation_in_exact_fractions(seed):
    _, scheme, unit = world(seed)

    result = one(scheme, unit)

    shown = None if result.score is None else amount(result.score, scheme.places)
    assert (result.standing, shown) == judge(scheme, unit)


@often
@given(seeds)
def test_every_figure_keeps_to_its_bounds_and_caps(seed):
    _, scheme, unit = world(seed)
    scale = 10**scheme.places

    result = one(scheme, unit)

    highest = max(part.bonus_cap for part in scheme.parts)
    assert result.score is None or 0 <= result.score <= (100 + highest) * scale
    for part in result.parts:
        cap = scheme.part(part.code).bonus_cap
        for card in part.cards:
            assert card.base is None or 0 <= card.base <= 100 * scale
            assert 0 <= card.bonus <= cap * scale
            for line in card.lines:
                rule = scheme.indicator(line.code).rule
                top = line.full
                if rule.kind not in ("deduct", "steps") and rule.cap is not None and line.outcome == "counted":
                    top = rule.cap * scale
                assert line.points is None or 0 <= line.points <= top
                if rule.kind == "deduct" and rule.cap is not None and line.outcome == "counted":
                    assert line.points >= line.full - rule.cap * scale


@often
@given(seeds)
def test_a_veto_beats_any_points(seed):
    rng, scheme, unit = world(seed, veto_chance=0)
    veto = rng.choice(scheme.vetoes)
    fact = VetoFact(veto.code, rng.choice(veto.levels or ("local",)), "", ("fact",))

    before, after = one(scheme, unit), one(scheme, unit._replace(vetoes=(fact,)))

    assert (after.standing, after.band, after.points) == ("vetoed", "fail", before.points)
    falling = [
        item for item in scheme.vetoes if item.code == veto.code and (not item.levels or fact.level in item.levels)
    ]
    expected = {"fix": veto.score, "fail": None, "cap": None if before.points is None else veto.score}[veto.effect]
    assert falling[0] == veto
    if veto.effect == "cap" and expected is not None:
        expected = min(expected, amount(before.points, scheme.places))
    assert (None if after.score is None else amount(after.score, scheme.places)) == expected


@often
@given(seeds)
def test_the_order_of_accounts_rows_facts_and_ids_makes_no_difference(seed):
    rng, scheme, unit = world(seed)

    def mixed(rows):
        return shuffled(rng, [row._replace(ids=shuffled(rng, row.ids)) for row in rows])

    other = unit._replace(
        accounts=shuffled(rng, [account._replace(rows=mixed(account.rows)) for account in unit.accounts]),
        rows=mixed(unit.rows),
        vetoes=shuffled(rng, unit.vetoes),
    )

    assert one(scheme, other) == one(scheme, unit)


@often
@given(seeds)
def test_scoring_again_gives_the_same_to_the_last_digit(seed):
    _, scheme, unit = world(seed)
    again = Scheme.model_validate(scheme.model_dump())

    first, second = one(scheme, unit), one(again, unit)

    assert canonical(first) == canonical(second)
    assert digest([first]) == digest([second])


@often
@given(seeds)
def test_one_finding_more_never_raises_a_score(seed):
    _, scheme, unit = world(seed)
    falling = {item.measure for item in scheme.indicators if item.direction == "down"}
    rising = {item.measure for item in scheme.indicators if item.direction == "up"}

    def worse(row: Row) -> Row:
        return row._replace(value=row.value + 1) if row.measure in falling - rising and row.value is not None else row

    accounts = [account._replace(rows=tuple(map(worse, account.rows))) for account in unit.accounts]
    before, after = one(scheme, unit), one(scheme, unit._replace(accounts=tuple(accounts)))

    assert (before.standing, before.points is None) == (after.standing, after.points is None)
    assert (after.points or 0) <= (before.points or 0)
    assert (after.counts or 0) <= (before.counts or 0)
