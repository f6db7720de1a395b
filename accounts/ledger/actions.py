"""Importing a ledger (导入台账): check, confirm, undo; each batch in one transaction with one audit event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import IntegrityError
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workbook.pace import many_objects

from ..actions.common import require
from ..models import ColumnMapping, ImportBatch
from .outcome import Outcome, outcome_of
from .plan import Plan, make_plan
from .reading import Ledger, read_ledger
from .snapshot import catalogue_names, take_snapshot
from .store import carry_out

register("ledger.imported", "导入台账")
register("ledger.undone", "撤销导入")
register("ledger.refused", "台账未导入")

ALL_OR_NONE, GOOD_ROWS = "all_or_none", "good_rows"
MODES = {ALL_OR_NONE: "全部正确才导入", GOOD_ROWS: "先导入正确的行"}

UNITS_NAMED = 100
"""So many new units are named in the audit log."""

Chosen = Mapping[str, Mapping[str, str]]
Progress = Callable[[float, str], None]


@dataclass
class Checked:
    """A ledger that was read and held against the register; nothing is written."""

    ledger: Ledger
    plan: Plan
    outcome: Outcome


def quiet(done: float, words: str) -> None:
    """Tell nobody about the progress."""


def check_file(
    source: BinaryIO,
    *,
    unit: Unit,
    at: datetime,
    chosen: Chosen | None = None,
    progress: Progress = quiet,
) -> Checked:
    """Read a workbook and say what importing it below a unit would do; every fault at once, nothing written.

    `chosen` maps a sheet's name (or "*") to heading → field. Raises WorkbookRefused for an unfit file.
    """
    today = localdate(at)
    progress(0.05, "正在读取文件")
    ledger = read(source, unit=unit, today=today, chosen=chosen)
    progress(0.6, "正在与台账比对")
    with many_objects():
        plan = make_plan(ledger.rows, take_snapshot(unit, ledger.rows), today=today)
    return Checked(ledger, plan, outcome_of(ledger, plan))


def read(source: BinaryIO, *, unit: Unit, today: date, chosen: Chosen | None = None) -> Ledger:
    """Read a workbook with the platforms in use and the mappings that the unit has used before."""
    remembered = dict(ColumnMapping.objects.filter(unit=unit).values_list("signature", "mapping"))
    return read_ledger(
        source,
        today=today,
        names=catalogue_names(),
        chosen=chosen,
        remembered=remembered,
        default_unit=unit.name,
    )


def import_ledger(
    batch: ImportBatch,
    source: BinaryIO,
    *,
    mode: str,
    by: Any,
    at: datetime,
    chosen: Chosen | None = None,
    progress: Progress = quiet,
) -> Checked:
    """Import a workbook under a batch: new accounts 在册待补, changed ones updated, history and one audit event.

    With `all_or_none` nothing is imported while there is an error. Empty cells change nothing. Raises Forbidden
    without the right over the unit, Refused for errors under `all_or_none` or when nothing is left to import,
    Conflict when somebody registered the same account at the same moment.
    """
    require(by, "accounts.import_ledger", batch.unit)
    today = localdate(at)
    progress(0.05, "正在读取文件")
    ledger = read(source, unit=batch.unit, today=today, chosen=chosen)
    progress(0.5, "正在与台账比对")
    try:
        with unit_of_work(), many_objects():
            locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            Unit.objects.select_for_update().get(pk=batch.unit.root_id or batch.unit.pk)
            plan = make_plan(ledger.rows, take_snapshot(batch.unit, ledger.rows, lock=True), today=today)
            outcome = outcome_of(ledger, plan)
            _refuse(outcome, mode)
            units = carry_out(plan, batch, at=at, today=today)
            _finish(locked, outcome, units, mode=mode, by=by, at=at)
            remember(batch.unit, ledger, at=at)
    except IntegrityError as error:
        raise Conflict("有人同时登记了相同的账号或单位,本批没有导入。请重新核对后再导入。") from error
    batch.refresh_from_db()
    return Checked(ledger, plan, outcome)


def _refuse(outcome: Outcome, mode: str) -> None:
    if mode not in MODES:
        raise Refused("请选择导入方式。", field="mode")
    if mode == ALL_OR_NONE and outcome.has_errors:
        raise Refused(f"有 {outcome.faulty or 1} 行存在错误,一行也没有导入。请改正后重新上传,或选择先导入正确的行。")
    if not outcome.read:
        raise Refused("文件里没有可以导入的账号。请检查表头和内容,或下载模板填写。")


def _finish(batch: ImportBatch, outcome: Outcome, units: list[int], *, mode: str, by: Any, at: datetime) -> None:
    counts = outcome.counts()
    batch.status, batch.mode, batch.finished_at = "done", mode, at
    batch.total = batch.processed = outcome.read
    batch.counts = {**counts, "unit_ids": units}
    batch.message = ""
    batch.save(update_fields=["status", "mode", "finished_at", "total", "processed", "counts", "message"])
    after = {"file": batch.file_name, "mode": MODES[mode], **counts, "unit_names": outcome.new_units[:UNITS_NAMED]}
    record("ledger.imported", by=by, at=at, obj=batch, unit=batch.unit, after=after)


def remember(unit: Unit, ledger: Ledger, *, at: datetime) -> None:
    """Remember what the columns of each table meant, for the next file with the same head."""
    rows = [
        ColumnMapping(
            unit=unit,
            signature=table.signature,
            mapping={column.key: column.field for column in table.columns},
            updated_at=at,
        )
        for table in {table.signature: table for table in ledger.tables}.values()
    ]
    ColumnMapping.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit", "signature"], update_fields=["mapping", "updated_at"]
    )


def parse_mapping(content: Any) -> dict[str, dict[str, str]]:
    """Return a mapping file as sheet → heading → field; a flat one holds for all sheets. Raises Refused otherwise."""
    from .fields import TITLES

    titles = {title: code for code, title in TITLES.items()}
    if not isinstance(content, dict):
        raise Refused("列对应文件应是一个对象:表头 → 字段,或 工作表 → 表头 → 字段。")
    nested = content if all(isinstance(value, dict) for value in content.values()) else {"*": content}
    result: dict[str, dict[str, str]] = {}
    for sheet, columns in nested.items():
        result[str(sheet)] = {}
        for heading, meaning in columns.items():
            code = titles.get(str(meaning), str(meaning or "ignore"))
            if code not in TITLES:
                raise Refused(f"列对应中“{heading}”的含义“{meaning}”不认识。可用:{'、'.join(titles)}。")
            result[str(sheet)][str(heading)] = code
    return result


__all__ = [
    "ALL_OR_NONE",
    "GOOD_ROWS",
    "MODES",
    "Checked",
    "check_file",
    "import_ledger",
    "parse_mapping",
]
