"""Write the ledger as a workbook (导出台账)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.ledger.exporting import ledger_of, write_ledger
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.operating.giving_way import JobCommand


class Command(JobCommand):
    """导出台账;再导入不会有任何变化。"""

    help = "把台账导出为 Excel;再导入不会有任何变化。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("out", type=Path, help="输出文件(.xlsx)")
        parser.add_argument("--unit", metavar="代码", help="只导出该单位及其下级(单位代码)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many accounts it holds."""
        unit, accounts, at = None, MediaAccount.objects.all(), timezone.now()
        if options["unit"]:
            unit = Unit.objects.filter(code=options["unit"]).first()
            if unit is None:
                raise CommandError(f"没有代码为“{options['unit']}”的单位。")
            accounts = ledger_of(unit)
        try:
            with options["out"].open("wb") as target:
                count = write_ledger(target, accounts, by="系统", at=at)
        except OSError as error:
            raise CommandError(f"文件写不了:{options['out']}") from error
        record("export.made", by=None, at=at, unit=unit, after={"what": "台账", "rows": count})
        self.stdout.write(f"已导出 {count} 个账号:{options['out']}")
