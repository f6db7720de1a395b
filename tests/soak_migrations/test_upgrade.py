"""From the first release to the present one at full size, while the first release goes on filing, deciding and reading.

The first release knows no published items, so there are two legs: up to the migration that gives them their table;
then, with ten million of them in it, to the end. The old program works through both. Afterwards it works on on the new
tables, which is how an upgrade is backed out (docs/runbooks/upgrade.md).

Sizes: UPGRADE_ACCOUNTS, UPGRADE_FILINGS, UPGRADE_POSTS.
"""

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from newmedia_portal.core.schema.releases import releases
from tests.soaking import keep_result

from . import items, old_code
from .digests import see
from .watching import ItemWriter, Reader, Watch

pytestmark = pytest.mark.soak
ACCOUNTS, FILINGS, POSTS = (
    int(os.environ.get(f"UPGRADE_{name}", number))
    for name, number in (("ACCOUNTS", 100_000), ("FILINGS", 1_000_000), ("POSTS", 10_000_000))
)
LONGEST_WAIT = 2.0
WAYPOINT = ("assessments", "0003_item_partitions")
PASSWORD = "Demo-2026-portal"


@dataclass
class Told:
    """What the run found."""

    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work; keep how many seconds it took."""
        began = time.monotonic()
        try:
            return work()
        finally:
            self.figures[name] = round(time.monotonic() - began)

    def same(self, what: str, before: Any, after: Any) -> None:
        """Note what differs."""
        changed = [key for key in before if before[key] != after.get(key)]
        self.faults += [f"{what} {key}: {before[key]} -> {after.get(key)}" for key in changed]


@contextmanager
def database() -> Iterator[str]:
    """Make a database of this test's own, and drop it afterwards."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.fail("This test needs PostgreSQL: set DATABASE_URL to a server on which databases may be made.")
    name = f"upgrade_{os.environ.get('TEST_DB_SUFFIX') or os.getpid()}"
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{address.rsplit('/', 1)[0]}/{name}"
        finally:
            if not os.environ.get("UPGRADE_KEEP"):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.close()


@contextmanager
def old_at_work(old: Path, url: str, folder: Path, told: Told) -> Iterator[None]:
    """Let the old program write and be read; afterwards everything it did must be there."""
    stop, report, port = folder / "stop", folder / "report.json", _free_port()
    writer, server = old_code.write_on(old, url, stop, report), old_code.serve(old, url, port)
    watch = Watch(url)
    try:
        _wait_until(lambda: report.with_suffix(".ready").exists() and _listens(port))
        reader = Reader(f"http://127.0.0.1:{port}", "gejiuold-registrar", PASSWORD)
        watch.start()
        reader.start()
        yield
        reader.end()
        watch.end()
        stop.touch()
        assert writer.wait(timeout=120) == 0
    finally:
        for process in (writer, server):
            process.terminate()
            process.wait()
    _tell(told, url, json.loads(report.read_text()), watch, reader)


def _tell(told: Told, url: str, written: dict[str, Any], watch: Watch, reader: Reader) -> None:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM filings_filing f JOIN accounts_mediaaccount a ON a.id = f.account_id "
            "WHERE f.id = ANY (%s) AND f.state = 'approved'",
            [written["filings"]],
        )
        there = cursor.fetchone()[0]
    told.figures |= {
        "旧程序办结备案": len(written["filings"]),
        "旧程序写入出错": len(written["errors"]),
        "旧程序打开页面": reader.pages,
        "旧程序页面出错": len(reader.errors),
        "最慢页面(秒)": round(reader.slowest, 2),
        "观测次数": watch.looks,
        "等锁次数": watch.waits,
        "最长等锁(秒)": round(watch.longest, 3),
    }
    told.faults += [f"old writer: {error}" for error in written["errors"][:5]]
    told.faults += [f"old reader: {error}" for error in reader.errors[:5]]
    if there != len(written["filings"]) or not there:
        told.faults.append(f"{len(written['filings'])} filings decided, {there} there")
    if watch.longest > LONGEST_WAIT:
        told.faults.append(f"waited {watch.longest:.2f} s: {watch.because}")


def test_the_first_release_works_on_while_its_database_is_brought_to_the_present(tmp_path):
    old, told = old_code.unpack(releases()[0], tmp_path / "old"), Told()
    with database() as url:
        old_code.manage(old, url, "migrate", "-v", "0")
        told.timed("备案数据生成(秒)", lambda: old_code.manage(old, url, "scale_data", *_sizes()))
        with psycopg2.connect(url) as connection:
            before = see(connection)
        with old_at_work(old, url, tmp_path, told):
            told.timed("第一段迁移(秒)", lambda: old_code.upgrade(url, *WAYPOINT))
            told.timed("发布记录生成(秒)", lambda: items.fill(url, POSTS))
            _second_leg(url, told)
            time.sleep(10)
        with psycopg2.connect(url) as connection:
            told.same("old rows", before, see(connection, of=before))
            told.figures["校验的表"] = len(before)
            told.figures["校验的行"] = sum(seen.rows for seen in before.values()) + POSTS
    keep_result(
        "upgrade",
        label=f"升级不停机:{ACCOUNTS:,} 个账号、{FILINGS:,} 件备案、{POSTS:,} 条发布记录",
        threshold="旧程序照常写读,等锁不超过 2 秒,原有各行校验一致,升级后旧程序仍能工作",
        figures=told.figures,
        held=not told.faults,
    )
    assert told.faults == []


def _second_leg(url: str, told: Told) -> None:
    with psycopg2.connect(url) as connection:
        before = see(connection, only=(items.TABLE,))
    beside = ItemWriter(url, list(before[items.TABLE].columns))
    beside.start()
    told.timed("第二段迁移(秒)", lambda: old_code.upgrade(url))
    beside.end()
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        told.same("items", before, see(connection, of=before))
        cursor.execute(f"SELECT count(*) FROM {items.TABLE} WHERE key LIKE 'beside-%'")
        there = cursor.fetchone()[0]
    told.figures |= {"其间写入发布记录": there, "最慢一条(秒)": round(beside.slowest, 3)}
    told.faults += [f"items: {error}" for error in beside.errors[:5]]
    if there != beside.rows:
        told.faults.append(f"{beside.rows} items written beside, {there} there")


def _sizes() -> list[str]:
    return ["--accounts", str(ACCOUNTS), "--filings", str(FILINGS), "--units", "2000" if ACCOUNTS > 5000 else "60"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(ready: Callable[[], bool], *, seconds: int = 120) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, "the old program did not start"
        time.sleep(0.2)
