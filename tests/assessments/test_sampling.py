"""The draw: repeatable, within one account of its shares, and never without the watch list."""

import hashlib
import os
import random
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.sampling import BadShare, Candidate, Draw, draw, draw_sentences
from assessments.sampling.chance import number

CASES = int(os.environ.get("SAMPLING_CASES", "60"))
often = settings(max_examples=CASES, deadline=None, database=None)

accounts = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 5), st.sampled_from([False, False, False, True])), max_size=60
)
shares = st.sampled_from(["0.01", "1", "10", "12", "16.3", "33.33", "50", "60.1", "99.99", "100"])


def frame(rows, watching: bool = True) -> list[Candidate]:
    """Return candidates from (unit, platform, watched)."""
    return [
        Candidate(f"a{number}", f"u{unit}", f"p{platform}", watched and watching)
        for number, (unit, platform, watched) in enumerate(rows)
    ]


def taken(made: Draw, field: str) -> Counter:
    """Return how many were drawn by unit or platform."""
    return Counter(getattr(one, field) for one in made.picked)


def within_one(due, got) -> bool:
    """Say whether a whole number is a neighbour of what is due."""
    return floor(due) <= got <= ceil(due)


@often
@given(accounts, shares, st.text(min_size=1, max_size=8))
def test_the_watch_list_is_always_in_and_nobody_is_drawn_twice(rows, percent, seed):
    candidates = frame(rows)

    ids = [one.id for one in draw(candidates, Decimal(percent), seed).picked]

    assert {one.id for one in candidates if one.watched} <= set(ids) <= {one.id for one in candidates}
    assert len(ids) == len(set(ids))


@often
@given(accounts, shares, st.text(min_size=1, max_size=8))
def test_without_a_watch_list_units_platforms_cells_and_total_are_within_one_of_their_shares(rows, percent, seed):
    candidates, share = frame(rows, watching=False), Decimal(percent) / 100

    made = draw(candidates, Decimal(percent), seed)

    assert len(made.picked) == ceil(share * len(candidates))
    for field in ("unit", "platform"):
        got = taken(made, field)
        for key, total in Counter(getattr(one, field) for one in candidates).items():
            assert within_one(share * total, got[key])
    assert all(within_one(share * stratum.cell.total, stratum.taken) for stratum in made.strata)


@often
@given(accounts, shares, st.text(min_size=1, max_size=8))
def test_with_a_watch_list_each_unit_is_within_one_of_its_share_or_has_its_list(rows, percent, seed):
    candidates, share = frame(rows), Decimal(percent) / 100

    made = draw(candidates, Decimal(percent), seed)

    got = taken(made, "unit")
    for unit, total in Counter(one.unit for one in candidates).items():
        listed = sum(one.watched for one in candidates if one.unit == unit)
        assert within_one(max(share * total, listed), got[unit])
    assert all(within_one(stratum.cell.due, stratum.taken) for stratum in made.strata)
    assert len(made.picked) >= share * len(candidates)


@often
@given(accounts, shares, st.text(min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_whatever_the_order(rows, percent, seed, rng):
    candidates = frame(rows)
    mixed = list(candidates)
    rng.shuffle(mixed)

    assert draw(mixed, Decimal(percent), seed) == draw(candidates, Decimal(percent), seed)


def a_county() -> list[Candidate]:
    """Return 200 accounts of 40 units on 5 platforms, 7 of them watched."""
    rng = random.Random(7)
    return [Candidate(f"账号{n:03d}", f"单位{n % 40:02d}", rng.choice("甲乙丙丁戊"), n % 29 == 3) for n in range(200)]


FINGERPRINT = """
from tests.assessments.test_sampling import fingerprint
print(fingerprint())
"""


def fingerprint() -> str:
    """Return the hash of a fixed draw."""
    made = draw(a_county(), Decimal("16.3"), "2026Q3/示例")
    return hashlib.sha256("\n".join(f"{one.id} {one.place}" for one in made.picked).encode()).hexdigest()


def test_a_draw_is_the_same_to_the_byte_in_another_process_with_another_hash_seed():
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.getcwd()}

    told = subprocess.run(
        [sys.executable, "-c", FINGERPRINT], env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == fingerprint()


def test_the_draw_of_a_known_seed_never_changes():
    assert fingerprint() == "0d9811ff676749bf5a528c3f04db898c63f51b84e3133b085b2ef3577ecf24bc"


def test_chance_is_the_sha256_of_seed_and_words_with_their_lengths():
    expected = hashlib.sha256(b"4:seed,7:account,2:a1,").hexdigest()

    assert f"{number('seed', 'account', 'a1'):064x}" == expected


def test_other_seeds_draw_others():
    drawn = {tuple(one.id for one in draw(a_county(), 10, f"种子{n}").picked) for n in range(20)}

    assert len(drawn) == 20


def test_every_account_has_about_its_share_as_its_chance():
    candidates = [Candidate(f"a{n}", f"u{n % 4}", f"p{n % 3}") for n in range(24)]
    times = Counter(one.id for n in range(600) for one in draw(candidates, 25, f"种子{n}").picked)

    assert sum(times.values()) == 6 * 600
    assert all(115 <= times[candidate.id] <= 185 for candidate in candidates)


def test_one_unit_with_one_account_on_each_platform_gives_one_at_ten_percent():
    candidates = [Candidate(f"a{unit}{n}", f"u{unit}", f"p{n}") for unit in range(8) for n in range(10)]

    made = draw(candidates, 10, "x")

    assert set(taken(made, "unit").values()) == {1}
    assert all(within_one(Decimal("0.8"), taken(made, "platform")[f"p{n}"]) for n in range(10))


def test_the_whole_frame_is_drawn_at_a_hundred_percent():
    made = draw(a_county(), 100, "x")

    assert {one.id for one in made.picked} == {one.id for one in a_county()}


def test_an_empty_frame_gives_an_empty_draw():
    made = draw([], 10, "x")

    assert (made.total, made.picked, made.strata) == (0, (), ())


def test_a_watch_list_longer_than_the_share_is_the_sample_of_its_unit():
    rows = [(0, 0, True)] * 4 + [(0, 0, False)] * 6 + [(1, 0, False)] * 10

    made = draw(frame(rows), 10, "x")

    assert taken(made, "unit") == {"u0": 4, "u1": 1}
    assert [one.watched for one in made.picked].count(True) == 4


def test_the_watch_list_counts_towards_the_share_of_its_unit():
    rows = [(0, platform, platform == 3) for platform in range(10)]

    assert [one.id for one in draw(frame(rows), 10, "x").picked] == ["a3"]


def test_a_single_account_is_drawn_at_any_share():
    assert [one.id for one in draw([Candidate("a", "u", "p")], Decimal("0.01"), "x").picked] == ["a"]


@pytest.mark.parametrize("percent", [0, -1, Decimal("100.01"), Decimal("NaN")])
def test_a_share_outside_its_bounds_is_refused_aloud(percent):
    with pytest.raises(BadShare, match="抽查比例应大于 0"):
        draw([], percent, "x")


def test_a_draw_without_a_seed_is_refused_aloud():
    with pytest.raises(BadShare, match="请写明抽样种子"):
        draw([], 10, "")


def test_an_account_that_stands_twice_in_the_frame_is_refused_aloud():
    with pytest.raises(BadShare, match="重复出现"):
        draw([Candidate("a", "u", "p"), Candidate("a", "v", "p")], 10, "x")


def test_a_draw_explains_itself():
    rows = [(0, 0, True)] + [(0, 0, False)] * 4 + [(1, 0, False)] * 5

    assert draw_sentences(draw(frame(rows), Decimal("20"), "种子")) == [
        "抽查范围 10 个账号，比例 20%，种子“种子”；抽取 2 个，其中重点关注 1 个（全部纳入），随机 1 个。",
        "u0 · p0：5 个，重点关注 1 个，应抽 1 个，抽取 1 个。",
        "u1 · p0：5 个，重点关注 0 个，应抽 1 个，抽取 1 个。",
    ]
