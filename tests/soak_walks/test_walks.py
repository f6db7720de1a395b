"""Fifty thousand random steps of the approval chain, a hundred thousand random cases of each rule of the scores."""

import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from tests.soaking import keep_result

pytestmark = pytest.mark.soak
ROOT = Path(__file__).resolve().parents[2]
STEPS, CASES = 50_000, 100_000
#: By default the embedded database, on which steps cost least; WALKS_DATABASE_URL names another one.
DATABASE = os.environ.get("WALKS_DATABASE_URL", "")


def walk(tests: str, **sizes: int) -> tuple[int, int, float, str]:
    """Run tests with these sizes; return how many passed and failed, the minutes, and what was said."""
    surroundings = {**os.environ, "DATABASE_URL": DATABASE, **{name: str(size) for name, size in sizes.items()}}
    begun = perf_counter()
    line = [sys.executable, "-m", "pytest", tests, "-q", "-p", "no:cacheprovider", "--show-capture=no"]
    done = subprocess.run(line, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    told = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed)", done.stdout)}
    return (
        told.get("passed", 0),
        told.get("failed", done.returncode),
        round((perf_counter() - begun) / 60, 1),
        done.stdout,
    )


def test_fifty_thousand_random_steps_reach_no_illegal_state_and_lose_no_decision():
    passed, failed, minutes, said = walk("tests/core/workflow/test_verbs_at_random.py", VERB_STEPS=STEPS)

    held = passed == 1 and not failed
    keep_result(
        "random-steps", label="审批链随机办理", threshold="不少于 50,000 步，0 个非法状态，不丢决定",
        figures={"步": STEPS if held else 0, "未通过": failed, "分钟": minutes}, held=held,
    )  # fmt: skip
    assert held, said[-6_000:]


def test_a_hundred_thousand_random_cases_of_each_rule_of_the_scores_hold():
    passed, failed, minutes, said = walk("tests/assessments/scoring", SCORING_CASES=CASES)

    held = passed > 0 and not failed
    keep_result(
        "scoring-cases", label="评分的性质", threshold="每条性质 100,000 例，0 个反例",
        figures={"每条性质": CASES if held else 0, "通过的测试": passed, "未通过": failed, "分钟": minutes},
        held=held,
    )  # fmt: skip
    assert held, said[-6_000:]
