"""Import a ledger workbook from the command line (导入台账)."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.ledger.actions import ALL_OR_NONE, GOOD_ROWS, Checked, Chosen, check_file, import_ledger, parse_mapping
from accounts.ledger.faults import KINDS
from accounts.models import ImportBatch
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.operating.giving_way import JobCommand
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.report import mark_workbook


class Command(JobCommand):
    """导入台账:核对、导入正确的行、列出全部问题。"""

    help = "导入 Excel 台账到某单位及其下级;列出全部问题,可输出标注了问题的原表。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="台账文件(.xlsx)")
        parser.add_argument(
            "--unit", required=True, metavar="代码", help="导入到哪个单位(单位代码);表中的单位在其下查找或新建"
        )
        parser.add_argument("--dry-run", action="store_true", help="只核对,不写入")
        parser.add_argument("--all-or-none", action="store_true", help="有错误时一行也不导入")
        parser.add_argument("--mapping", type=Path, metavar="文件", help="列对应(JSON):表头到字段")
        parser.add_argument("--report", type=Path, metavar="文件", help="输出标注了问题的原表(.xlsx)")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or import the file and print the outcome."""
        path: Path = options["file"]
        unit = Unit.objects.select_related("root").filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"没有代码为“{options['unit']}”的单位。")
        try:
            chosen = _mapping(options["mapping"])
            checked = self._run(path, unit, chosen, options)
            if options["report"]:
                with path.open("rb") as source, options["report"].open("wb") as target:
                    outcome = checked.outcome
                    mark_workbook(source, target, outcome.faults, summary=outcome.summary(), kinds=KINDS)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        except OSError as error:
            raise CommandError(f"文件打不开:{error.filename or path}") from error
        if options["json"]:
            self.stdout.write(json.dumps(checked.outcome.as_json(), ensure_ascii=False, indent=1))
        else:
            self._print(checked, dry=options["dry_run"])

    def _run(self, path: Path, unit: Unit, chosen: Chosen, options: dict[str, Any]) -> Checked:
        at = timezone.now()
        with path.open("rb") as source:
            if options["dry_run"]:
                return check_file(source, unit=unit, at=at, chosen=chosen)
            batch = _batch(path, unit, chosen, at)
            source.seek(0)
            mode = ALL_OR_NONE if options["all_or_none"] else GOOD_ROWS
            try:
                return import_ledger(batch, source, mode=mode, by=None, at=at, chosen=chosen)
            except Refused:
                batch.file.delete(save=False)
                batch.delete()
                raise

    def _print(self, checked: Checked, *, dry: bool) -> None:
        outcome = checked.outcome
        words = "将" if dry else "已"
        self.stdout.write(
            f"读取 {outcome.read} 行:{words}新增 {outcome.created},{words}更新 {outcome.updated},"
            f"无变化 {outcome.unchanged},有错误 {outcome.faulty}"
        )
        if outcome.new_units:
            self.stdout.write(f"{words}新建单位 {len(outcome.new_units)} 个:{'、'.join(outcome.new_units[:20])}")
        for fault in outcome.faults:
            self.stdout.write(f"{fault.sheet}!{fault.cell} {fault.label}:{fault.message}")


def _mapping(path: Path | None) -> Chosen:
    if path is None:
        return {}
    try:
        return parse_mapping(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise Refused(f"列对应文件不是有效的 JSON:{path}") from error


def _batch(path: Path, unit: Unit, chosen: Chosen, at: datetime) -> ImportBatch:
    with path.open("rb") as source:
        batch = ImportBatch(
            unit=unit, by=None, file_name=path.name[:200], mapping={"chosen": dict(chosen)}, created_at=at
        )
        batch.file.save(f"{at:%H%M%S}.xlsx", File(source), save=False)
        batch.save()
    return batch
