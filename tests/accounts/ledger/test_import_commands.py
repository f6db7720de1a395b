"""The commands import_ledger and export_ledger: agreed answers, dry run, refusals in one line."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.models import ImportBatch, MediaAccount
from tests.world import World

from .books import ledger_file

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_prints_the_agreed_json(world: World, tmp_path: Path) -> None:
    report = tmp_path / "marked.xlsx"
    text = run("import_ledger", ledger_file("faulty"), "--unit", world.root.code, "--json", "--report", report)
    answer = json.loads(text)
    assert {k: answer[k] for k in ("read", "created", "updated", "unchanged", "faulty")} == {
        "read": 156, "created": 122, "updated": 0, "unchanged": 0, "faulty": 34,
    }  # fmt: skip
    assert (len(answer["faults"]), answer["faults"][0]["cell"], answer["faults"][0]["kind"]) == (
        40,
        "B3",
        "formula_cell",
    )
    assert load_workbook(report)["台账"]["B3"].fill.fgColor.rgb == "FFF4B6B6"


def test_a_dry_run_writes_nothing(world: World) -> None:
    text = run("import_ledger", ledger_file("plain"), "--unit", world.root.code, "--dry-run")
    assert text.splitlines()[0] == "读取 222 行:将新增 222,将更新 0,无变化 0,有错误 0"
    assert (MediaAccount.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_the_commands_export_what_they_import(world: World, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run("import_ledger", ledger_file("office"), "--unit", world.root.code)
    assert run("export_ledger", out, "--unit", world.root.code).startswith("已导出 84 个账号")
    answer = json.loads(run("import_ledger", out, "--unit", world.root.code, "--json"))
    assert (answer["created"], answer["updated"], answer["unchanged"], answer["faults"]) == (0, 0, 84, [])


def test_the_command_says_in_one_line_why_it_refuses(world: World, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"a,b")
    for arguments, words in {
        (str(bad), world.root.code): "这不是 Excel 文件。请下载模板填写,以 .xlsx 格式上传。",
        (str(tmp_path / "none.xlsx"), world.root.code): f"文件打不开:{tmp_path / 'none.xlsx'}",
        (str(bad), "NONE"): "没有代码为“NONE”的单位。",
    }.items():
        with pytest.raises(CommandError) as caught:
            run("import_ledger", arguments[0], "--unit", arguments[1])
        assert str(caught.value) == words
    assert ImportBatch.objects.count() == 0
