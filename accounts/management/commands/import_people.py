"""Import a workbook of people from the command line (导入人员)."""

import json
import os
from argparse import ArgumentParser
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.intake.actions import ALL_OR_NONE, GOOD_ONES, check_file, import_file
from accounts.intake.exporting import write_passwords
from accounts.intake.faults import KINDS
from accounts.intake.outcome import Checked, summary_of
from accounts.intake.passwords import issue
from accounts.models import PeopleBatch
from newmedia_portal.core.operating.giving_way import JobCommand
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.report import mark_workbook


class Command(JobCommand):
    """导入人员:核对、导入没有错误的人员、列出全部问题。"""

    help = "导入人员名册(Excel);列出全部问题,可输出标注了问题的原表。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="人员名册(.xlsx)")
        parser.add_argument("--dry-run", action="store_true", help="只核对,不写入")
        parser.add_argument("--all-or-none", action="store_true", help="有错误时一人也不导入")
        parser.add_argument("--report", type=Path, metavar="文件", help="输出标注了问题的原表(.xlsx)")
        parser.add_argument(
            "--passwords", type=Path, metavar="文件", help="为新增人员生成初始密码,写入只有本人可读的新文件(.xlsx)"
        )
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or import the file and print the outcome."""
        at = timezone.now()
        try:
            content = BytesIO(options["file"].read_bytes())
            checked = self._run(content, options, at)
            if options["report"]:
                kinds = {kind: (label, str(severity)) for kind, (label, severity) in KINDS.items()}
                faults, summary = checked.roster.faults, summary_of(self.counts)
                with options["report"].open("wb") as target:
                    mark_workbook(content, target, faults, summary=summary, kinds=kinds)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        except OSError as error:
            raise CommandError(f"文件打不开,或已经存在:{error.filename or options['file']}") from error
        if options["json"]:
            faults_in_words = [fault.as_json() for fault in checked.roster.faults]
            self.stdout.write(json.dumps(self.counts | {"faults": faults_in_words}, ensure_ascii=False, indent=1))
        else:
            self._print(checked, dry=options["dry_run"])

    def _run(self, content: BytesIO, options: dict[str, Any], at: datetime) -> Checked:
        """Check or import; the counts are kept as they were before anything was written."""
        self.counts: dict[str, Any]
        if options["dry_run"]:
            checked = check_file(content, by=None, at=at)
            self.counts = checked.counts()
            return checked
        target = _new_file(options["passwords"]) if options["passwords"] else None
        try:
            mode = ALL_OR_NONE if options["all_or_none"] else GOOD_ONES
            batch, checked = import_file(content, name=options["file"].name, mode=mode, by=None, at=at)
            self.counts = batch.counts
            if target is not None:
                self._hand_over(batch, target, at)
        except Refused:
            if target is not None:
                options["passwords"].unlink()
            raise
        finally:
            if target is not None:
                os.close(target)
        return checked

    def _hand_over(self, batch: PeopleBatch, target: int, at: datetime) -> None:
        """Write first passwords into the opened file; nobody new, nothing to write."""
        lines = issue(batch, issued=0, by=None, at=at) if batch.people else []
        made = BytesIO()
        write_passwords(made, lines, by="系统", at=at)
        os.write(target, made.getvalue())

    def _print(self, checked: Checked, *, dry: bool) -> None:
        counts, words = self.counts, "将" if dry else "已"
        self.stdout.write(
            f"读取 {counts['read']} 行:{words}新增 {counts['created']} 人,{words}变更 {counts['changed']} 人,"
            f"无变化 {counts['unchanged']} 人,有错误 {counts['faulty']} 行"
        )
        for fault in checked.roster.faults:
            self.stdout.write(f"{fault.sheet}!{fault.cell} {fault.label}:{fault.message}")


def _new_file(path: Path) -> int:
    """Open a file that did not exist, readable by nobody else. Raises FileExistsError otherwise."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
