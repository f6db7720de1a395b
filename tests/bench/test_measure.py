"""The yardstick's own rules: both sides in turn, results compared first, the ratio of the medians."""

import time
from collections.abc import Callable

from bench.measure import compare

ABOUT = {"id": "T1", "job": "任务", "yardstick": "参照", "goal": 2.0}


def side(name: str, calls: list[str], result: object, pause: float = 0.0) -> Callable[[], object]:
    """Return a side that notes its calls."""

    def work() -> object:
        calls.append(name)
        time.sleep(pause)
        return result

    return work


def test_both_sides_are_called_once_to_compare_and_then_in_turning_order():
    calls: list[str] = []
    compare(side("a", calls, 1), side("b", calls, 1), rounds=3, **ABOUT)
    assert calls == ["a", "b", "a", "b", "b", "a", "a", "b"]


def test_different_results_are_said_and_no_goal_is_reached_with_them():
    measured = compare(side("a", [], [1, 2]), side("b", [], [2, 1]), rounds=2, **ABOUT)
    assert measured.digest_equal is False
    assert measured.holds is False


def test_the_ratio_is_our_time_over_theirs():
    measured = compare(side("a", [], 1, 0.02), side("b", [], 1, 0.08), rounds=3, **ABOUT)
    assert 0.15 < measured.ratio < 0.5
    assert measured.spread[0] <= measured.ratio * 1.5
    assert measured.holds is True


def test_a_ratio_above_the_goal_is_not_reached():
    measured = compare(side("a", [], 1, 0.05), side("b", [], 1, 0.01), rounds=2, **ABOUT)
    assert measured.digest_equal is True
    assert measured.holds is False


def test_a_row_of_the_file_names_what_acceptance_reads():
    row = compare(side("a", [], 1), side("b", [], 1), rounds=2, **ABOUT).as_json()
    assert {"id", "job", "yardstick", "ratio", "spread", "goal", "growth", "digest_equal"} <= set(row)
    assert len(row["spread"]) == 2
