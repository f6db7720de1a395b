"""Synthetic load for benchmarks (模拟数据)."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from filings.management.scale.data import Load, fill
from newmedia_portal.core.refusals import Refused


class Command(BaseCommand):
    """Fill an empty portal with as many rows as asked for, the same for the same seed."""

    help = "在空库里生成模拟数据(单位、账号、备案与期限),供性能测试;相同的种子得到相同的数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the numbers of rows and the seed."""
        parser.add_argument("--accounts", type=int, default=0, help="账号数")
        parser.add_argument("--filings", type=int, default=0, help="备案数(每件一条期限)")
        parser.add_argument("--posts", type=int, default=0, help="发布记录条数(另有汇总、数据覆盖和活跃情况)")
        parser.add_argument("--units", type=int, default=2000, help="单位数,默认 2000")
        parser.add_argument("--seed", type=int, default=1, help="种子,默认 1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the numbers, fill, say how long it took."""
        numbers = {name: options[name] for name in ("accounts", "filings", "units", "seed", "posts")}
        if min(numbers.values()) < 0 or numbers["units"] < 50:
            raise CommandError("数量不能为负,单位数至少 50。")
        began = time.monotonic()
        try:
            fill(Load(**numbers))
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            f"账号 {options['accounts']:,} 个,备案 {options['filings']:,} 件,发布记录 {options['posts']:,} 条,"
            f"用时 {time.monotonic() - began:.1f} 秒。"
        )
