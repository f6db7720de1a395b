"""`export_assessment 2026Q3 OUT.xlsx`: write the workbook of a quarter to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newmedia_portal.core.audit import record

from ...models import Quarter
from ...outputs.book import write_quarter


class Command(BaseCommand):
    """Write the workbook of a quarter from its stored rows."""

    help = "导出一个考核期的工作簿"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period, the file and, where several organisations share the period, the unit."""
        parser.add_argument("period", help="考核期，如 2026Q3")
        parser.add_argument("out", type=Path, help="写入的文件，如 考核结果.xlsx")
        parser.add_argument("--unit", metavar="CODE", help="考核范围的单位代码；有几个组织时必填")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, or say on one line why not."""
        rows = Quarter.objects.filter(period=options["period"]).select_related("root", "edition", "scheme")
        if options["unit"]:
            rows = rows.filter(root__code=options["unit"])
        found = list(rows.order_by("root__path"))
        if not found:
            raise CommandError(f"没有考核期 {options['period']}。先用 open_quarter 启动，或核对 --unit。")
        if len(found) > 1:
            codes = "、".join(one.root.code for one in found)
            raise CommandError(f"有几个组织开展了 {options['period']}，请用 --unit 指明其中一个：{codes}。")
        quarter, now = found[0], timezone.now()
        try:
            with options["out"].open("w+b") as target:
                count = write_quarter(target, quarter, by="系统", at=now)
        except OSError as error:
            raise CommandError(f"写不了文件 {options['out']}:{error.strerror}。") from error
        record("export.made", by=None, at=now, obj=quarter, after={"title": str(quarter), "rows": count})
        self.stdout.write(f"{quarter.root.name} {quarter.words}:{count} 行，已写入 {options['out']}")
