"""An export on its way: checked, confirmed, repeated, taken back, in the background."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.actions.items import batches
from assessments.actions.items.taking_back import undo_import
from assessments.actions.items.tell import tell
from assessments.models import AccountActivity, Coverage, ItemChange, ItemImport, PublishedItem
from assessments.states import Source
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.workbook import WorkbookRefused
from tests.assessments.items import exports
from tests.assessments.items.batching import SEPTEMBER, checked, imported, state
from tests.assessments.items.making import account, source, sums, told
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


@pytest.fixture
def wechat(world):
    return account(world.owner, "示例公众号", platform="wechat_subscription")


def test_the_check_writes_nothing_but_the_batch_and_proposes_the_period(world, wechat):
    batch = checked(world, wechat, exports.wechat(), name="示例_20260901-20260907.xlsx")

    assert (batch.status, batch.layout, batch.counts["good"], batch.counts["errors"]) == ("checked", "wechat", 3, 0)
    assert (batch.covers_from, batch.covers_until) == (date(2026, 9, 1), date(2026, 9, 7))
    assert batch.mapping["figures_on"] == "2026-09-18"
    assert not PublishedItem.objects.exists()


def test_an_import_brings_items_sums_coverage_and_provenance(world, wechat):
    batch = imported(world, wechat, exports.wechat())

    assert (batch.status, batch.counts["created"], batch.counts["covered"]) == ("done", 3, 1)
    assert sums(wechat) == ({"2026-08-31": (3, 2)}, {"2026-09": (3, 2)})
    item = PublishedItem.objects.get(title__startswith="示例一")
    assert (item.source, item.origin, item.batch, item.by) == (
        "import", f"import:{batch.pk}", batch, world.cast["operator"],
    )  # fmt: skip
    assert (item.reads, item.forwards, item.likes, item.figures_on) == (1204, 41, None, date(2026, 9, 17))
    assert Coverage.objects.values_list("first_on", "last_on", "source").get() == (*SEPTEMBER, "import")
    event = AuditEvent.objects.get(action="items.imported")
    assert (event.after["created"], event.unit) == (3, world.owner)


@pytest.mark.parametrize("layout", ["wechat", "weibo", "douyin", "toutiao"])
def test_importing_twice_changes_nothing(world, layout):
    platform = {"wechat": "wechat_subscription"}.get(layout, layout)
    one = account(world.owner, "示例号", platform=platform)
    imported(world, one, exports.LAYOUTS[layout]())
    before = state()

    again = imported(world, one, exports.LAYOUTS[layout](), at=NOON + timedelta(hours=1))

    assert (again.counts["created"], again.counts["updated"]) == (0, 0)
    assert state()[:3] == before[:3]
    assert not ItemChange.objects.exists()


def test_a_file_of_several_accounts_covers_each_that_it_names(world):
    weibo = account(world.owner, "示例发布")
    wechat = account(world.child, "示例公众号", platform="wechat_subscription")

    batch = imported(world, None, exports.general(), by="registrar")

    assert (batch.counts["created"], batch.counts["covered"]) == (3, 2)
    assert [sums(one)[1] for one in (weibo, wechat)] == [{"2026-09": (1, 1)}, {"2026-09": (2, 2)}]


def test_a_writer_cannot_tell_of_other_units_accounts_in_a_table(world):
    account(world.owner, "示例发布")
    account(world.foreign, "示例公众号", platform="wechat_subscription")

    file = exports.upload(exports.book(exports.general()))
    batch = batches.upload(file, unit=world.owner, account=None, by=world.person("operator"), at=NOON)

    assert [fault["kind"] for fault in batch.faults] == ["unknown_account", "unknown_account"]


FAULTY = [["标题", "发布时间", "阅读量"], ["甲", "2026-09-01", 5], ["乙", "九月", 5]]


def test_with_errors_nothing_is_imported_or_only_the_good_rows_and_then_no_day_is_covered(world, wechat):
    batch = checked(world, wechat, FAULTY)
    with pytest.raises(Refused):
        batches.confirm(batch, mode="all_or_none", period=SEPTEMBER, figures_on=SEPTEMBER[1],
                        by=world.person("operator"), at=NOON)  # fmt: skip
    assert not PublishedItem.objects.exists()

    batch = batches.confirm(batch, mode="good_rows", period=SEPTEMBER, figures_on=SEPTEMBER[1],
                            by=world.person("operator"), at=NOON)  # fmt: skip

    assert (batch.counts["created"], batch.counts["faulty"], batch.counts["covered"]) == (1, 1, 0)
    assert not Coverage.objects.exists()


def test_the_own_workbook_comes_back_with_the_bad_cell_marked(world, wechat):
    batch = checked(world, wechat, FAULTY)

    with batch.marked.open("rb") as file:
        page = load_workbook(BytesIO(file.read()))
    sheet = page["Sheet1"]
    assert sheet["B3"].fill.fgColor.rgb == "FFF4B6B6"
    assert sheet["D3"].value.startswith("B3 日期写法不对:“九月”")
    assert page["检查汇总"]["A5"].value == "问题"


def test_a_batch_is_taken_back_as_if_it_had_never_been(world, wechat):
    tell([told(wechat, "从前的信息", "2026-09-01 18:00", reads=7)], source(Source.FORM))
    before = state()
    batch = imported(world, wechat, exports.wechat())

    undone = undo_import(batch, reason="选错了文件", by=world.person("operator"), at=NOON)

    assert undone.status == "undone"
    assert state() == before
    wechat.refresh_from_db()
    assert wechat.last_post_on == date(2026, 9, 1)


def test_taking_back_returns_the_figures_of_items_that_others_told_of(world, wechat):
    link = "http://mp.weixin.qq.com/s?__biz=MzAx&mid=224751&idx=1&sn=ab11"
    tell([told(wechat, "示例一:读书活动安排", "2026-09-01 18:00", link=link)], source(Source.RECEIPT))
    batch = imported(world, wechat, exports.wechat())
    item = PublishedItem.objects.get(source="receipt")
    assert (item.reads, ItemChange.objects.filter(item=item.pk).count()) == (1204, 1)

    undo_import(batch, reason="选错了文件", by=world.person("operator"), at=NOON)

    item.refresh_from_db()
    assert (item.reads, item.forwards, item.figures_on) == (None, None, None)
    assert not ItemChange.objects.exists()


def test_what_a_later_source_said_outlives_the_batch_it_followed(world, wechat):
    batch = imported(world, wechat, exports.wechat())
    later = told(wechat, "示例一:读书活动安排", "2026-09-01", reads=1300, figures_on=date(2026, 9, 18))
    tell([later], source(Source.API, origin="api:1"))

    undo_import(batch, reason="选错了文件", by=world.person("operator"), at=NOON)

    item = PublishedItem.objects.get()
    assert (item.reads, item.forwards, item.source, item.origin, item.batch) == (1300, None, "api", "api:1", None)
    assert sums(wechat)[1] == {"2026-09": (1, 1)}


def test_taking_back_an_earlier_batch_leaves_the_later_ones_figures(world, wechat):
    first = imported(world, wechat, [["标题", "发布时间", "阅读量"], ["甲", "2026-09-01", 5]])
    second = imported(world, wechat, [["标题", "发布时间", "阅读量"], ["甲", "2026-09-01", 8]])

    undo_import(first, reason="选错了文件", by=world.person("operator"), at=NOON)
    assert PublishedItem.objects.values_list("reads", "batch").get() == (8, second.pk)

    undo_import(second, reason="选错了文件", by=world.person("operator"), at=NOON)
    assert not PublishedItem.objects.exists()


def test_only_an_imported_batch_with_a_reason_is_taken_back(world, wechat):
    batch = checked(world, wechat, exports.wechat())
    with pytest.raises(Refused):
        undo_import(batch, reason="选错了文件", by=world.person("operator"), at=NOON)
    done = imported(world, wechat, exports.wechat())
    with pytest.raises(Refused):
        undo_import(done, reason=" ", by=world.person("operator"), at=NOON)
    with pytest.raises(Forbidden):
        undo_import(done, reason="选错了文件", by=world.person("outsider"), at=NOON)


@pytest.mark.parametrize("role", ["head", "deputy", "chief", "editor", "line", "observer", "child", "outsider"])
def test_only_the_units_writer_and_the_department_import(world, wechat, role):
    with pytest.raises(Forbidden):
        checked(world, wechat, exports.wechat(), by=role)


def test_the_columns_may_be_given_other_meanings_before_importing(world, wechat):
    batch = checked(world, wechat, exports.wechat())
    columns = {column["key"]: column["field"] for column in batch.mapping["tables"][0]["columns"]}
    columns |= {"总阅读次数": "ignore", "总阅读人数": "reads"}

    batch = batches.remap(batch, {"Sheet1": columns}, by=world.person("operator"), at=NOON)
    batches.confirm(
        batch, mode="all_or_none", period=None, figures_on=SEPTEMBER[1], by=world.person("operator"), at=NOON
    )

    assert PublishedItem.objects.get(title__startswith="示例一").reads == 980
    with pytest.raises(Refused):
        batches.remap(batch, {"Sheet1": {"标题": "wrong"}}, by=world.person("operator"), at=NOON)


@pytest.mark.parametrize(
    ("period", "figures_on", "field"),
    [
        ((date(2026, 9, 7), date(2026, 9, 1)), SEPTEMBER[1], "covers_until"),
        ((date(2026, 9, 7), date(2026, 9, 19)), SEPTEMBER[1], "covers_until"),
        (SEPTEMBER, date(2026, 9, 19), "figures_on"),
    ],
)
def test_days_that_cannot_be_are_refused(world, wechat, period, figures_on, field):
    batch = checked(world, wechat, exports.wechat())

    with pytest.raises(Refused) as refusal:
        batches.confirm(batch, mode="all_or_none", period=period, figures_on=figures_on,
                        by=world.person("operator"), at=NOON)  # fmt: skip

    assert refusal.value.field == field


def test_an_export_without_rows_says_that_nothing_was_published_in_its_period(world, wechat):
    batch = imported(world, wechat, exports.wechat()[:1])

    assert (batch.status, batch.counts["created"], batch.counts["covered"]) == ("done", 0, 1)
    assert AccountActivity.objects.get().known_until == SEPTEMBER[1]


def test_what_is_no_workbook_is_not_taken(world, wechat):
    with pytest.raises(WorkbookRefused):
        batches.upload(exports.upload(b"PK\x03\x04 no"), unit=world.owner, account=wechat,
                       by=world.person("operator"), at=NOON)  # fmt: skip
    assert not ItemImport.objects.exists()


def test_a_workbook_with_a_broken_style_sheet_is_read_and_stays_unmarked(world, wechat):
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(exports.book(FAULTY))) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for name in old.namelist():
            broken = (
                b'<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            )
            new.writestr(name, broken if name == "xl/styles.xml" else old.read(name))
    file = exports.upload(packed.getvalue())

    batch = batches.upload(file, unit=world.owner, account=wechat, by=world.person("operator"), at=NOON)

    assert (batch.status, batch.counts["errors"], bool(batch.marked)) == ("checked", 1, False)


def test_a_workbook_with_macros_is_not_taken(world, wechat):
    packed = BytesIO(exports.book(exports.wechat()))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")

    with pytest.raises(WorkbookRefused, match="宏"):
        batches.upload(exports.upload(packed.getvalue()), unit=world.owner, account=wechat,
                       by=world.person("operator"), at=NOON)  # fmt: skip
