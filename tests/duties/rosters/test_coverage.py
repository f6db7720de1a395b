"""How shifts cover the day: gaps against an oracle minute by minute, findings only where the edition asks for hours."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from duties.rosters.coverage import cover, gaps_between, merged
from tests.duties.watching import on

FIRST = date(2026, 7, 1)
MINUTE = timedelta(minutes=1)


def spans(seed: int) -> list[tuple[datetime, datetime]]:
    """Return shifts at random over three days, some touching, some overlapping, some over midnight."""
    dice = random.Random(seed)
    starts = [on(FIRST) + dice.randrange(-300, 4200) * MINUTE for _ in range(dice.randrange(0, 9))]
    return [(start, start + dice.choice([60, 240, 480, 720]) * MINUTE) for start in starts]


@pytest.mark.parametrize("seed", range(60))
def test_gaps_are_the_minutes_that_no_shift_holds(seed: int) -> None:
    shifts = spans(seed)
    for day in cover(shifts, FIRST, 3, 24):
        minutes = [on(day.day) + n * MINUTE for n in range(24 * 60)]
        bare = [moment for moment in minutes if not any(start <= moment < end for start, end in shifts)]
        found = [moment for moment in minutes if any(gap.starts_at <= moment < gap.ends_at for gap in day.gaps)]
        assert found == bare
        assert (day.covered_minutes, day.falls_short) == (24 * 60 - len(bare), bool(bare))


@pytest.mark.parametrize("seed", range(20))
def test_merged_stretches_neither_touch_nor_overlap(seed: int) -> None:
    joined = merged(spans(seed))
    assert all(end < start for (_, end), (start, _) in pairwise(joined))


@pytest.mark.clause("S1-3.3.2c")
def test_a_gap_reads_as_people_say_it() -> None:
    third = date(2026, 7, 3)
    shifts = [(on(third), on(third, 2)), (on(third, 6), on(third, 24))]
    (day,) = cover(shifts, third, 1, 24)
    assert [gap.text for gap in day.gaps] == ["7月3日 02:00–06:00 无人值守"]
    (empty,) = cover([], third, 1, 24)
    assert [gap.hours for gap in empty.gaps] == ["00:00–24:00"]


@pytest.mark.clause("S1-3.3.2c")
def test_round_the_clock_leaves_no_minute_out_and_fewer_hours_leave_room() -> None:
    day_shift = [(on(FIRST, 8), on(FIRST, 20))]
    short = {asked: cover(day_shift, FIRST, 1, asked)[0].falls_short for asked in (24, 13, 12, 8, None)}
    assert short == {24: True, 13: True, 12: False, 8: False, None: False}
    night = [*day_shift, (on(FIRST, 20), on(FIRST, 32)), (on(FIRST, -4), on(FIRST, 8))]
    assert cover(night, FIRST, 1, 24)[0].falls_short is False
    almost = [(on(FIRST), on(FIRST, 23, 59))]
    assert cover(almost, FIRST, 1, 24)[0].falls_short is True


def test_a_period_without_shifts_is_one_gap_and_a_covered_one_none() -> None:
    since, until = on(FIRST), on(FIRST, 24)
    assert gaps_between([], since, until) == [(since, until)]
    assert gaps_between([(since, until)], since, until) == []
    assert gaps_between([(since - MINUTE, until + MINUTE)], since, until) == []
