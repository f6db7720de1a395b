"""The workbook of a quarter: read back by other readers, every rate beside its fraction, nothing scored."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from assessments.models import Campaign, Entry, Quarter
from assessments.outputs.book import write_quarter
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.exports.states import ExportState
from newmedia_portal.core.jobs.outbox import drain
from tests.assessments.quarters.making import AFTER, County
from tests.assessments.watch.making import account

from .making import campaign, furnished, inspected

pytestmark = pytest.mark.django_db
SHEETS = [
    "封面", "单位成绩排名", "账号得分明细", "按层级汇总", "按平台汇总", "不合格清单", "其他问题清单", "与上期比较",
    "备案按期情况", "静默名单",
]  # fmt: skip


def written(quarter: Quarter) -> bytes:
    """Return the workbook."""
    target = io.BytesIO()
    write_quarter(target, quarter, by="张某一", at=AFTER)
    return target.getvalue()


def rows_of(content: bytes, sheet: str) -> list[list]:
    """Return the rows of a sheet below its head as another reader sees them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()[2:]


@pytest.fixture
def made() -> County:
    """A county with everything."""
    return furnished()


def test_the_workbook_has_its_sheets_in_the_order_of_the_cover(made):
    content = written(made.closed())
    assert load_workbook(io.BytesIO(content)).sheetnames == SHEETS
    cover = dict(row[:2] for row in rows_of(content, "封面"))
    assert cover["合格率"] == "66.67%（2/3），不合格 1 个"
    assert cover["抽查比例（2026年第三季度检查）"] == "50%（3/6）"
    assert cover["备案按期率"] == "33.33%（1/3）"
    assert cover["考核期"] == "2026 年第三季度（2026-07-01(周三) 至 2026-09-30(周三)）"


@pytest.mark.clause("S3-22.1")
def test_each_rate_stands_beside_its_numerator_and_denominator(made):
    content = written(made.closed())
    platforms = rows_of(content, "按平台汇总")
    assert platforms[-1][:6] == ["合计", 3, 1, 2, 0.6667, "2/3"]
    formulas = load_workbook(io.BytesIO(content))["按平台汇总"]
    last = formulas.max_row
    assert formulas[f"B{last}"].value == f"=SUM(B3:B{last - 1})"
    assert formulas[f"E{last}"].value == f'=IF(B{last}=0,"",ROUND(D{last}/B{last},4))'
    assert formulas[f"E{last}"].number_format == "0.00%"


@pytest.mark.clause("S3-21")
def test_the_failing_list_has_the_columns_of_bulletins(made):
    content = written(made.closed())
    page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("不合格清单").to_python()
    assert page[1][:9] == [
        "新媒体类型", "新媒体名称", "责任单位", "问题类别", "检查时更新日期", "否决项", "证据", "整改期限", "复查结果",
    ]  # fmt: skip
    (row,) = page[2:]
    assert row[1:4] == [made.accounts["c"].name, made.accounts["c"].unit.name, "2周内未更新"]
    assert [str(row[4]), row[5], str(row[7]), row[8]] == ["2026-09-20", "2周内未更新", "2026-10-15", "待整改"]


def test_a_text_that_looks_like_a_formula_stays_a_text(made):
    page = load_workbook(io.BytesIO(written(made.closed())))["其他问题清单"]
    cell = page["G3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(示例)", "s")


@pytest.mark.clause("S2-19", "S0-19.2")
def test_scores_stand_by_indicator_and_units_by_rank(made):
    quarter = made.closed()
    content = written(quarter)
    units = rows_of(content, "单位成绩排名")
    stored = {entry.unit_name: entry for entry in Entry.objects.filter(quarter=quarter)}
    for row in units[:-1]:
        entry = stored[row[2]]
        assert (row[1] or None, row[3] if row[3] != "" else None) == (
            entry.rank, None if entry.score is None else float(entry.score),
        )  # fmt: skip
    heads = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("账号得分明细").to_python()[1]
    assert heads[:4] == ["单位", "账号", "平台", "说明"]
    assert len(heads) == 6 + len(quarter.scheme.scheme.indicators)
    assert len(rows_of(content, "账号得分明细")) == 3


def test_filings_in_time_are_counted_as_they_stood_at_the_end(made):
    rows = {row[0]: row[1:] for row in rows_of(written(made.closed()), "备案按期情况")}
    assert rows[made.world.owner.name] == [2, 1, 1, 0.5, "1/2", 0]
    assert rows["合计"] == [3, 1, 1, 0.3333, "1/3", 1]


def test_an_account_that_was_checked_twice_counts_with_its_last_check(made):
    again = campaign(made.world, name="复查", kind="spot")
    inspected(again, made.world, made.accounts["c"], failed=False)
    cover = dict(row[:2] for row in rows_of(written(made.closed()), "封面"))
    assert cover["合格率"] == "100%（3/3），不合格 0 个"


def test_every_sheet_prints_landscape_with_its_head_repeated_and_who_made_it(made):
    book = load_workbook(io.BytesIO(written(made.closed())))
    for page in book:
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows == "$2:$2"
        assert page.oddFooter.left.text == "导出人:张某一  2026-10-09 12:00"
        assert page.oddFooter.right.text == "第 &P 页 共 &N 页"


def test_the_charts_are_there(made):
    book = load_workbook(io.BytesIO(written(made.closed())))
    counts = {page.title: len(page._charts) for page in book if page._charts}
    assert counts == {"单位成绩排名": 1, "按层级汇总": 2, "按平台汇总": 2, "备案按期情况": 1}


def test_writing_changes_no_row_and_costs_the_same_for_more_accounts(made):
    quarter = made.closed()
    before = list(Entry.objects.values_list("pk", "score", "digest"))
    with CaptureQueriesContext(connection) as seen:
        written(quarter)
    assert list(Entry.objects.values_list("pk", "score", "digest")) == before
    reads = ("SELECT", "DECLARE")  # PostgreSQL reads long lists through a cursor
    assert not [query for query in seen.captured_queries if not query["sql"].lstrip("( ").startswith(reads)]
    few = len(seen)

    other = furnished("2")
    looked = Campaign.objects.get(root=other.root)
    for number in range(4):
        inspected_account = account(other.world.owner, f"示例更多{number}")
        inspected(looked, other.world, inspected_account, failed=True)
    more = other.closed()
    with CaptureQueriesContext(connection) as seen:
        written(more)
    assert len(seen) == few


def test_the_last_quarter_stands_beside_this_one(made):
    first = made.closed("2026Q2")
    content = written(made.closed())
    assert dict(row[:2] for row in rows_of(content, "封面"))["比较基准"] == first.words
    changes = rows_of(content, "与上期比较")
    assert len(changes) == 3
    page = load_workbook(io.BytesIO(content))["与上期比较"]
    for number, row in enumerate(changes, start=3):
        if row[2] != "" and row[3] != "":
            assert page[f"E{number}"].value == f"=D{number}-C{number}"
            assert Decimal(str(row[4])) == Decimal(str(row[3])) - Decimal(str(row[2]))


def test_an_open_quarter_says_on_its_cover_that_it_is_not_final(made):
    cover = dict(row[:2] for row in rows_of(written(made.reviewed()), "封面"))
    assert "尚未锁定" in cover["状态"]
    assert cover["结果指纹"] == "锁定后生成"


def test_the_command_writes_the_same_workbook(made, tmp_path: Path, capsys):
    made.closed()
    out = tmp_path / "考核.xlsx"
    call_command("export_assessment", "2026Q3", str(out))
    assert load_workbook(out).sheetnames == SHEETS
    assert AuditEvent.objects.filter(action="export.made", object_type="assessments.quarter").count() == 1


def test_the_command_says_on_one_line_why_not(made, tmp_path: Path):
    with pytest.raises(CommandError, match=r"没有考核期 2020Q1。"):
        call_command("export_assessment", "2020Q1", str(tmp_path / "x.xlsx"))
    made.open()
    furnished("2").open()
    with pytest.raises(CommandError, match="请用 --unit 指明其中一个"):
        call_command("export_assessment", "2026Q3", str(tmp_path / "x.xlsx"))
    with pytest.raises(CommandError, match="写不了文件"):
        call_command("export_assessment", "2026Q3", str(tmp_path / "no" / "x.xlsx"), unit=made.root.code)


WHO = {"registrar": 200, "director": 200, "observer": 200, "operator": 404, "head": 404, "outsider": 404, "line": 404}


@pytest.mark.parametrize(("role", "status"), WHO.items())
def test_the_workbook_is_for_those_who_oversee_the_whole_tree(made, role, status):
    quarter = made.closed()
    client = Client()
    client.force_login(made.world.person(role))
    assert client.get(f"/assessments/2026Q3/workbook/?root={quarter.root_id}").status_code == status
    answer = client.post(f"/assessments/2026Q3/workbook/export/?root={quarter.root_id}")
    assert answer.status_code == (302 if status == 200 else 404)


def test_in_the_background_it_is_the_same_workbook(made):
    quarter = made.closed()
    client = Client()
    client.force_login(made.world.person("registrar"))
    client.post(f"/assessments/2026Q3/workbook/export/?root={quarter.root_id}")
    drain(now=timezone.now)
    export = Export.objects.get()
    assert (export.state, export.error) == (ExportState.READY, "")
    content = b"".join(client.get(f"/exports/{export.pk}/download/").streaming_content)
    assert load_workbook(io.BytesIO(content)).sheetnames == SHEETS
