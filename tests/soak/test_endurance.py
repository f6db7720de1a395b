"""Half an hour of mixed work: the processes grow no further, nothing fails, no connection is left behind (B43)."""

import os
import time
from pathlib import Path

import pytest

from tests.soaking import keep_result

from .installation import Installation, installed
from .people import CUT, Load, part
from .working import busy, faults

pytestmark = pytest.mark.soak
MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
#: What of the time is warm-up, and how far memory may move afterwards.
WARM = 0.3
MOST = 0.05
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def memory(at: Installation) -> dict[int, int]:
    """Return the resident memory of every process that serves pages, in kilobytes."""
    found = {}
    for pid in at.web.children():
        found[pid] = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB
    return found


def connections(at: Installation) -> int:
    """Return how many connections the portal holds."""
    return at.database.number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = 'postgres' AND application_name <> 'soak'"
        " AND backend_type = 'client backend'"
    )


def stuck(at: Installation) -> int:
    """Return how many of them have stood in an open transaction for ten seconds."""
    return at.database.number(
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        " AND now() - state_change > interval '10 seconds'"
    )


def test_mixed_work_for_long_leaves_the_processes_as_they_were():
    seconds = MINUTES * 60
    # Workers renew themselves after some thousand requests; here each is to live through the whole run.
    with installed(30 + int(10 * MINUTES), GUNICORN_CMD_ARGS="--max-requests 0") as at:
        load, begun, workers = Load(), time.monotonic(), set(at.web.children())
        busy(at, load, pause=1.5)
        sums: list[int] = []
        held_open: list[int] = []
        with load:
            time.sleep(seconds * WARM)
            while time.monotonic() - begun < seconds:
                sums.append(sum(memory(at).values()))
                held_open.append(stuck(at))
                time.sleep(10)
        same = workers == set(at.web.children())
        third = max(1, len(sums) // 3)
        early, late = sum(sums[:third]) / third, sum(sums[-third:]) / third
        moved = late / early - 1
        open_now = connections(at)
        # Three processes of four threads keep one each; the worker and beat a few; none is left over.
        most = 3 * 4 + 6
        errors = [step for step in load.steps if step.status >= 500 or step.status == CUT]
        wrong = faults(at, [], [])
        held = abs(moved) <= MOST and not errors and not any(held_open) and open_now <= most and same
        figures = {
            "分钟": MINUTES, "请求": len(load.steps), "5xx": len(errors),
            "p95 毫秒": round(1000 * part(load.steps, 0.95)),
            "预热后内存 MB": round(early / 1024), "结束时内存 MB": round(late / 1024), "变化 %": round(100 * moved, 1),
            "数据库连接": open_now, "悬置事务": max(held_open), "同一批进程": "是" if same else "否",
        }  # fmt: skip
        keep_result(
            "endurance", label="长时间混合负载", figures=figures, held=held,
            threshold="预热后内存 ±5 %，0 个 5xx，不漏连接",
        )  # fmt: skip
        assert (errors[:3], load.faults, any(wrong.values())) == ([], [], False), load.statuses()
        assert (max(held_open), open_now <= most, same) == (0, True, True), open_now
        assert abs(moved) <= MOST
