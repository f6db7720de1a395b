"""One who asks too much, a statement that never ends, jobs in the night: the others hardly notice (B14, B31, B44)."""

import io
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from math import inf

import pytest

from tests.accounts.ledger.books import HEAD, plain_row, workbook
from tests.soaking import keep_result

from .installation import Installation, installed
from .machinery import ROOT, Started
from .people import CUT, Answer, Load, Reader, filled, form_with, part
from .working import SIGNERS, SPARE, agree, hand_in, signed_in

pytestmark = pytest.mark.soak
#: Seconds of each stretch that is measured, and of the time limit of a statement.
STRETCH = 20
LIMIT = 5
PAGES = ("/", "/todo/", "/filings/", "/accounts/")


@pytest.fixture(scope="module")
def at() -> Iterator[Installation]:
    """One installation for all of these, with a page whose statement never ends."""
    limits = {
        "PERSON_REQUESTS_PER_MINUTE": "600", "PERSON_SEARCHES_PER_MINUTE": "30", "PERSON_EXPORTS_PER_MINUTE": "12",
        "PERSON_IMPORTS_PER_MINUTE": "6", "API_CALLS_PER_MINUTE": "60", "CALENDAR_READS_PER_HOUR": "30",
        "STATEMENT_TIMEOUT_SECONDS": str(LIMIT), "DJANGO_SETTINGS_MODULE": "tests.soak.slow_settings",
    }  # fmt: skip
    with installed(SPARE + 200, **limits) as made:
        yield made


def reads(reader: Reader, load: Load, seconds: float) -> None:
    """Let somebody read page after page for so long, as one person does."""
    end, turn = time.monotonic() + seconds, itertools.cycle(PAGES)
    while time.monotonic() < end:
        load.note("page", reader.get(next(turn)))
        time.sleep(0.05)


def flooded(reader: Reader, path: str, word: str, **headers: str) -> Callable[[Load], Answer]:
    """Let somebody ask for one thing without pause."""
    return lambda load: load.note(word, reader.get(path, **headers))


def imports(reader: Reader, book: bytes) -> Callable[[Load], Answer]:
    """Let somebody send the same ledger again and again."""
    page = reader.get("/accounts/import/")
    form = form_with(page, "/accounts/import/", "file")
    assert form is not None
    unit = next(one for one in form.fields if one.name == "unit")
    fields = filled(form, unit=unit.value or next(value for value in unit.options if value))
    return lambda load: load.note("import", reader.upload("/accounts/import/", fields, "台账.xlsx", book))


def ledger(rows: int) -> bytes:
    """Return a faultless ledger."""
    stream: io.BytesIO = workbook([HEAD, *(plain_row(number) for number in range(1, rows + 1))])
    return stream.getvalue()


def test_who_floods_is_told_to_wait_and_the_others_do_not(at):
    quiet, loud = Load(), Load()
    other, own = signed_in(at, "taibai-registrar"), signed_in(at, "gejiu-registrar")
    bearer = {"Authorization": f"Bearer {at.facts['token']}"}
    reads(other, Load(), 5)
    reads(other, quiet, STRETCH)
    flood = Load()
    flood.add(flooded(own, "/accounts/?export=xlsx", "export"), pause=0.05)
    flood.add(flooded(own, "/search/?q=%E7%A4%BA%E4%BE%8B", "search"), pause=0.05)
    flood.add(flooded(Reader(at.port), "/api/v1/accounts/", "api", **bearer), pause=0.05)
    flood.add(flooded(Reader(at.port), at.facts["feed"], "ical"), pause=0.05)
    flood.add(imports(own, ledger(5)), pause=0.05)
    with flood:
        time.sleep(5)
        reads(other, loud, STRETCH)
    kinds = ("export", "import", "search", "api", "ical")
    told = {
        kind: sum(step.status == 429 for step in flood.of(kind)) for kind in kinds
    }  # fmt: skip
    waits = all(step.wait for step in flood.steps if step.status == 429)
    ratio = part(loud.steps, 0.95) / part(quiet.steps, 0.95)
    odd = [step for step in (*flood.steps, *loud.steps) if step.status >= 500 or step.status == CUT]
    figures = {
        "平时 p95 毫秒": round(1000 * part(quiet.steps, 0.95)),
        "被刷时 p95 毫秒": round(1000 * part(loud.steps, 0.95)), "比值": round(ratio, 2),
        "请求": len(flood.steps), **{f"{kind} 429": number for kind, number in told.items()}, "5xx": len(odd),
    }  # fmt: skip
    held = all(told.values()) and waits and not odd and ratio <= 1.5 and not flood.faults
    keep_result(
        "flood", label="一人猛刷导出、导入、搜索、接口、日历", figures=figures, held=held,
        threshold="429 并写明等待秒数，他人 p95 ≤ 1.5 倍",
    )  # fmt: skip
    assert (flood.faults, odd[:3]) == ([], [])
    assert all(told.values()), flood.statuses()
    assert waits
    assert ratio <= 1.5


def test_statements_that_never_end_are_ended_and_other_pages_stay_quick(at):
    quiet, loud, slow = Load(), Load(), Load()
    other = signed_in(at, "taibai-registrar")
    reads(other, Load(), 5)
    reads(other, quiet, STRETCH)
    for _ in range(6):
        slow.add(flooded(Reader(at.port), "/soak/endless/", "endless"), pause=0.2)
    with slow:
        time.sleep(1)
        reads(other, loud, STRETCH)
    ratio = part(loud.steps, 0.5) / part(quiet.steps, 0.5)
    ended = [step for step in slow.steps if step.status == 503 and "查询用时太长，已经停止" in step.text]
    longest = max(step.seconds for step in slow.steps)
    bad = [step for step in loud.steps if step.status != 200]
    held = len(ended) == len(slow.steps) and not bad and ratio <= 2 and longest < 2 * LIMIT
    figures = {
        "无尽语句": len(slow.steps), "按时停止": len(ended), "最长秒": round(longest, 1),
        "平时中位毫秒": round(1000 * part(quiet.steps, 0.5)),
        "同时中位毫秒": round(1000 * part(loud.steps, 0.5)), "比值": round(ratio, 2),
    }  # fmt: skip
    keep_result(
        "endless-statements", label="不结束的语句占住进程", figures=figures, held=held,
        threshold="语句时限起作用，其他页面中位数 ≤ 2 倍",
    )  # fmt: skip
    assert len(ended) == len(slow.steps) > 0, slow.statuses()
    assert (bad, longest < 2 * LIMIT) == ([], True)
    assert ratio <= 2


def test_scans_and_an_import_beside_approvals_lock_nobody_out(at, tmp_path):
    book = tmp_path / "ledger.xlsx"
    book.write_bytes(ledger(3000))
    idle, beside = Load(), Load()
    drafts = at.facts["drafts"][SPARE:]
    handed: list[int] = []
    rest = list(drafts)
    first = hand_in(at, rest, handed)
    prepared = Load()
    while rest:
        first(prepared)
    passed: list[list[int]] = [handed, *([] for _ in SIGNERS)]
    signers = [agree(at, who, passed[n], passed[n + 1]) for n, who in enumerate(SIGNERS)]
    approve_for(signers, idle, seconds=STRETCH, most=len(handed))  # a third; the rest waits for the jobs
    jobs = [Started(f"job-{n}", [*words], at.env, at.folder) for n, words in enumerate(jobs_of(at, str(book)))]
    begun = time.monotonic()
    for job in jobs:
        job.start()
    while any(job.alive() for job in jobs):
        approve_for(signers, beside, seconds=2)
    took = time.monotonic() - begun
    failed = {job.name: job.text()[-300:] for job in jobs if job.process is not None and job.process.returncode}
    deadlocks = at.database.number("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'")
    ratio = part(beside.of("approve"), 0.95) / part(idle.of("approve"), 0.95)
    bad = [step for step in (*idle.steps, *beside.steps) if step.status >= 400 or step.status == CUT]
    held = not (deadlocks or bad or failed) and len(beside.of("approve")) >= 20 and ratio <= 2
    figures = {
        "死锁": deadlocks, "同时同意": len(beside.of("approve")), "非正常回答": len(bad), "失败的任务": len(failed),
        "任务秒": round(took, 1), "平时中位毫秒": round(1000 * part(idle.of("approve"), 0.5)),
        "同时中位毫秒": round(1000 * part(beside.of("approve"), 0.5)),
        "平时 p95 毫秒": round(1000 * part(idle.of("approve"), 0.95)),
        "同时 p95 毫秒": round(1000 * part(beside.of("approve"), 0.95)), "比值": round(ratio, 2),
    }  # fmt: skip
    keep_result(
        "jobs-beside-people", label="扫描、导入与审批同时进行", figures=figures, held=held,
        threshold="0 死锁，审批 p95 ≤ 2 倍",
    )  # fmt: skip
    assert (deadlocks, failed, bad[:3]) == (0, {}, [])
    assert len(beside.of("approve")) >= 20
    assert ratio <= 2


def approve_for(signers: list[Callable[[Load], object]], load: Load, *, seconds: float, most: float = inf) -> None:
    """Let the signers take turns for so long, or until they agreed so often."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and len(load.of("approve")) < most:
        for signer in signers:
            signer(load)


def jobs_of(at: Installation, book: str) -> list[list[str]]:
    """Return the commands of the jobs: every daily one under today's date, then both scans, and an import."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    unit = at.facts["root"]
    return [
        [*manage, "run_due"],
        [*manage, "scan_overdue"],
        [*manage, "scan_silence"],
        [*manage, "import_ledger", book, "--unit", unit],
    ]
