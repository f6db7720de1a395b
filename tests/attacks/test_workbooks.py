"""Importers under attack (导入表格): mutated cells, headings and files are faults with words, never a crash."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.groups import reading as groups
from accounts.ledger import batches as ledger_batches
from accounts.ledger.reading import read_ledger
from accounts.models import MediaAccount
from assessments.actions.items import batches as item_batches
from assessments.forms.pushed import read_message
from assessments.importing.reading import read_export
from assessments.importing.register import Known
from assessments.models import ItemImport
from duties.inquiries import sheet as messages
from duties.models import DutyRoster
from duties.rosters import sheet as shifts
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.core.workdays.notice_text import read_notice
from reviews.wordlists import workbook as words
from tests.assessments.items import making
from tests.world import NOON, World, build

from . import drawing
from .books import MEANT, NOW, PIECES, bent, inner, separated, tables, workbook
from .counting import reached, share
from .odd import SEED, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LEDGER = (
    "单位名称", "账号名称", "平台类型", "账号ID", "主体名称", "开通时间", "账号链接", "分管领导", "管理员", "联系电话",
    "粉丝数", "认证情况", "状态", "备注",
)  # fmt: skip
ITEMS = ("账号名称", "平台类型", "标题", "发布时间", "链接", "原创", "阅读数", "点赞数", "转发数", "评论数")
Reader = Callable[[BytesIO], Any]


@pytest.fixture
def world(db: None) -> World:
    seed_calendar(by=None, at=NOON)
    made = build("gejiu")
    making.account(made.owner, "示例账号", handle="shili_1")
    return made


def refused(read: Callable[[], Any]) -> bool:
    """Say whether what was read is refused in Chinese words; anything else that is raised fails the test."""
    try:
        read()
    except Refused as refusal:
        words = refusal.message
    else:
        return False
    assert any("\u4e00" <= sign <= "\u9fff" for sign in words), words
    return True


def many(examples: int) -> Any:
    """Return the settings of a bounded run, the same on every machine."""
    return settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


def attack(read: Reader, headings: tuple[str, ...], drawn: int, quick: int) -> tuple[int, int]:
    """Read mutated tables, then bent files, by hypothesis and drawn quickly; return how many were read and refused."""
    answers: list[bool] = []
    whole = workbook([list(headings), ["示例"] * len(headings)]).getvalue()

    def spoilt(at: float, sort: int, more: bytes, part: int) -> None:
        book = bent(whole, at, sort, more) if part < 0 else inner(whole, part, at, sort, more)
        answers.append(refused(lambda: read(book)))

    @many(drawn)
    @given(rows=tables(headings))
    def cells(rows: list[list[Any]]) -> None:
        book = workbook(rows)
        answers.append(refused(lambda: read(book)))

    files = many(drawn)(given(at=st.floats(0, 1), sort=st.integers(0, 5), more=PIECES, part=st.integers(-9, 9))(spoilt))
    cells()
    files()
    random = Random(SEED)
    for _ in range(quick):
        book = workbook(drawing.table(random, headings))
        answers.append(refused(lambda: read(book)))  # noqa: B023 - called at once
        spoilt(random.random(), random.randint(0, 5), drawing.bytes_of(random, MEANT), random.randint(-9, 9))
    return answers.count(False), answers.count(True)


def readers(world: World) -> Iterator[tuple[str, tuple[str, ...], Reader]]:
    """Yield the readers of workbooks with their headings."""
    accounts = MediaAccount.objects.filter(unit=world.owner)
    roster = DutyRoster.objects.create(
        unit=world.owner, root=world.root, edition=world.edition, started_on=NOON.date(),
        created_by=world.cast["operator"], created_at=NOON,
    )  # fmt: skip
    yield "ledger", LEDGER, lambda book: read_ledger(book, today=NOW.date())
    yield "items", ITEMS, lambda book: read_export(book, account=None, known=Known(accounts), at=NOW)
    yield "messages", messages.KNOWN, lambda book: messages.read_messages(book, world.owner, accounts, at=NOW)
    yield "shifts", shifts.KNOWN, lambda book: shifts.read_shifts(book, roster)
    yield "words", tuple(words.TITLES.values()), words.read
    yield "members", tuple(names[0] for names in groups.COLUMNS.values()), groups.read_workbook


def test_mutated_workbooks_are_read_or_refused_in_words(world):
    drawn, quick = share(50, "workbooks"), share(250, "workbooks")

    told = {name: attack(read, headings, drawn, quick) for name, headings, read in readers(world)}

    assert {name: sum(counts) for name, counts in told.items()} == dict.fromkeys(told, 2 * (drawn + quick))
    assert all(read > quick / 8 for read, _ in told.values()), told
    assert sum(no for _, no in told.values()) > quick
    reached("workbooks", sum(map(sum, told.values())))


def test_pasted_tables_are_read_or_refused_in_words(world):
    headings, commas = ("姓名", "单位及职务", "日期", "节日", "休或班"), (",", "\t", "，", ";", " ")
    random, tried = Random(SEED), 0

    def read(text: str) -> None:
        nonlocal tried
        for reader in (groups.read_text, lambda text: read_notice(text, 2027)):
            refused(lambda: reader(text))  # noqa: B023 - called at once
            tried += 1

    @many(share(200, "pasted"))
    @given(rows=tables(headings), comma=st.sampled_from(commas), odd=st.sampled_from(TEXTS))
    def pasted(rows: list[list[Any]], comma: str, odd: str) -> None:
        read(separated([*rows, [odd]], comma))

    pasted()
    for _ in range(share(1_200, "pasted")):
        read(separated([*drawing.table(random, headings), [drawing.text(random)]], random.choice(commas)))
    reached("pasted", tried)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(TEXTS), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(TEXTS), inner, max_size=3)),
    max_leaves=6,
)
PUSHED = (
    "account", "platform", "title", "published_at", "published_on", "url", "link", "reads", "likes", "original", "id",
    "handle", "comments",
)  # fmt: skip


def test_pushed_json_of_any_types_is_read_or_refused_in_words(world):
    item = st.dictionaries(st.sampled_from(PUSHED), JSON, max_size=8)
    sent = st.one_of(
        JSON, st.fixed_dictionaries({"items": st.one_of(JSON, st.lists(item, max_size=3))}, optional={"complete": JSON})
    )

    random, tried = Random(SEED), 0

    def read(content: Any) -> None:
        nonlocal tried
        told = json.loads(json.dumps(content))
        refused(lambda: read_message(told, unit=world.owner, origin="api:1"))
        tried += 1

    @many(share(400, "pushed"))
    @given(content=sent)
    def pushed(content: Any) -> None:
        read(content)

    pushed()
    for _ in range(share(3_700, "pushed")):
        read(drawing.pushed(random, PUSHED))
    reached("pushed", tried)


def test_mutated_ledgers_and_exports_are_imported_as_far_as_they_are_good(world):
    reached("imports", ledgers(world) + exports(world))
    assert (MediaAccount.objects.count(), ItemImport.objects.count()) == (1, 0)


def ledgers(world: World) -> int:
    tried = 0

    @many(share(60, "imports"))
    @given(rows=tables(LEDGER))
    def imported(rows: list[list[Any]]) -> None:
        file = SimpleUploadedFile("台账.xlsx", workbook(rows).getvalue())
        with transaction.atomic():
            refused(lambda: import_ledger(world, file))
            transaction.set_rollback(True)
        nonlocal tried
        tried += 1

    imported()
    return tried


def import_ledger(world: World, file: SimpleUploadedFile) -> None:
    by = world.person("operator")
    batch = ledger_batches.upload(file, unit=world.owner, by=by, at=NOW)
    ledger_batches.confirm(batch, mode="good_rows", by=by, at=NOW)


def exports(world: World) -> int:
    one, tried = MediaAccount.objects.get(), 0

    @many(share(60, "imports"))
    @given(rows=tables(ITEMS))
    def imported(rows: list[list[Any]]) -> None:
        file = SimpleUploadedFile("导出.xlsx", workbook(rows).getvalue())
        with transaction.atomic():
            refused(lambda: import_items(world, one, file))
            transaction.set_rollback(True)
        nonlocal tried
        tried += 1

    imported()
    return tried


def import_items(world: World, one: MediaAccount, file: SimpleUploadedFile) -> None:
    by, until = world.person("operator"), NOW.date()
    batch = item_batches.upload(file, unit=world.owner, account=one, by=by, at=NOW)
    period = (until - timedelta(days=30), until)
    item_batches.confirm(batch, mode="good_rows", period=period, figures_on=until, by=by, at=NOW)


def test_a_file_that_names_somebody_elses_account_is_told_what_one_is_told_that_names_nothing(world):
    making.account(world.foreign, "远处账号", handle="yuanchu_1")
    row = ["微博", "示例信息", "2026-09-17", "https://weibo.com/123", "是", 1, 1, 1, 1]

    def faults(name: str) -> list[str]:
        file = SimpleUploadedFile("导出.xlsx", workbook([list(ITEMS), [name, *row]]).getvalue())
        batch = item_batches.upload(file, unit=world.owner, account=None, by=world.person("operator"), at=NOW)
        return [str(fault).replace(name, "#") for fault in batch.faults]

    hidden, missing, own = (faults(name) for name in ("远处账号", "没有账号", "示例账号"))

    assert hidden == missing != []
    assert own == []
