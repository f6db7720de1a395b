"""Telling many reposts by a workbook: the template, faults at their cells, all or nothing."""

from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from duties.models import RepostTask
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.making import ORIGINAL, POST, account, furnished, issued
from tests.filings.pages import client_of, words
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
HEAD = ["编号", "账号名称", "平台", "主办单位", "转发链接", "转发日期", "转发时间"]


@pytest.fixture
def world() -> World:
    """An organisation whose owner unit has four accounts."""
    seed_calendar(by=None, at=NOON)
    made = furnished()
    for n in (2, 3, 4):
        account(made.owner, f"示例文旅{n}号")
    return made


def book(*rows: list[Any]) -> SimpleUploadedFile:
    """Return a workbook with the template's head and these rows."""
    workbook, stream = Workbook(), BytesIO()
    for row in (HEAD, *rows):
        workbook.active.append(row)
    workbook.save(stream)
    return SimpleUploadedFile("登记转发.xlsx", stream.getvalue())


def pks(task: RepostTask, world: World) -> list[int]:
    return list(task.targets.filter(unit=world.owner).order_by("pk").values_list("pk", flat=True))


def payload(page: Any) -> str:
    return page.content.decode().split('name="payload" value="')[1].split('"')[0]


def test_the_template_holds_the_units_open_accounts_and_comes_back_filled(world: World) -> None:
    task = issued(world)
    client = client_of(world.person("operator"))
    stream = BytesIO(client.get(f"/duties/reposts/{task.pk}/template/").content)
    workbook = load_workbook(stream)
    sheet = workbook.active
    assert [cell.value for cell in sheet[1]] == HEAD
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == pks(task, world)

    sheet["E2"], sheet["F2"], sheet["G2"] = POST, date(2026, 9, 18), "9:30"
    sheet["E3"], sheet["F3"], sheet["G3"] = f"{POST}-2", "2026年9月18日", time(10, 0)
    sheet["E4"], sheet["F4"] = f"{POST}-3", "2026.9.18"
    filled = BytesIO()
    workbook.save(filled)
    upload = SimpleUploadedFile("登记转发.xlsx", filled.getvalue())
    page = client.post(f"/duties/reposts/{task.pk}/batch/", {"file": upload})
    counts = [f'data-testid="count-{name}">{n}' for name, n in (("told", 3), ("faults", 0), ("empty", 1))]
    assert [count in page.content.decode().replace("\n", "") for count in counts] == [True] * 3
    assert task.targets.filter(state="done").count() == 0

    client.post(f"/duties/reposts/{task.pk}/batch/confirm/", {"payload": payload(page)})
    told = task.targets.filter(state="done").order_by("pk")
    assert [(one.link, f"{one.posted_at:%H:%M}") for one in told] == [
        (POST, "01:30"), (f"{POST}-2", "02:00"), (f"{POST}-3", "16:00"),
    ]  # fmt: skip


def test_every_fault_names_its_cell_and_the_good_rows_may_go_on(world: World) -> None:
    task = issued(world)
    one, two, three, four = pks(task, world)
    strange = task.targets.get(unit=world.foreign).pk
    rows = [
        [one, "", "", "", POST, "2026-09-18", ""],
        [two, "", "", "", POST, "2026-09-18", ""],
        [two, "", "", "", ORIGINAL, "2026-09-18", ""],
        [three, "", "", "", f"{POST}-3", "去年春天", ""],
        [three, "", "", "", f"{POST}-3", "2099-09-18", ""],
        [four, "", "", "", f"{POST}-4", "2026-09-18", "一早"],
        [strange, "", "", "", f"{POST}-5", "2026-09-18", ""],
        [one, "", "", "", f"{POST}-6", "2026-09-18", ""],
        ["不知", "", "", "", f"{POST}-7", "2026-09-18", ""],
        [four, "", "", "", "", "2026-09-18", ""],
    ]
    page = client_of(world.person("operator")).post(f"/duties/reposts/{task.pk}/batch/", {"file": book(*rows)})
    text = words(page)
    cells = [cell for cell in ("E3", "E4", "F5", "F6", "G7", "A8", "A9", "A10", "E11") if f" {cell} " in text]
    assert cells == ["E3", "E4", "F5", "F6", "G7", "A8", "A9", "A10", "E11"]
    client_of(world.person("operator")).post(f"/duties/reposts/{task.pk}/batch/confirm/", {"payload": payload(page)})
    assert list(task.targets.filter(state="done").values_list("pk", flat=True)) == [one]


def test_a_file_that_is_no_template_is_refused(world: World) -> None:
    task = issued(world)
    client = client_of(world.person("operator"))
    workbook, stream = Workbook(), BytesIO()
    workbook.active.append(["名称", "地址"])
    workbook.save(stream)
    for content, said in ((b"no workbook", "不是 Excel 文件"), (stream.getvalue(), "没有找到“编号”")):
        answer = client.post(f"/duties/reposts/{task.pk}/batch/", {"file": SimpleUploadedFile("a.xlsx", content)})
        assert (answer.status_code, said in words(answer)) == (422, True)


def test_what_was_checked_serves_its_writer_and_its_task_alone(world: World) -> None:
    task, other = issued(world), issued(world, title="示例另一条")
    client = client_of(world.person("operator"))
    rows = [[pks(task, world)[0], "", "", "", POST, "2026-09-18", ""]]
    checked = payload(client.post(f"/duties/reposts/{task.pk}/batch/", {"file": book(*rows)}))
    for person, where, sent in (
        ("operator", other, checked),
        ("child", task, checked),
        ("operator", task, checked[:-1] + ("B" if checked.endswith("A") else "A")),
        ("operator", task, ""),
    ):
        client_of(world.person(person)).post(f"/duties/reposts/{where.pk}/batch/confirm/", {"payload": sent})
    assert (task.targets.filter(state="done").count(), other.targets.filter(state="done").count()) == (0, 0)


def test_nobody_without_open_accounts_finds_the_pages(world: World) -> None:
    task = issued(world)
    found = {
        role: client_of(world.person(role)).get(f"/duties/reposts/{task.pk}/batch/").status_code for role in world.cast
    }
    assert {role for role, status in found.items() if status == 200} == {"operator", "child", "outsider"}
