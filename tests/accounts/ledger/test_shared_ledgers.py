"""The three shared ledgers are read exactly: nothing missed, nothing invented."""

from typing import Any

from accounts.ledger.platform_names import PlatformNames
from accounts.ledger.reading import read_ledger
from accounts.ledger.rows import LedgerRow

from .books import TODAY, expected, ledger_file

NAMES = PlatformNames()


def test_the_plain_ledger_has_222_rows_and_no_fault() -> None:
    ledger = read_ledger(ledger_file("plain"), today=TODAY)
    assert (len(ledger.rows), ledger.faults) == (222, [])


def as_expected(row: LedgerRow) -> dict[str, Any]:
    opened, updated = row.get("opened_on"), row.get("last_update")
    same = {
        code: row.get(code) for code in ("unit", "name", "platform", "link", "leader", "deputy", "manager", "phone")
    }
    return same | {
        "sheet": row.sheet,
        "row": row.number,
        "account_id": row.get("platform_id"),
        "opened_on": str(opened) if opened else None,
        "opened_precision": opened.precision if opened else None,
        "certified": row.get("certified"),
        "last_update": str(updated) if updated else None,
        "run_status": row.get("run_status"),
        "extra": row.extra,
    }


def test_the_office_ledger_is_read_row_by_row() -> None:
    wanted = expected("office")
    ledger = read_ledger(ledger_file("office"), today=TODAY)
    rows = [{**row, "platform": NAMES.code_of(row["platform"])} for row in wanted["rows"]]
    for row in rows:
        row.pop("opened_raw")
    assert [as_expected(row) for row in ledger.rows] == rows
    assert ledger.faults == []


def test_the_office_ledger_keeps_dates_as_they_were_written() -> None:
    ledger = read_ledger(ledger_file("office"), today=TODAY)
    written = [row["opened_raw"] for row in expected("office")["rows"] if row["opened_on"]]
    assert [row.opened_raw for row in ledger.rows if row.get("opened_on")] == written


def test_titles_heads_totals_and_notes_of_the_office_ledger_are_no_data() -> None:
    ledger = read_ledger(ledger_file("office"), today=TODAY)
    found = [{"sheet": table.sheet.name, "row": row} for table in ledger.tables for row in table.other_rows]
    assert found == expected("office")["not_data"]


def test_the_hidden_column_of_the_office_ledger_is_kept_as_an_extra_one() -> None:
    table = read_ledger(ledger_file("office"), today=TODAY).tables[0]
    assert [(column.key, column.field) for column in table.columns if column.hidden] == [("内部编号", "extra")]


def test_the_faulty_ledger_yields_its_forty_faults_and_no_other() -> None:
    wanted = expected("faulty")["faults"]
    ledger = read_ledger(ledger_file("faulty"), today=TODAY)
    found = [(f.sheet, f.cell, f.header, f.kind, str(f.severity)) for f in ledger.faults]
    assert found == [(f["sheet"], f["cell"], f["column"], f["kind"], f["severity"]) for f in wanted]
    assert len(ledger.rows) == 156


def test_the_faulty_ledger_names_the_cell_each_fault_is_measured_against() -> None:
    wanted = {
        f["cell"]: (f["related"]["sheet"], f["related"]["cell"]) for f in expected("faulty")["faults"] if "related" in f
    }
    ledger = read_ledger(ledger_file("faulty"), today=TODAY)
    assert {f.cell: f.related for f in ledger.faults if f.related} == wanted


def test_every_fault_tells_a_remedy() -> None:
    ledger = read_ledger(ledger_file("faulty"), today=TODAY)
    assert [f.cell for f in ledger.faults if "请" not in f.message] == []
