"""Scoring by columns: over random schemes and figures the same lines, points and bands as one account at a time."""

import os
import random

import pytest

from assessments.scoring import Account, Row, plan_of, score_unit
from assessments.scoring.alike import Batches, Column
from assessments.scoring.cards import score_account
from assessments.scoring.records import Unit
from assessments.scoring.units import unit_of_counts
from assessments.scoring.vocabulary import PRESENT, Standing

from .worlds import a_figure, a_scheme

CASES = int(os.environ.get("SCORING_CASES", "400"))
MANY = 12


def figures(rng: random.Random) -> tuple[object, object]:
    """Return a value and what it is a part of: known or not, nothing asked now and then."""
    value = None if rng.random() < 0.1 else a_figure(rng)
    whole = None if rng.random() < 0.3 else 0 if rng.random() < 0.2 else a_figure(rng)
    return value, whole


@pytest.mark.parametrize("seed", range(0, CASES, 50))
def test_accounts_scored_by_columns_come_out_as_by_themselves(seed: int) -> None:
    seen = set()
    for number in range(seed, min(seed + 50, CASES)):
        rng, scheme = random.Random(number), a_scheme(number)
        plan = plan_of(scheme)
        batches = Batches(plan)
        for unit_class, part in plan.tables:
            table = plan.table(unit_class, part)
            measures = sorted({measure for measure, _ in table.reading[: table.base]})
            kept = [one for one in measures if rng.random() < 0.8]
            data = {one: [figures(rng) for _ in range(MANY)] for one in kept}
            rows = [tuple(Row(one, *data[one][place]) for one in kept) for place in range(MANY)]
            if not batches.fits(unit_class, part, rows[0]):
                continue
            columns = {one: Column([v for v, _ in pairs], [w for _, w in pairs]) for one, pairs in data.items()}
            places = []
            for alike in batches.score(unit_class, part, columns, MANY):
                places += alike.places
                for at, place in enumerate(alike.places):
                    card = score_account(plan, Account(str(place), rows[place], part), unit_class, {}, ())
                    points = None if alike.points is None else alike.points[at]
                    assert (card.standing, card.score, card.band) == (alike.standing, points, alike.bands[at])
                    assert (card.counts, card.points, card.base, card.bonus) == (points, points, points, 0)
                    assert [(one.code, one.outcome, one.points, one.full) for one in card.lines] == [
                        (one.code, one.outcome, None if one.points is None else one.points[at], one.full)
                        for one in alike.lines
                    ]
                    seen |= {one.outcome for one in card.lines} | {card.standing}
            assert sorted(places) == list(range(MANY))
    assert {*PRESENT, Standing.SCORED, Standing.MISSING} <= seen


def test_a_unit_put_together_from_what_its_accounts_count_is_the_unit_scored_as_a_whole() -> None:
    for number in range(CASES):
        rng, scheme = random.Random(number), a_scheme(number)
        plan = plan_of(scheme)
        unit_class = rng.choice([one for one, _ in plan.tables])
        accounts, parts = [], [one.code for one in scheme.parts]
        for place in range(rng.randrange(0, 6)):
            part = rng.choice(parts)
            measures = {measure for measure, _ in plan.table(unit_class, part).reading}
            rows = tuple(Row(one, *figures(rng)) for one in sorted(measures) if rng.random() < 0.7)
            accounts.append(Account(str(place), rows, part))
        whole = score_unit(plan, Unit("u", tuple(accounts), unit_class))
        counts = {part.code: [card.counts for card in part.cards if card.counts is not None] for part in whole.parts}

        bare = whole._replace(parts=tuple(part._replace(cards=()) for part in whole.parts))
        assert unit_of_counts(plan, "u", unit_class, counts) == bare


def test_what_columns_cannot_say_is_left_to_scoring_one_by_one() -> None:
    scheme = a_scheme(next(number for number in range(200) if any(one.bonus for one in a_scheme(number).indicators)))
    batches, claim = Batches(plan_of(scheme)), next(one for one in scheme.indicators if one.bonus)
    unit_class = (claim.classes or [one.code for one in scheme.classes] or [""])[0]

    assert batches.fits(unit_class, claim.part, [Row("a", 1), Row("b", 1)])
    assert not batches.fits(unit_class, claim.part, [Row("a", 1), Row("a", 2)])
    assert not batches.fits(unit_class, claim.part, [Row("a", 1, kind="grave")])
    assert not batches.fits(unit_class, claim.part, [Row(claim.measure, 1)])
