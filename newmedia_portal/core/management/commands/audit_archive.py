"""Seal old records of the audit log into a file and take them from the table (审计归档)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from newmedia_portal.core.audit.archive import ArchiveFault, archive
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.roles import may_change_the_log
from newmedia_portal.core.retention.rules import limit
from newmedia_portal.settings.keeping import LEAST


class Command(BaseCommand):
    """Run by the owner of the tables; the portal's own role cannot."""

    help = "把到期的审计记录封存成一个可单独校验的文件，再从表中移出；由属主执行，少于六个月的一律不动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how old."""
        parser.add_argument("folder", type=Path, help="存放归档文件的目录，应在单独的磁盘上")
        parser.add_argument("--days", type=int, help=f"多少天以前的，不少于 {LEAST}；默认 RETENTION_AUDIT_DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify the log, then seal and shorten it."""
        days, now = options["days"] or settings.RETENTION_AUDIT_DAYS, timezone.now()
        if days < LEAST:
            raise CommandError(
                f"{days} 天少于六个月。《网络安全法》第二十三条要求网络日志留存不少于六个月，请设为 {LEAST} 天以上。"
            )
        if not may_change_the_log():
            raise CommandError("当前数据库角色不能移出审计记录。请以属主（portal_owner）的 DATABASE_URL 执行。")
        if not options["folder"].is_dir():
            raise CommandError(f"没有目录 {options['folder']}。请先建立，并只让属主可写。")
        before = limit(days, at=now)
        if before is None:
            raise CommandError(
                f"本实例的检查点还不满 {LEAST} 天，不能断定哪些记录已满六个月。每天生成检查点，满后再执行。"
            )
        if broken := verify()[1]:
            raise CommandError(f"日志本身有异常，没有归档：{broken.message}")
        try:
            row = archive(options["folder"], before=before, at=now)
        except (ArchiveFault, DatabaseError) as fault:
            raise CommandError(str(fault)) from fault
        if row is None:
            self.stdout.write(f"没有 {timezone.localdate(before)} 以前的记录需要归档。")
            return
        self.stdout.write(
            f"已归档{row}，文件 {options['folder'] / row.file_name}，校验值 {row.sha256}。请复制到另一处保存。"
        )
