"""The number of bad inputs: what the parts owe adds up; the long run sends half a million (B34)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from tests.soaking import keep_result

from . import counting

ROOT = Path(__file__).parents[2]
PARTS = ("tests/attacks/test_bad_inputs.py", "tests/attacks/test_workbooks.py", "tests/api/test_bad_inputs.py")
STACK = ("fields", "bodies", "parameters", "smuggled", "operations")


def test_what_the_parts_owe_adds_up_and_each_part_proves_its_share():
    proved = [
        part for name in PARTS for part in re.findall(r"^    reached\(\"(\w+)\"", (ROOT / name).read_text(), re.M)
    ]

    assert sorted(proved) == sorted(counting.SHARES)
    assert sum(usual for usual, _ in counting.SHARES.values()) >= counting.USUAL
    assert sum(long for _, long in counting.SHARES.values()) >= counting.LONG


def test_a_part_that_sends_less_than_it_owes_fails(monkeypatch):
    monkeypatch.setattr(counting, "KEPT", "")
    counting.reached("imports", counting.owed("imports"))

    with pytest.raises(AssertionError, match="owed are"):
        counting.reached("imports", counting.owed("imports") - 1)


@pytest.mark.soak
def test_half_a_million_bad_inputs_are_answered_without_a_fault_of_ours(tmp_path):
    # On the embedded database, as in every run: PostgreSQL never gives a number of an undone row again.
    surroundings = {
        **os.environ,
        "DATABASE_URL": "",
        "ATTACK_INPUTS": str(counting.LONG),
        "ATTACK_COUNTS": str(tmp_path),
    }
    begun = perf_counter()

    run = subprocess.run(
        [sys.executable, "-m", "pytest", *PARTS, "-q", "-n", "2", "--dist", "worksteal", "--show-capture=no"],
        cwd=ROOT, env=surroundings, capture_output=True, text=True,
    )  # fmt: skip

    sent = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")}
    total, minutes = sum(sent.values()), round((perf_counter() - begun) / 60)
    held = run.returncode == 0 and total >= counting.LONG
    stack = sum(sent.get(part, 0) for part in STACK)
    figures = {
        "个": total,
        "其中经过整个门户": stack,
        "未通过的部分": len(set(counting.SHARES) - set(sent)),
        "分钟": minutes,
    }
    keep_result("bad-inputs", label="坏输入", threshold="不少于 500,000 个，0 次 5xx", figures=figures, held=held)
    assert run.returncode == 0, run.stdout[-6_000:]
    assert total >= counting.LONG
