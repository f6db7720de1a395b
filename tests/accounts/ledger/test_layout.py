"""Tables are found in the layouts offices use, and every column gets its meaning."""

from accounts.ledger.columns import signature_of
from accounts.ledger.reading import Ledger, read_ledger

from .books import HEAD, TODAY, plain_row, workbook


def read(rows: list[list[object]], **options: object) -> Ledger:
    merges = options.pop("merges", ())
    sheet = options.pop("sheet", "台账")
    return read_ledger(workbook(rows, sheet=sheet, merges=merges), today=TODAY, **options)  # type: ignore[arg-type]


def meanings(ledger: Ledger) -> dict[str, str]:
    return {column.key: column.field for column in ledger.tables[0].columns}


def test_two_head_rows_without_names_of_their_own_take_the_group_into_account() -> None:
    rows = [
        ["单位", "账号名称", "平台", "分管领导", None, "管理员", None],
        [None, None, None, "姓名", "电话", "姓名", "电话"],
        ["示例单位", "示例发布", "微博", "张某一", "0000-0000001", "李某二", "0000-0000002"],
    ]
    ledger = read(rows, merges=("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"))
    assert meanings(ledger) == {
        "单位": "unit", "账号名称": "name", "平台": "platform", "分管领导/姓名": "deputy",
        "分管领导/电话": "extra", "管理员/姓名": "manager", "管理员/电话": "phone",
    }  # fmt: skip
    assert ledger.rows[0].values == {
        "unit": "示例单位", "name": "示例发布", "platform": "weibo", "deputy": "张某一",
        "manager": "李某二", "phone": "0000-0000002",
    }  # fmt: skip


def test_the_platform_may_stand_in_the_sheet_name_or_a_heading() -> None:
    by_sheet = read([["单位", "昵称"], ["示例单位", "示例发布"]], sheet="抖音账号")
    by_heading = read([["单位", "微博昵称", "微博UID"], ["示例单位", "示例发布", 1234567890]])
    assert by_sheet.rows[0].get("platform") == "douyin"
    assert (by_heading.rows[0].get("platform"), by_heading.rows[0].get("platform_id")) == ("weibo", "1234567890")


def test_a_ledger_without_a_unit_column_belongs_to_the_importing_unit() -> None:
    ledger = read([["账号名称", "平台"], ["示例发布", "微博"]], default_unit="示例单位")
    assert (ledger.rows[0].get("unit"), ledger.faults) == ("示例单位", [])


def test_a_ledger_without_platforms_names_the_missing_column() -> None:
    ledger = read([["单位", "账号名称", "备注"], ["示例单位", "示例发布", ""]])
    assert [(f.cell, f.kind, f.message) for f in ledger.faults] == [
        ("A1", "missing_column", "没有“平台类型”一列。请在表头补上,或在“列对应”中指定。")
    ]


def test_a_workbook_without_a_ledger_says_so() -> None:
    ledger = read([["通知"], ["请各单位填报"]])
    assert [(f.kind, f.cell) for f in ledger.faults] == [("no_table", "A1")]


def test_totals_section_lines_notes_and_repeated_heads_are_no_data() -> None:
    rows = [
        HEAD,
        ["一、县直部门"],
        plain_row(1),
        ["小计", None, "1个"],
        HEAD,
        plain_row(2),
        [None, None, None],
        ["合计：2个"],
        ["填表人：张某一", None, None, "审核人：李某二"],
    ]
    ledger = read(rows)
    assert [row.number for row in ledger.rows] == [3, 6]
    assert ledger.tables[0].other_rows == (1, 2, 4, 5, 8, 9)
    assert ledger.faults == []


def test_a_chosen_meaning_wins_over_the_heading() -> None:
    rows = [["对外名称", "承办方", "渠道"], ["示例发布", "示例单位", "微博"]]
    chosen = {"*": {"对外名称": "name", "承办方": "unit", "渠道": "platform"}}
    ledger = read(rows, chosen=chosen)
    assert ledger.rows[0].values == {"name": "示例发布", "unit": "示例单位", "platform": "weibo"}


def test_a_remembered_meaning_is_found_by_the_head() -> None:
    rows = [["单位", "账号名称", "平台", "年度评级"], ["示例单位", "示例发布", "微博", "优秀"]]
    signature = read(rows).tables[0].signature
    ledger = read(rows, remembered={signature: {"年度评级": "remark"}})
    assert (ledger.rows[0].get("remark"), ledger.rows[0].extra) == ("优秀", {})


def test_the_signature_does_not_depend_on_spaces() -> None:
    first = read([["单位", "账号名称", "平台"], ["示例单位", "示例发布", "微博"]]).tables[0].signature
    second = read([["单 位", "账号\n名称", "平台 "], ["示例单位", "示例发布", "微博"]]).tables[0].signature
    assert first == second
    assert first != signature_of([])


def test_a_second_column_of_the_same_meaning_is_kept_as_an_extra_one() -> None:
    ledger = read([["单位", "账号名称", "名称", "平台"], ["示例单位", "示例发布", "旧名", "微博"]])
    assert (ledger.rows[0].get("name"), ledger.rows[0].extra) == ("示例发布", {"名称": "旧名"})
