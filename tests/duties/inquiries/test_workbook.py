"""Messages by workbook: every fault at its cell, twice changes nothing, undone as a whole; the list's own export."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from duties.actions import inquiries
from duties.actions.batches import keep_checked
from duties.forms.duty import running_accounts
from duties.inquiries.sheet import KNOWN, Reading, read_messages, write_template
from duties.models import DutyBatch, PublicMessage
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.watching import NOON, answered, furnished, message
from tests.filings.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)
TITLES = list(KNOWN)
ANSWERED = datetime(2026, 9, 17, 10, 30, tzinfo=UTC).replace(tzinfo=None)
GOOD: dict[str, Any] = {
    "账号名称": "示例文旅", "渠道": "评论", "主题": "咨询", "网民": "小王同学", "收到时间": "2026-9-16 9:05",
    "留言内容": "示例留言一", "答复时间": ANSWERED, "答复内容": "已答复", "公开答复": "是",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    """An organisation whose edition states a limit."""
    seed_calendar(by=None, at=NOON)
    return furnished("taibai")


def book(*rows: dict[str, Any], titles: list[str] = TITLES, above: int = 0) -> BytesIO:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for _ in range(above):
        sheet.append(["留言"])
    sheet.append(titles)
    for row in rows:
        sheet.append([row.get(title, "") for title in titles])
    target = BytesIO()
    made.save(target)
    target.seek(0)
    return target


def read(world: World, source: BytesIO) -> Reading:
    return read_messages(source, world.owner, running_accounts(world.owner), at=LATER)


def imported(world: World, source: BytesIO) -> DutyBatch:
    reading = read(world, source)
    batch = keep_checked(
        world.owner, kind="messages", file_name="示例.xlsx", rows=reading.rows, faults=reading.faults,
        counts={"unchanged": reading.unchanged}, by=world.person("operator"), at=LATER,
    )  # fmt: skip
    return inquiries.import_rows(batch, by=world.person("operator"), at=LATER)


def test_rows_become_messages_with_their_clock_and_answer(world: World) -> None:
    waiting = {**GOOD, "留言内容": "示例留言二", "答复时间": "", "答复内容": ""}
    waived = {**waiting, "留言内容": "示例留言三", "无需答复的理由": "重复"}
    batch = imported(world, book(GOOD, waiting, waived))
    assert batch.counts == {"unchanged": 0, "created": 3}
    rows = PublicMessage.objects.order_by("pk")
    assert [(row.text, row.state, row.author, str(row.due_on), row.late_days) for row in rows] == [
        ("示例留言一", "answered", "小**学", "2026-09-18", 0),
        ("示例留言二", "open", "小**学", "2026-09-18", None),
        ("示例留言三", "waived", "小**学", "2026-09-18", None),
    ]


@pytest.mark.parametrize(
    ("own", "cell", "said"),
    [
        ({"账号名称": "没有的号"}, "A2", "本单位没有这个账号"),
        ({"账号名称": ""}, "A2", "本单位没有这个账号"),
        ({"渠道": "信鸽"}, "C2", "不在可填的范围内"),
        ({"主题": "闲聊"}, "D2", "不在可填的范围内"),
        ({"收到时间": "去年春天"}, "F2", "时间看不懂"),
        ({"收到时间": ""}, "F2", "没有填写"),
        ({"收到时间": "2027-1-1"}, "F2", "不能晚于现在"),
        ({"留言内容": ""}, "G2", "没有填写"),
        ({"链接": "javascript:x"}, "H2", "链接看不懂"),
        ({"答复时间": ""}, "I2", "一起填"),
        ({"答复时间": "2026-9-16 9:04"}, "I2", "收到之后"),
        ({"公开答复": "也许"}, "K2", "“是”或“否”"),
        ({"无需答复的理由": "重复"}, "M2", "只填一项"),
    ],
)
def test_every_fault_names_its_cell_and_the_remedy(world: World, own: dict[str, Any], cell: str, said: str) -> None:
    found = read(world, book({**GOOD, **own}))
    assert ([(fault.cell, said in fault.message) for fault in found.faults], found.rows) == ([(cell, True)], [])


def test_the_same_row_twice_in_a_file_is_a_fault_of_the_second(world: World) -> None:
    found = read(world, book(GOOD, GOOD))
    assert ([fault.message for fault in found.faults], len(found.rows)) == (["与第 2 行相同。请删去重复的一行。"], 1)


def test_titles_may_stand_lower_and_in_any_order_and_a_strange_file_is_refused(world: World) -> None:
    found = read(world, book(GOOD, titles=list(reversed(TITLES)), above=2))
    assert (len(found.rows), found.faults) == (1, [])
    with pytest.raises(Refused, match="没有找到这几列"):
        read(world, book({"姓名": "张某"}, titles=["姓名"]))


def test_importing_twice_changes_nothing(world: World) -> None:
    imported(world, book(GOOD))
    before = list(PublicMessage.objects.values())
    again = imported(world, book(GOOD))
    assert again.counts == {"unchanged": 1, "created": 0}
    assert list(PublicMessage.objects.values()) == before
    with pytest.raises(Conflict, match="已经导入过"):
        inquiries.import_rows(again, by=world.person("operator"), at=LATER)


def test_two_checked_before_either_was_imported_log_the_message_once(world: World) -> None:
    rows = read(world, book(GOOD)).rows
    batches = [
        keep_checked(world.owner, kind="messages", file_name="a.xlsx", rows=rows, faults=[], counts={},
                     by=world.person("operator"), at=LATER)
        for _ in range(2)
    ]  # fmt: skip
    done = [inquiries.import_rows(batch, by=world.person("operator"), at=LATER).counts for batch in batches]
    assert done == [{"created": 1, "unchanged": 0}, {"created": 0, "unchanged": 1}]


def test_undoing_takes_away_what_nobody_has_worked_on(world: World) -> None:
    waiting = {**GOOD, "答复时间": "", "答复内容": ""}
    batch = imported(world, book(*({**waiting, "留言内容": f"示例留言{n}"} for n in range(3))))
    worked = PublicMessage.objects.first()
    assert worked is not None
    inquiries.waive(worked, reason="重复", by=world.person("operator"), at=LATER)
    undone = inquiries.undo_import(batch, by=world.person("operator"), at=LATER)
    assert (undone.counts["gone"], undone.counts["kept"]) == (2, 1)
    assert list(PublicMessage.objects.values_list("pk", flat=True)) == [worked.pk]
    with pytest.raises(Conflict):
        inquiries.undo_import(batch, by=world.person("operator"), at=LATER)


def test_the_export_of_the_list_imported_again_changes_nothing(world: World) -> None:
    answered(world, message(world, link="https://www.example.cn/1"), NOON + timedelta(hours=3))
    message(world, text="=1+1 示例公式", author="小王同学")
    client = client_of(world.person("operator"))
    everything = {"columns": [
        "account", "platform", "channel", "topic", "author", "received_at", "answered_at", "answer", "is_public",
        "link", "answer_link", "waive_reason",
    ]}  # fmt: skip
    client.post("/duties/messages/", everything)
    exported = b"".join(client.get("/duties/messages/?export=xlsx").streaming_content)
    found = read(world, BytesIO(exported))
    assert (found.read, found.unchanged, found.rows, found.faults) == (2, 2, [], [])


def test_the_template_offers_the_units_accounts_and_reads_back_empty(world: World) -> None:
    target = BytesIO()
    write_template(target, running_accounts(world.owner), by="", at=NOON)
    made = load_workbook(BytesIO(target.getvalue()))
    sheet = made.worksheets[0]
    assert [cell.value for cell in sheet[1]] == TITLES
    offered = {str(cell.value) for one in made.worksheets[1:] for row in one.iter_rows() for cell in row}
    offered |= {
        word for rule in sheet.data_validations.dataValidation for word in str(rule.formula1).strip('"').split(",")
    }
    assert {"示例文旅", "评论", "咨询"} <= offered
    assert read(world, BytesIO(target.getvalue())).read == 0


def test_on_the_pages_a_workbook_is_checked_confirmed_and_taken_back(world: World) -> None:
    client = client_of(world.person("operator"))
    upload = SimpleUploadedFile("示例.xlsx", book(GOOD, {**GOOD, "渠道": "信鸽"}).getvalue())
    sent = client.post("/duties/messages/import/", {"file": upload})
    page = client.get(sent["Location"])
    assert ("C3" in words(page), "将导入" in words(page), PublicMessage.objects.count()) == (True, True, 0)
    confirmed = client.post(f"{sent['Location']}confirm/")
    assert (confirmed.status_code, PublicMessage.objects.count()) == (302, 1)
    assert client_of(world.person("outsider")).get(sent["Location"]).status_code == 404
    client.post(f"{sent['Location']}undo/")
    assert PublicMessage.objects.count() == 0
    assert DutyBatch.objects.get().rows == []
