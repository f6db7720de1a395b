"""Write everything into one archive (备份)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newmedia_portal.core.backup import BackupFault, check, make


class Command(BaseCommand):
    """One file with every row, every uploaded file and the digest of each; `--check` reads one and proves it whole."""

    help = "备份全部数据和上传的文件，写成一个文件；--check 只查验已有的备份。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write, or what to read."""
        parser.add_argument("out", type=Path, help="备份文件；给出目录时按时间自动命名")
        parser.add_argument("--check", action="store_true", help="只查验这个备份文件是否完整，不写任何内容")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was written or read."""
        out, now = options["out"], timezone.now()
        if out.is_dir() and not options["check"]:
            out = out / f"portal-{timezone.localtime(now):%Y%m%d-%H%M%S}.zip"
        try:
            contents = check(out) if options["check"] else make(out, at=now)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        told = {"file": str(out), "tables": len(contents.tables), "rows": contents.rows, "files": contents.files}
        if options["json"]:
            self.stdout.write(json.dumps({**told, "made_at": contents.made_at}, ensure_ascii=False))
            return
        done = "备份完整" if options["check"] else "已备份"
        self.stdout.write(f"{done}：{out}，{len(contents.tables)} 张表 {contents.rows} 行，{contents.files} 个文件。")
