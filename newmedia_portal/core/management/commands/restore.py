"""Bring a backup back into an empty instance (恢复)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newmedia_portal.core.backup import BackupFault, restore


class Command(BaseCommand):
    """All of it, proved equal, or nothing."""

    help = "把备份恢复到空的实例（只执行过 migrate），逐表、逐文件核对；不一致时全部撤回。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read."""
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what came back."""
        try:
            contents = restore(options["file"])
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        told = {"made_at": contents.made_at, "portal": contents.portal, "database": contents.database}
        if options["json"]:
            found = {"tables": len(contents.tables), "rows": contents.rows, "files": contents.files}
            self.stdout.write(json.dumps({**told, **found, "equal": True}, ensure_ascii=False))
            return
        self.stdout.write(
            f"已恢复 {contents.made_at} 的备份（版本 {contents.portal}）："
            f"{len(contents.tables)} 张表 {contents.rows} 行，{contents.files} 个文件，逐项核对一致，审计链完整。"
        )
