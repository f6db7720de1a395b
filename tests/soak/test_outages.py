"""Redis away, PostgreSQL started anew, under load and with real processes (quality B12, B13)."""

import os
import time

import pytest

from tests.soaking import keep_result

from .installation import Installation, installed
from .machinery import wait_for
from .people import CUT, Load, part
from .working import broken, busy, faults, left, unkind

pytestmark = pytest.mark.soak
AWAY = int(os.environ.get("SOAK_REDIS_SECONDS", "60"))
RESTARTS = 10


def test_with_redis_away_for_a_minute_nothing_fails_and_afterwards_nothing_is_missing():
    with installed(110) as at:
        load = Load()
        handed, approved = busy(at, load, pause=0.5)
        with load:
            time.sleep(8)
            before = len(load.steps)
            at.redis.stop()
            time.sleep(AWAY)
            during = load.steps[before:]
            at.open_redis()
            returned = time.monotonic()
            time.sleep(8)
        wait_for("queue", lambda: left(at) == 0, seconds=120)
        drained = round(time.monotonic() - returned, 1)
        wrong = faults(at, handed, approved)
        sent = [step for step in during if step.what == "submit"]
        failed = [step for step in load.steps if step.status >= 400 or step.status == CUT]
        doubled = at.database.number("SELECT count(*) FROM core_outboxitem WHERE failed_at IS NOT NULL")
        held = not failed and not load.faults and drained <= 60 and not any(wrong.values()) and not doubled
        figures = {
            "Redis 停机秒": AWAY, "停机期间提交": len(sent), "提交失败": sum(step.status != 302 for step in sent),
            "请求": len(load.steps), "非正常回答": len(failed), "恢复后排空秒": drained,
            "停机期间提交中位毫秒": round(1000 * part(sent, 0.5)),
            "平时提交中位毫秒": round(1000 * part([s for s in load.of("submit") if s not in sent], 0.5)), **wrong,
        }  # fmt: skip
        keep_result(
            "redis-away", label="负载下 Redis 停机", figures=figures, held=held,
            threshold="提交 0 失败，恢复后 60 秒内排空，不丢不重",
        )  # fmt: skip
        assert (failed[:3], load.faults, wrong) == ([], [], dict.fromkeys(wrong, 0)), load.statuses()
        assert len(sent) >= AWAY / 6
        assert drained <= 60


def test_while_postgresql_starts_anew_ten_times_people_see_a_friendly_page_and_lose_nothing():
    with installed(110) as at:
        load, back, workers = Load(), [], set(at.web.children())
        handed, approved = busy(at, load, pause=0.3)
        with load:
            for turn in range(RESTARTS):
                time.sleep(4)
                at.database.stop("immediate" if turn % 3 == 2 else "fast")
                time.sleep(2)
                at.database.start()
                back.append(normal_again(at, load))
        wait_for("queue", lambda: left(at) == 0, seconds=120)
        wrong, bad, cut = faults(at, handed, approved), unkind(load), broken(load)
        kind = sum(step.status == 503 for step in load.steps)
        same = workers == set(at.web.children()) and at.worker.alive()
        held = not (bad or cut or load.faults or any(wrong.values())) and max(back) <= 10 and same
        figures = {
            "重启": RESTARTS, "请求": len(load.steps), "维护页": kind, "其他错误页": len(bad), "无回答": cut,
            "恢复正常最慢秒": round(max(back), 1), "提交": len(handed), "办结": len(approved), **wrong,
        }  # fmt: skip
        keep_result(
            "database-restarts", label="负载下 PostgreSQL 重启", figures=figures, held=held,
            threshold="只见维护页，没有半份数据，10 秒内自行恢复",
        )  # fmt: skip
        assert (bad[:5], cut, load.faults, wrong) == ([], 0, [], dict.fromkeys(wrong, 0)), load.statuses()
        assert kind > 0
        assert max(back) <= 10
        assert same


def normal_again(at: Installation, load: Load) -> float:
    """Return after how many seconds the last bad answer came, looking for six."""
    begun = time.monotonic()
    time.sleep(6)
    bad = [step.at for step in load.steps if step.at > begun and (step.status >= 500 or step.status == CUT)]
    return max(bad) - begun if bad else 0.0
