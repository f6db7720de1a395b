"""Backup, a recovery to a moment, and a standby that takes over (备份、恢复、接替), as docs/runbooks says it."""

import json
import time

import pytest

from tests.soak.machinery import run, wait_for
from tests.soak.people import CUT, Load, submit
from tests.soaking import keep_result

from .house import House
from .servers import Cluster

pytestmark = pytest.mark.soak
EMPTY = "bucket-of-the-restored"


def moment(house: House) -> str:
    """Return the time of the database, well after the last write and well before the next."""
    time.sleep(1.5)
    told = str(house.primary.one("SELECT to_char(now(), 'YYYY-MM-DD HH24:MI:SS.USOF')"))
    time.sleep(1.5)
    return told


def test_by_the_guide_the_database_comes_back_as_it_was_between_two_writes(house: House):
    base = house.place.own("base")
    first, second = house.facts["drafts"][1:3]
    house.primary.follow("pitr.md", "base", BASE=str(base))
    operator = house.browser("operator")
    sent = [submit(operator, Load(), first).status]
    between = moment(house)
    sent.append(submit(operator, Load(), second).status)
    now_there = (house.state(first), house.state(second))
    house.primary.follow("pitr.md", "flush")
    failed = house.primary.follow("pitr.md", "archived")
    back = Cluster(house.place, "back", house.wal)
    try:
        back.follow("pitr.md", "recover", BASE=str(base), MOMENT=between)
        wait_for("moment", lambda: back.one("SELECT pg_get_wal_replay_pause_state()") == "paused", seconds=60)
        looked = back.follow("pitr.md", "look").splitlines()
        back.follow("pitr.md", "resume")
        states = [back.one(f"SELECT state FROM filings_filing WHERE id = {pk}") for pk in (first, second)]
        chain = run("manage.py", "audit_verify", env=house.of_owner(back)).strip()
        written = back.rows("UPDATE filings_filing SET version = version WHERE id = 0 RETURNING id")
    finally:
        back.stop()
    held = states[0] != "draft" and states[1] == "draft"
    figures = {"目标时刻之前的写入": "在" if states[0] != "draft" else "丢失", "之后的写入": "不在" if held else "在"}
    keep_result("hosts-pitr", label="按手册恢复到某一时刻", threshold="恰好只有前一笔", figures=figures, held=held)

    assert (sent, failed, len(looked), written) == ([302, 302], "0", 2, [])
    assert "draft" not in now_there
    assert (states[0] == now_there[0], states[1]) == (True, "draft")
    assert chain


def test_a_backup_with_files_of_the_bucket_comes_back_into_an_empty_bucket(house: House):
    archive = house.folder / "backup.zip"
    house.store.client().create_bucket(Bucket=EMPTY)
    run("manage.py", "backup", str(archive), env=house.of_owner(house.primary))
    empty = house.base | {"S3_BUCKET": EMPTY, "DATABASE_URL": f"sqlite:///{house.folder}/restored.sqlite3"}
    run("-m", "tests.migrated", env=empty, seconds=900)
    told = json.loads(run("manage.py", "restore", str(archive), "--json", env=empty).splitlines()[-1])
    before, after = house.store.names(), house.store.names(EMPTY)
    figures = {"文件": len(after), "原有文件": len(before)}
    held = after == before and len(after) > 0
    keep_result("hosts-backup", label="存储桶的备份与恢复", threshold="文件逐个相同", figures=figures, held=held)

    assert told
    assert after == before != {}


def test_a_standby_takes_over_and_the_portal_goes_on_without_a_restart(house: House):
    pids = [part.pid for part in (*house.webs, *house.workers)]
    streaming = house.primary.follow("hosts.md", "replicated")
    rest, handed = list(house.facts["drafts"][4:18]), []
    operator, reader, load = house.browser("operator"), house.browser("registrar"), Load()

    def hand_in(it: Load) -> bool:
        answer = submit(operator, it, rest[0])
        if answer.status == 302:
            handed.append(rest.pop(0))
        return bool(rest)

    load.add(hand_in, pause=0.7)
    load.add(lambda it: it.note("read", reader.get("/filings/")), pause=0.3)
    with load:
        time.sleep(8)
        house.primary.stop()
        house.standby.follow("hosts.md", "promote")
        house.pool.point_to(house.standby)
        turned = time.monotonic()
        wait_for("portal", lambda: reader.get("/filings/").status == 200, seconds=60)
        back = time.monotonic() - turned
        time.sleep(8)
    bad = [step for step in load.steps if step.status not in (200, 302)]
    unkind = [step for step in bad if step.status == CUT or "系统正在维护" not in step.text]
    after = [step for step in load.steps if step.at > turned + back and step.status != 200 and step.what == "read"]
    lost = [pk for pk in handed if house.state(pk) == "draft"]
    again = Cluster(house.place, "again", house.wal)
    try:
        again.follow("hosts.md", "replica", PRIMARY="127.0.0.1", PRIMARY_PORT=str(house.standby.port))
        rejoined = wait_for("standby", lambda: house.standby.follow("hosts.md", "replicated") == "streaming")
    finally:
        again.stop()
    figures = {
        "切换后恢复秒": round(back, 1), "期间维护页": len(bad) - len(unkind), "其他错误": len(unkind),
        "已确认的提交": len(handed), "丢失": len(lost),
    }  # fmt: skip
    held = not (unkind or lost or after) and back <= 60
    keep_result("hosts-failover", label="备机接替", threshold="门户不重启，60 秒内恢复", figures=figures, held=held)

    assert (streaming, pids) == ("streaming", [part.pid for part in (*house.webs, *house.workers)])
    assert (unkind, after, lost, load.faults) == ([], [], [], []), load.statuses()
    assert len(handed) >= 4
    assert rejoined >= 0
    assert house.through("SELECT pg_is_in_recovery()") is False
