"""Lexicons as workbooks: round trip, every fault at its cell, the marked book, taking over."""

import io

import openpyxl
import pytest

from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from reviews.actions import lexicons
from reviews.models import Lexicon
from reviews.precheck import Entry
from reviews.wordlists import starter, workbook
from reviews.wordlists.checks import TITLES
from tests.world import NOON

from .making import SLIP, TERM, book, drafted, published

RICH = [
    TERM,
    SLIP,
    Entry("term", "=1+1例", "P06", "hint", exceptions=("甲=1+1例", "乙"), homophone=True, advice="改"),
    Entry("title", "示例张三", right="示例市市长、示例市委副书记"),
    Entry("order", "示例甲", group="示例班子", position=1),
    Entry("order", "示例甲", group="另一班子", position=2),
    Entry("full", "示例新区", right="示例省示例新区"),
    Entry("allow", "示例甲词典"),
    Entry("site", "shili.cn", right="可信"),
    Entry("ad", "示例第一", grade="warn"),
]


def written(entries) -> io.BytesIO:
    target = io.BytesIO()
    workbook.write(target, entries, by="示例", at=NOON)
    target.seek(0)
    return target


@pytest.mark.parametrize("entries", [RICH, starter.entries()], ids=["rich", "starter"])
def test_what_is_written_is_read_back_the_same(entries):
    rows, faults = workbook.read(written(entries))

    assert faults == []
    assert [workbook.as_entry(row) for row in rows] == list(entries)


def test_every_fault_is_named_at_its_cell():
    rows, faults = workbook.read(
        book(
            [
                ["敏感词", "示例甲词", "P06", "禁用"],
                ["敏感语", "示例乙词", "P06", ""],
                ["敏感词", "", "P06", ""],
                ["敏感词", "示例丙词", "P77", "重"],
                ["敏感词", "示例丁词", "", ""],
                ["易错词", "帐号"],
                ["敏感词", "示例甲词", "P07", ""],
                ["排序", "示例", "", "", "", "", "也许", "", "第一"],
            ]
        )
    )

    assert len(rows) == 8
    assert [(fault["cell"], fault["field"]) for fault in faults] == [
        ("A3", "kind"),
        ("B4", "text"),
        ("D5", "grade"),
        ("C5", "category"),
        ("C6", "category"),
        ("E7", "right"),
        ("B8", "text"),
        ("G9", "homophone"),
        ("I9", "position"),
        ("H9", "group"),
        ("I9", "position"),
    ]
    assert faults[6]["message"] == "与第 2 行重复，请删去一行。"
    assert all(fault["message"].endswith("。") for fault in faults)


def test_columns_may_stand_in_any_order_below_a_title_line():
    rows, faults = workbook.read(
        book([["词条", "备注", "类型", "正确写法"], ["帐号", "x", "易错词", "账号"]], head=["示例单位词库"])
    )

    assert faults == []
    assert [workbook.as_entry(row) for row in rows] == [SLIP]


def test_a_formula_is_a_fault():
    _, faults = workbook.read(book([["敏感词", '="示例"&"词"', "P06"]]))

    assert ("B2", "单元格是公式，请改为文字。") in {(fault["cell"], fault["message"]) for fault in faults}


@pytest.mark.parametrize("rows", [[], [["", ""]]])
def test_a_workbook_without_entries_is_refused(rows):
    with pytest.raises(Refused):
        workbook.read(book(rows))


def test_another_table_and_no_workbook_are_refused():
    with pytest.raises(Refused):
        workbook.read(book([["甲", "乙"]], head=["单位", "账号"]))
    with pytest.raises(Refused):
        workbook.read(io.BytesIO(b"no workbook"))


def test_the_marked_book_colours_bad_cells_and_tells_why():
    rows, faults = workbook.read(book([["敏感词", "示例甲词", "P06"], ["敏感词", "示例乙词", ""]]))
    target = io.BytesIO()

    workbook.write_marked(target, rows, faults, by="示例", at=NOON)

    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue())).active
    assert [cell.value for cell in sheet[1]] == [*TITLES.values(), "问题与改正办法"]
    assert not sheet["K2"].value
    assert sheet["K3"].value == "类别：敏感词和必查词须写明类别，请从 P01 至 P26 中选用。"
    assert sheet["C3"].fill.fgColor.rgb != sheet["C2"].fill.fgColor.rgb


def checked(world, draft, rows):
    return lexicons.check_workbook(draft, book(rows), file_name="词库.xlsx", by=world.person("registrar"), at=NOON)


def test_good_rows_join_the_draft_and_bad_ones_stay_out(world):
    draft = drafted(world, TERM)
    upload = checked(
        world, draft, [["敏感词", "示例甲词", "P07", "警示"], ["易错词", "帐号", "", "", "账号"], ["易错词", "帐户"]]
    )

    assert lexicons.take_over(upload, replace=False, by=world.person("registrar"), at=NOON) == 2

    assert [term.entry for term in draft.terms.all()] == [Entry("term", "示例甲词", "P07", "warn"), SLIP]


def test_replacing_leaves_the_rows_of_the_workbook_alone(world):
    draft = drafted(world, TERM)
    upload = checked(world, draft, [["易错词", "帐号", "", "", "账号"]])

    lexicons.take_over(upload, replace=True, by=world.person("registrar"), at=NOON)

    assert [term.entry for term in draft.terms.all()] == [SLIP]


def test_a_workbook_is_taken_over_once(world):
    upload = checked(world, drafted(world), [["易错词", "帐号", "", "", "账号"]])
    lexicons.take_over(upload, replace=False, by=world.person("registrar"), at=NOON)

    with pytest.raises(Conflict):
        lexicons.take_over(upload, replace=True, by=world.person("registrar"), at=NOON)


def test_nothing_good_is_refused_and_nobody_else_may_import(world):
    draft = drafted(world)
    upload = checked(world, draft, [["易错词", "帐户"]])

    with pytest.raises(Refused):
        lexicons.take_over(upload, replace=False, by=world.person("registrar"), at=NOON)
    with pytest.raises(Forbidden):
        lexicons.check_workbook(draft, book([]), file_name="a.xlsx", by=world.person("operator"), at=NOON)


def test_a_published_version_takes_no_import(world):
    made = published(world, TERM)

    with pytest.raises(Refused):
        checked(world, made, [["易错词", "帐号", "", "", "账号"]])
    assert Lexicon.objects.get().terms.count() == 1
