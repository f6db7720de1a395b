"""Importing: what is written, what stays, all-or-none, undo, and the way there and back."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from openpyxl import load_workbook

from accounts.ledger.actions import ALL_OR_NONE, GOOD_ROWS, Checked, check_file, import_ledger
from accounts.ledger.exporting import ledger_of, write_ledger
from accounts.ledger.undo import undo
from accounts.models import ColumnMapping, ImportBatch, ImportRow, MediaAccount, NameRecord, TeamMember
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.world import NOON, World

from .books import HEAD, ledger_file, plain_row, workbook

pytestmark = pytest.mark.django_db
AT = NOON.replace(month=11, day=22)


def imported(
    world: World, content: bytes | io.BytesIO, mode: str = GOOD_ROWS, **options: Any
) -> tuple[ImportBatch, Checked]:
    content = content.getvalue() if isinstance(content, io.BytesIO) else content
    batch = ImportBatch(unit=world.root, file_name="台账.xlsx", created_at=AT)
    batch.file.save("ledger.xlsx", ContentFile(content), save=True)
    by = options.pop("by", world.cast["registrar"])
    checked = import_ledger(batch, io.BytesIO(content), mode=mode, by=by, at=AT, **options)
    return batch, checked


def ledger(*changes: dict[str, Any]) -> io.BytesIO:
    rows = [plain_row(number, **change) for number, change in enumerate(changes, start=1)]
    return workbook([HEAD, *rows])


def exported(world: World) -> bytes:
    target = io.BytesIO()
    write_ledger(target, ledger_of(world.root), by="张某一", at=AT)
    return target.getvalue()


def cells(content: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content))["台账"].iter_rows()]


def state_of_register() -> list[Any]:
    accounts = MediaAccount.objects.order_by("pk").values_list("unit__name", "platform__code", "name", "handle", "link")
    team = (
        TeamMember.objects.filter(until=None)
        .order_by("account", "role", "pk")
        .values_list("role", "name", "office_phone")
    )
    return [list(accounts), list(team), list(NameRecord.objects.filter(until=None).order_by("pk").values_list("name"))]


def test_a_new_account_is_entered_with_team_name_history_and_unit(world: World) -> None:
    batch, checked = imported(world, ledger({"联系电话": "13800000002", "我们的编号": "X"}))
    account = MediaAccount.objects.get()
    assert (account.name, account.handle, account.state, account.is_legacy) == (
        "示例发布00001",
        "shili_00001",
        "listed",
        True,
    )
    assert (account.unit.name, account.unit.parent, account.root) == ("示例单位00001", world.root, world.root)
    assert (account.unit.path, account.unit.depth) == (f"{world.root.path}{account.unit.pk:06d}/", 1)
    assert (account.opened_on, account.opened_precision, account.certified) == (date(2020, 3, 1), "month", True)
    people = [(m.role, m.name, m.office_phone, m.mobile) for m in account.team.order_by("pk")]
    assert people == [
        ("chief", "张某一", "", ""),
        ("deputy", "李某二", "", ""),
        ("manager", "王某三", "", "13800000002"),
    ]
    assert "13800000002" not in account.team.get(role="manager").mobile_sealed
    assert list(account.names.values_list("name", "since")) == [("示例发布00001", date(2020, 3, 1))]
    assert checked.outcome.new_units == ["示例单位00001"]
    assert (batch.status, batch.counts["created"], batch.rows.count()) == ("done", 1, 1)
    assert [event.after["created"] for event in events("ledger.imported", batch)] == [1]


def test_an_account_with_a_closing_day_is_entered_as_closed(world: World) -> None:
    imported(world, ledger({"开通时间": "2018", "注销时间": "2020年5月", "运行状态": "已注销"}))
    account = MediaAccount.objects.get()
    assert (account.state, account.closed_on) == ("closed", date(2020, 5, 31))


def test_the_plain_ledger_is_imported_without_a_fault(world: World) -> None:
    _, checked = imported(world, ledger_file("plain").read_bytes(), ALL_OR_NONE)
    outcome = checked.outcome
    assert (outcome.created, outcome.faulty, outcome.faults, MediaAccount.objects.count()) == (222, 0, [], 222)


def test_importing_again_changes_nothing(world: World) -> None:
    content = ledger_file("office").read_bytes()
    imported(world, content)
    before = state_of_register()
    _, checked = imported(world, content)
    outcome = checked.outcome
    assert (outcome.created, outcome.updated, outcome.unchanged, outcome.new_units) == (0, 0, 84, [])
    assert state_of_register() == before


@pytest.mark.parametrize("name", ["plain", "office"])
def test_what_is_exported_comes_back_unchanged_cell_by_cell(world: World, name: str) -> None:
    imported(world, ledger_file(name).read_bytes())
    first = exported(world)
    _, checked = imported(world, first)
    outcome = checked.outcome
    assert (outcome.created, outcome.updated, outcome.faults) == (0, 0, [])
    assert outcome.unchanged == MediaAccount.objects.count()
    assert cells(exported(world)) == cells(first)


def test_an_export_imported_elsewhere_gives_the_same_export(world: World) -> None:
    batch, _ = imported(world, ledger_file("office").read_bytes())
    first = exported(world)
    undo(batch, by=world.cast["registrar"], at=AT, reason="换一种方式导入")
    imported(world, first)
    strip = [[row[1:] for row in cells(content)] for content in (first, exported(world))]
    assert sorted(strip[1], key=str) == sorted(strip[0], key=str)


def test_the_good_rows_of_the_faulty_ledger_are_imported(world: World) -> None:
    _, checked = imported(world, ledger_file("faulty").read_bytes())
    outcome = checked.outcome
    assert (outcome.read, outcome.created, outcome.faulty, len(outcome.faults)) == (156, 122, 34, 40)


def test_all_or_none_imports_nothing_while_there_is_an_error(world: World) -> None:
    with pytest.raises(Refused) as caught:
        imported(world, ledger_file("faulty").read_bytes(), ALL_OR_NONE)
    assert caught.value.message.startswith("有 34 行存在错误,一行也没有导入。")
    assert (MediaAccount.objects.count(), ImportRow.objects.count(), events("ledger.imported")) == (0, 0, [])


def test_a_changed_row_updates_its_account_and_keeps_what_is_not_stated(world: World) -> None:
    imported(world, ledger({}))
    change = {"账号名称": "示例新名", "管理员": "赵某四", "链接地址": None, "备注": "已更名"}
    _, checked = imported(world, ledger(change))
    account = MediaAccount.objects.get()
    assert (checked.outcome.updated, account.name, account.remark, account.version) == (1, "示例新名", "已更名", 2)
    assert account.link == "https://example.com/1"
    assert list(account.names.order_by("pk").values_list("name", "until")) == [
        ("示例发布00001", date(2026, 11, 22)),
        ("示例新名", None),
    ]
    assert list(account.team.filter(role="manager").order_by("pk").values_list("name", "office_phone", "until")) == [
        ("王某三", "0000-0000001", date(2026, 11, 22)),
        ("赵某四", "0000-0000001", None),
    ]


def test_an_account_without_an_id_is_known_by_unit_platform_and_name(world: World) -> None:
    imported(world, ledger({"账号ID": None}))
    _, checked = imported(world, ledger({"账号ID": "shili_new", "单位名称": " 示例单位０0001 "}))
    assert (checked.outcome.created, checked.outcome.updated) == (0, 1)
    assert MediaAccount.objects.get().handle == "shili_new"


def test_a_masked_phone_changes_nothing(world: World) -> None:
    imported(world, ledger({"联系电话": "13800000002"}))
    _, checked = imported(world, ledger({"联系电话": "138****0002"}))
    assert checked.outcome.unchanged == 1


def test_undo_removes_what_was_created(world: World) -> None:
    units = Unit.objects.count()
    batch, _ = imported(world, ledger_file("office").read_bytes())
    undo(batch, by=world.cast["registrar"], at=AT, reason="传错文件")
    assert (MediaAccount.objects.count(), TeamMember.objects.count(), Unit.objects.count()) == (0, 0, units)
    assert (batch.status, batch.rows.count()) == ("undone", 84)
    assert [event.reason for event in events("ledger.undone", batch)] == ["传错文件"]


def test_undo_restores_what_was_changed(world: World) -> None:
    imported(world, ledger({}, {}, {}))
    before, export = state_of_register(), cells(exported(world))
    change = {"账号名称": "示例新名", "管理员": "赵某四、钱某五", "开通时间": "2017-01-02", "我": "", "备注": "改"}
    batch, _ = imported(world, ledger(change, {}, {"单位名称": "示例另一单位"}))
    assert state_of_register() != before
    undo(batch, by=world.cast["registrar"], at=AT, reason="核对有误")
    assert state_of_register() == before
    assert cells(exported(world)) == export
    assert not Unit.objects.filter(name="示例另一单位").exists()


def test_undo_is_refused_after_a_later_change(world: World) -> None:
    first, _ = imported(world, ledger({}))
    imported(world, ledger({"备注": "后来改过"}))
    with pytest.raises(Refused) as caught:
        undo(first, by=world.cast["registrar"], at=AT, reason="撤销")
    assert caught.value.message == "导入后已有 1 个账号又作了修改,不能整批撤销。请逐个更正这些账号。"


def test_undo_works_after_the_same_file_was_imported_again(world: World) -> None:
    first, _ = imported(world, ledger({}))
    second, _ = imported(world, ledger({}))
    undo(first, by=world.cast["registrar"], at=AT, reason="传错文件")
    assert (MediaAccount.objects.count(), second.rows.get().account) == (0, None)


def test_undo_needs_a_reason_and_an_imported_batch(world: World) -> None:
    batch, _ = imported(world, ledger({}))
    with pytest.raises(Refused, match="请写明撤销理由"):
        undo(batch, by=world.cast["registrar"], at=AT, reason=" ")
    undo(batch, by=world.cast["registrar"], at=AT, reason="传错文件")
    with pytest.raises(Refused, match="只有已导入的批次可以撤销"):
        undo(batch, by=world.cast["registrar"], at=AT, reason="再撤销")


@pytest.mark.parametrize("role", ["operator", "head", "outsider", "observer", "line"])
def test_only_the_authority_may_import(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        imported(world, ledger({}), by=world.cast[role])
    assert MediaAccount.objects.count() == 0


def test_an_id_registered_in_another_branch_is_refused(world: World) -> None:
    imported(world, ledger({}))
    batch = ImportBatch.objects.create(unit=world.foreign, file_name="x.xlsx", created_at=AT)
    checked = import_ledger(batch, ledger({}, {}), mode=GOOD_ROWS, by=None, at=AT)
    assert [(f.cell, f.kind) for f in checked.outcome.faults] == [("E2", "id_taken")]
    assert (checked.outcome.created, checked.outcome.faulty) == (1, 1)


def test_a_second_account_on_a_platform_is_warned_of_but_imported(world: World) -> None:
    imported(world, ledger({}))
    again = {"账号名称": "示例第二账号", "账号ID": "shili_x"}
    _, checked = imported(world, ledger(again))
    assert [(f.cell, f.kind, f.is_error) for f in checked.outcome.faults] == [("C2", "two_on_one_platform", False)]
    assert checked.outcome.created == 1


def test_units_of_the_same_name_are_told(world: World) -> None:
    for number, parent in enumerate((world.owner, world.foreign)):
        Unit(code=f"Z{number}", name="示例站所", parent=parent).save()
    checked = check_file(ledger({"单位名称": "示例站所"}), unit=world.root, at=AT)
    assert [(f.cell, f.kind) for f in checked.outcome.faults] == [("B2", "unit_ambiguous")]


def test_a_mapping_is_remembered_for_the_next_file(world: World) -> None:
    rows = [["对外名称", "承办", "渠道"], ["示例发布", "示例单位", "微博"]]
    chosen = {"*": {"对外名称": "name", "承办": "unit", "渠道": "platform"}}
    imported(world, workbook(rows), chosen=chosen)
    assert ColumnMapping.objects.get().mapping == {"对外名称": "name", "承办": "unit", "渠道": "platform"}
