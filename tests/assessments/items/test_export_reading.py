"""Back-end exports as they really look, and re-saved by LibreOffice: what they say, and every fault at its cell."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from assessments.importing.cells import read_figure, read_original, read_time
from assessments.importing.columns import layout_of, propose
from assessments.importing.reading import read_export
from assessments.importing.register import Known
from assessments.importing.tables import period_in
from tests.assessments.items import exports
from tests.assessments.items.making import moment
from tests.world import NOON

SAVED = Path(__file__).parents[2] / "data" / "items"
TODAY = date(2026, 9, 17)


def one(pk, name, platform, handle=""):
    return SimpleNamespace(
        pk=pk, name=name, handle=handle, platform=SimpleNamespace(code=platform), has_ended=False
    )  # fmt: skip


ACCOUNTS = {
    "wechat": one(1, "示例公众号", "wechat_subscription"),
    "douyin": one(2, "示例抖音", "douyin"),
    "toutiao": one(3, "示例头条", "toutiao"),
    "weibo": one(4, "示例发布", "weibo"),
    "daily": one(1, "示例公众号", "wechat_subscription"),
    "general": None,
}
KNOWN = Known([one for one in ACCOUNTS.values() if one])


def both(layout):
    """Return the export as written and as re-saved."""
    return [exports.book(exports.LAYOUTS[layout]()), (SAVED / f"{layout}.xlsx").read_bytes()]


def read(content, layout="other", **more):
    account = more.pop("account", ACCOUNTS.get(layout))
    return read_export(BytesIO(content), account=account, known=more.pop("known", KNOWN), at=NOON, **more)


def lines(export):
    """Return what is told, one line an item."""
    return [
        (told.account.pk, str(told.published_on), told.published_at, told.title, told.link, told.original,
         *(told.figures[name] for name in ("reads", "likes", "wows", "forwards", "comments")))
        for told in export.told
    ]  # fmt: skip


SAID = {
    "wechat": [
        (1, "2026-09-01", None, "示例一:读书活动安排",
         "http://mp.weixin.qq.com/s?__biz=MzAx&mid=224751&idx=1&sn=ab11&chksm=x#rd", None, 1204, None, None, 41, None),
        (1, "2026-09-01", None, "示例二:便民服务指南",
         "http://mp.weixin.qq.com/s?__biz=MzAx&mid=224751&idx=2&sn=ab12&chksm=x#rd", None, 402, None, None, 9, None),
        (1, "2026-09-03", None, "示例三:=不是公式的标题",
         "http://mp.weixin.qq.com/s?__biz=MzAx&mid=224752&idx=1&sn=ab21&chksm=x#rd", *[None] * 6),
    ],
    "douyin": [
        (2, "2026-09-02", moment("2026-09-02 10:30"), "示例短视频 #示例话题", "", None, 15023, 320, None, 12, 45),
        (2, "2026-09-05", moment("2026-09-05 19:00"), "示例图文作品", "", None, 12000, 11000, None, 8, 0),
    ],
    "toutiao": [
        (3, "2026-09-04", moment("2026-09-04 08:00"), "示例头条文章", "https://www.toutiao.com/item/7410000000000000001/",
         None, 100001, 66, None, 5, 12),
    ],
    "weibo": [
        (4, "2026-09-01", moment("2026-09-01 09:05"), "#示例话题# 今天的示例信息,请看长图。", "https://weibo.com/100/Oabc1",
         None, 12000, 56, None, 3, 4),
        (4, "2026-09-07", moment("2026-09-07 18:20"), "转发微博", "https://weibo.com/100/Oabc2",
         None, 8901, 12, None, None, 0),
    ],
    "general": [
        (4, "2026-09-01", None, "示例甲", "", True, 100, 1, None, 2, 3),
        (1, "2026-09-02", None, "示例乙", "", False, 15000, 4, 5, 6, None),
        (1, "2026-09-03", None, "示例丙", "", None, None, None, None, None, None),
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", list(SAID))
def test_each_layout_is_known_by_its_head_and_read_alike_when_re_saved(layout):
    for content in both(layout):
        export = read(content, layout)

        assert (export.layout, export.faults, export.faulty) == (layout, [], 0)
        assert lines(export) == SAID[layout]


def test_a_table_by_day_and_channel_is_refused_with_the_way_to_the_right_one():
    for content in both("daily"):
        export = read(content, "daily")

        assert [fault.kind for fault in export.faults] == ["daily_data"]
        assert "逐条明细" in export.faults[0].message


def test_the_period_comes_from_the_title_line_else_from_the_items():
    assert read(both("weibo")[0], "weibo").period == (date(2026, 9, 1), date(2026, 9, 7))
    assert read(both("douyin")[0], "douyin").period == (date(2026, 9, 2), date(2026, 9, 5))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("示例_20260901-20260930.xlsx", ("2026-09-01", "2026-09-30")),
        ("2026年9月1日至2026年9月7日", ("2026-09-01", "2026-09-07")),
        ("数据 2026.09.01~2026.09.07", ("2026-09-01", "2026-09-07")),
        ("2026-09-30至2026-09-01", None),
        ("第7期", None),
    ],
)
def test_a_period_is_found_in_titles_and_names_of_files(text, period):
    assert period_in(text) == (tuple(map(date.fromisoformat, period)) if period else None)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1204, 1204), (1204.0, 1204), ("1204", 1204), ("1,204", 1204), ("1.2万", 12000), ("1.2w", 12000), ("3千", 3000),
        ("10万+", 100001), ("100000+", 100001), ("１２", 12), ("0", 0), ("1.5亿", 150000000), ("20 次", 20),
        ("--", None), ("-", None), ("", None), ("暂无", None), ("null", None),
    ],
)  # fmt: skip
def test_figures_are_read_in_every_form_and_nothing_is_not_zero(cell, number):
    assert read_figure(cell) == (number, None)


@pytest.mark.parametrize("cell", ["约百", "-5", "12%", "1.5", "1e5", -3, 2.5, "9" * 12, "1+1"])
def test_what_is_no_count_is_a_fault(cell):
    assert read_figure(cell) == (None, "bad_number")


@pytest.mark.parametrize(
    ("cell", "day", "at"),
    [
        ("20260917", TODAY, None), (20260917, TODAY, None), (20260917.0, TODAY, None),
        ("2026-09-17 10:30:45", TODAY, "10:30"), ("2026/9/17 9:05", TODAY, "09:05"), ("2026年9月17日", TODAY, None),
        ("2026年9月17日 9时05分", TODAY, "09:05"), ("2026-09-17T10:30:00", TODAY, "10:30"),
        (datetime(2026, 9, 17, 10, 30), TODAY, "10:30"),  # noqa: DTZ001 - a workbook knows no time zone
        (datetime(2026, 9, 17), TODAY, None),  # noqa: DTZ001
        (46282.4375, TODAY, "10:30"), (46282, TODAY, None), ("２０２６-０９-１７", TODAY, None),
    ],
)  # fmt: skip
def test_days_and_moments_are_read_in_every_form(cell, day, at):
    wanted = moment(f"{day} {at}") if at else None

    assert read_time(0)(cell) == ((day, wanted), None)


@pytest.mark.parametrize("cell", ["9月17日 10:30", "2026-09", "昨天", "2026-02-30", "2026-09-17 25:00", "2026"])
def test_what_names_no_day_is_a_fault(cell):
    assert read_time(0)(cell) == (None, "bad_date")


@pytest.mark.parametrize("cell", ["9:05", time(9, 5), 9.0833333333 / 24, timedelta(hours=9, minutes=5)])
def test_a_clock_alone_is_told_apart(cell):
    assert read_time(0)(cell) == ((None, time(9, 5)), None)


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("原创", True), ("转载", False), ("", None), ("视频", None)])
def test_original_or_not_or_not_known(cell, value):
    assert read_original(cell) == (value, None)


FAULTY = [
    ["账号名称", "平台", "标题", "发布时间", "链接", "阅读量", "点赞量"],
    ["示例发布", "微博", "", "2026-09-01", "", 1, 1],
    ["示例发布", "微博", "示例", "", "", 1, 1],
    ["示例发布", "微博", "示例", "九月", "不是网址", "很多", 1],
    ["示例发布", "微博", "示例", "2030-01-01", "", 1, 1],
    ["没有的号", "微博", "示例", "2026-09-01", "", 1, 1],
    ["示例发布", "微薄", "示例", "2026-09-01", "", 1, 1],
    ["示例公众号", "微博", "示例", "2026-09-01", "", 1, 1],
    ["示例发布", "微博", "示例\u202e信息", "2026-09-01", "", 1, 1],
    ["示例发布", "微博", "好的", "2026-09-01", "", 1, 1],
    ["示例发布", "微博", "好的", "2026-09-01", "", 1, 1],
    ["", "微博", "没有账号", "2026-09-01", "", 1, 1],
]


def test_every_fault_is_named_at_its_cell_in_one_go():
    export = read(exports.book(FAULTY))

    assert [(fault.cell, fault.kind) for fault in export.faults] == [
        ("C2", "missing_title"), ("D3", "missing_date"), ("D4", "bad_date"), ("E4", "bad_link"), ("F4", "bad_number"),
        ("D5", "future_date"), ("A6", "unknown_account"), ("B7", "unknown_platform"), ("A8", "unknown_account"),
        ("C9", "control_characters"), ("C11", "duplicate_in_file"), ("A12", "unknown_account"),
    ]  # fmt: skip
    assert (export.read, export.faulty, [told.title for told in export.told]) == (11, 9, ["好的", "好的"])
    assert all(fault.message and fault.message[-1] in "。" for fault in export.faults)


def test_formulas_and_error_values_are_faults():
    rows = [["标题", "发布时间", "阅读量"], ["示例", "2026-09-01", "=1+1"], ["示例二", "2026-09-01", "#DIV/0!"]]
    export = read(exports.book(rows), "weibo")

    assert [(fault.cell, fault.kind) for fault in export.faults] == [("C2", "formula_cell"), ("C3", "error_value")]


def test_a_name_on_two_platforms_needs_the_platform_or_an_id():
    known = Known([one(1, "示例发布", "weibo", "111"), one(2, "示例发布", "douyin", "222")])
    rows = [
        ["账号", "标题", "发布时间"],
        ["示例发布", "甲", "2026-09-01"], ["222", "乙", "2026-09-01"],
    ]  # fmt: skip
    export = read(exports.book(rows), known=known)

    assert [(fault.cell, fault.kind) for fault in export.faults] == [("A2", "ambiguous_account")]
    assert [told.account.pk for told in export.told] == [2]


def test_a_table_without_accounts_needs_one():
    export = read(both("douyin")[0], account=None)

    assert [fault.kind for fault in export.faults] == ["missing_account"]


def test_an_export_of_another_platform_is_pointed_out_and_read():
    export = read(both("douyin")[0], account=ACCOUNTS["weibo"])

    assert [(fault.kind, fault.is_error) for fault in export.faults] == [("other_platform", False)]
    assert len(export.told) == 2


def test_the_columns_can_be_given_other_meanings():
    chosen = {
        "Sheet1": {"总阅读人数": "reads", "总阅读次数": "ignore", "总分享人数": "forwards", "总分享次数": "ignore"}
    }
    export = read(both("wechat")[0], "wechat", chosen=chosen)

    assert [(told.figures["reads"], told.figures["forwards"]) for told in export.told][:2] == [(980, 30), (320, 8)]


def test_a_head_that_says_nothing_is_read_once_its_columns_were_named():
    rows = [["甲栏", "乙栏"], ["示例", "2026-09-01"]]
    assert [fault.kind for fault in read(exports.book(rows), "weibo").faults] == ["no_table"]

    export = read(exports.book(rows), "weibo", chosen={"Sheet1": {"甲栏": "title", "乙栏": "published"}})

    assert (export.faults, len(export.told)) == ([], 1)


def test_two_sheets_are_read_and_hidden_or_empty_ones_are_not():
    content = exports.book(exports.toutiao(), [], [["说明"]], names=("图文", "空", "说明"))

    assert [told.title for told in read(content, "toutiao").told] == ["示例头条文章"]


def test_an_empty_workbook_says_what_is_missing():
    assert [fault.kind for fault in read(exports.book([]), "weibo").faults] == ["no_table"]


def test_of_several_columns_for_one_figure_the_best_is_proposed():
    found = propose({1: "标题", 2: "发布时间", 3: "总阅读人数", 4: "总阅读次数", 5: "转发量", 6: "分享量"})

    assert found == {1: "title", 2: "published", 3: "ignore", 4: "reads", 5: "forwards", 6: "ignore"}


def test_day_and_clock_may_stand_in_two_columns():
    rows = [["标题", "发布日期", "发布时间"], ["甲", "2026-09-01", "9:05"], ["乙", "2026-09-01", ""]]
    export = read(exports.book(rows), "weibo")

    assert [told.published_at for told in export.told] == [moment("2026-09-01 09:05"), None]


def test_the_template_is_known_by_its_columns():
    words = ["账号名称", "平台类型", "发布日期", "发布时间", "标题", "链接"]

    assert layout_of(dict(enumerate(words, start=1))) == "template"
