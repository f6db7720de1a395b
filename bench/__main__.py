"""`python -m bench --size small|full`: run all jobs, print the table, write var/bench/latest.json."""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Any

from .database import own_database

OUT = Path(__file__).parents[1] / "var" / "bench" / "latest.json"

#: The jobs over the deadlines need no lists and no ledger before them.
DEADLINES = {"C5", "C5b", "C5c"}
DRAFTS = {"C12"}
#: Writing a workbook needs no database.
EXPORTS = {"C9"}
#: The silence watch needs the register alone.
WATCH = {"C7", "C8", "C16"}
#: Scoring needs the register alone too.
SCORES = {"C11", "C11b"}
#: The search needs the register alone.
SEARCH = {"C3", "C3b", "C3c"}
JOBS = {"C1", "C2", "C4", "C10"} | SEARCH | DEADLINES | DRAFTS | EXPORTS | WATCH | SCORES


@dataclass(frozen=True)
class Size:
    """How much data; the yardsticks run at `accounts`, our side alone at `smaller` and `larger` too.

    The silence watch runs over `watched` accounts, one of the sizes of the register, with so many `posts`.
    """

    smaller: int
    accounts: int
    larger: int
    filings: int
    ledger: int
    watched: int
    posts: int
    rounds: int


SIZES = {
    "small": Size(
        smaller=10_000,
        accounts=100_000,
        larger=0,
        filings=100_000,
        ledger=5_000,
        watched=10_000,
        posts=1_000_000,
        rounds=5,
    ),
    "full": Size(
        smaller=10_000,
        accounts=100_000,
        larger=1_000_000,
        filings=1_000_000,
        ledger=50_000,
        watched=100_000,
        posts=10_000_000,
        rounds=9,
    ),
}


def run(size: Size, only: set[str]) -> list[Any]:
    """Fill the database step by step and measure each job where its data is ready; `only` leaves out the others."""
    from filings.management.scale.data import Load, fill

    from . import exports, overdue, precheck

    drafts = [precheck.against_automaton(precheck.TERMS, size.rounds)] if only & DRAFTS else []
    say("稿件预检")
    drafts += exports.against_xlsxwriter(size.rounds) if only & EXPORTS else []
    if only <= DRAFTS | EXPORTS:
        return drafts
    if only <= SEARCH | DRAFTS | EXPORTS:
        fill(Load(accounts=size.accounts, filings=0))
        return drafts + [row for row in find(size) if row.id in only]
    if only <= WATCH | DRAFTS | EXPORTS:
        fill(Load(accounts=size.watched, filings=0))
        return drafts + [row for row in watch(size) if row.id in only]
    if only <= SCORES | DRAFTS | EXPORTS:
        fill(Load(accounts=size.accounts, filings=0))
        return drafts + [row for row in scores(size) if row.id in only]
    if only <= DEADLINES | DRAFTS | EXPORTS:
        fill(Load(accounts=size.larger or size.accounts, filings=0))
        measured = []
    else:
        measured = run_lists(size, only)
    fill(Load(accounts=0, filings=size.filings))
    say(f"{size.filings:,} 件备案")
    first = overdue.first_run(size.rounds)
    measured += [first, *overdue.ordinary_day(size.rounds * 2, first)]
    return drafts + [row for row in measured if row.id in only]


def watch(size: Size) -> list[Any]:
    """Measure the silence watch over the accounts that are there."""
    from . import silence

    measured = silence.measure(size.posts, size.rounds, say)
    say(f"静默监测:{', '.join(f'{row.id} {row.ratio}' for row in measured)}")
    return measured


def find(size: Size) -> list[Any]:
    """Measure the search over the accounts that are there."""
    from . import search

    measured = search.measure(size.rounds)
    say(f"搜索:{', '.join(f'{row.id} {row.ratio}' for row in measured)}")
    return measured


def scores(size: Size) -> list[Any]:
    """Measure scoring over the accounts that are there."""
    from . import quarters

    measured = quarters.measure(size.rounds)
    say(f"季度计分:{', '.join(f'{row.id} {row.ratio}' for row in measured)}")
    return measured


def run_lists(size: Size, only: set[str]) -> list[Any]:
    """Measure the register and the import, while the register grows."""
    from filings.management.scale.data import Load, fill

    from . import ledger
    from .pages import Pages

    fill(Load(accounts=size.smaller, filings=0))
    pages = Pages(size.rounds)
    pages.note_growth(size.smaller)
    say(f"{size.smaller:,} 个账号")
    watched = watch(size) if only & WATCH and size.watched == size.smaller else []
    fill(Load(accounts=size.accounts - size.smaller, filings=0))
    pages.note_growth(size.accounts)
    say(f"{size.accounts:,} 个账号")
    measured = [pages.against_admin(), pages.last_against_first(), pages.rights_against_exists()]
    measured.append(ledger.Ledger(size.ledger).against_copy(size.rounds))
    say(f"列表与导入:{', '.join(f'{row.id} {row.ratio}' for row in measured)}")
    watched += watch(size) if only & WATCH and size.watched == size.accounts else []
    watched += scores(size) if only & SCORES else []
    watched += find(size) if only & SEARCH else []
    if size.larger:
        fill(Load(accounts=size.larger - size.accounts, filings=0))
        pages.note_growth(size.larger)
        say(f"{size.larger:,} 个账号")
    for row in measured:
        times = pages.growth.get(row.id, {})
        least = next(iter(times.values()), 1)
        row.growth = {name: round(taken / least, 3) for name, taken in times.items()}
    return measured + watched


def say(what: str) -> None:
    """Tell that a part is done."""
    print(f"  {time.monotonic() - BEGAN:6.0f} 秒  {what}", file=sys.stderr, flush=True)


def table(rows: list[Any]) -> str:
    """Return the results as lines for the screen."""
    lines = ["编号   比值    范围             目标  结果  毫秒(本系统/参照)    任务 ÷ 参照"]
    for row in rows:
        verdict = "达标" if row.holds else "结果不同" if not row.digest_equal else "未达标"
        spread = f"{row.spread[0]:.3f}–{row.spread[1]:.3f}"
        times = f"{row.milliseconds[0]:.1f} / {row.milliseconds[1]:.1f}"
        numbers = f"{row.id:5}  {row.ratio:6.3f}  {spread:15}  {row.goal:4}  {verdict}  {times:18}"
        lines.append(f"{numbers}  {row.job} ÷ {row.yardstick}")
        if row.growth:
            lines.append(f"       增长 {row.growth},指数 {exponent(row.growth):.3f};{row.note}")
        elif row.note:
            lines.append(f"       {row.note}")
    return "\n".join(lines)


def exponent(growth: dict[str, float]) -> float:
    """Return the power with which time grows from the smallest to the largest size; 0 is flat, 1 is linear."""
    sizes = sorted(int(size) for size in growth)
    return log(growth[str(sizes[-1])] / growth[str(sizes[0])]) / log(sizes[-1] / sizes[0])


def main() -> int:
    """Run and report; the exit code says whether both sides brought back the same everywhere."""
    parser = argparse.ArgumentParser(prog="bench", description="各任务与参照做法在同一次运行中的比值")
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--rounds", type=int, help="轮数,默认 small 5、full 9")
    parser.add_argument("--only", metavar="C5,C5b", help="只报告这些任务;只选期限任务时不测列表与导入")
    parser.add_argument("--no-larger", action="store_true", help="不测最大的账号规模")
    options = parser.parse_args()
    only = set(options.only.split(",")) if options.only else JOBS
    if not only <= JOBS:
        parser.error(f"没有这样的任务:{'、'.join(sorted(only - JOBS))};可选 {'、'.join(sorted(JOBS))}")
    chosen, size = options.size, SIZES[options.size]
    if options.no_larger:
        size = replace(size, larger=0)
    if options.rounds:
        size = replace(size, rounds=max(2, options.rounds))
    with own_database() as database:
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        print(f"数据库:{database};规模:{chosen}", flush=True)
        call_command("migrate", verbosity=0)
        try:
            rows = run(size, only)
        finally:
            connections.close_all()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    report = {"size": chosen, "database": database, "seconds": round(time.monotonic() - BEGAN)}
    OUT.write_text(json.dumps({**report, "jobs": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))
    print(table(rows))
    print(f"共 {report['seconds']} 秒;明细见 {OUT.relative_to(OUT.parents[2])}")
    return 0 if all(row.digest_equal for row in rows) else 1


BEGAN = time.monotonic()
if __name__ == "__main__":
    sys.exit(main())
