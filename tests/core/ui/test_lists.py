"""List pages: keyset paging, filters with chips, columns, counts, exports."""

import io
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.ui.lists import Keyset, Order
from newmedia_portal.core.ui.lists import many as long_lists

from .urls import UnitList

ORDERS = ["-pk", "pk", "name", "-name", "closed_on", "-closed_on", "depth", "-depth", "parent__name", "-parent__name"]
GARBAGE = [
    "x", "%00", "AAAA", "W10", "WyJcdTAwMDAiLDFd", "WzEsOTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "WyJhIiwtMV0", "_" * 5000,
    "WzEsdHJ1ZV0", "W251bGwsbnVsbF0", "W1tdLDFd", "W3t9LDFd", "WzFlOTk5LDFd",
]  # fmt: skip


@pytest.fixture
def many(unit: Unit) -> list[Unit]:
    """Twenty-three units with ties and empty values: some below the person's unit, some elsewhere."""
    rows = [
        Unit(
            code=f"U-{n}",
            name=f"示例{n if n % 5 else n % 4}",
            parent=unit if n % 5 else None,
            root=unit if n % 5 else None,
            path=f"{unit.path}9{n:05d}/" if n % 5 else f"9{n:05d}/",
            depth=n % 3,
            kind="bureau" if n % 2 else "school",
            closed_on=date(2026, 1, 1 + n % 3) if n % 3 else None,
        )
        for n in range(22)
    ]
    return Unit.objects.bulk_create(rows)


def walk(order: str, size: int, *, backwards: bool = False) -> list[int]:
    """Return the keys of all rows, page by page."""
    keyset = Keyset(Unit.objects.all(), Order.read(order), size)
    page = keyset.page(last=backwards)
    pages = [[row.pk for row in page.rows]]
    for _ in range(100):
        cursor = page.before if backwards else page.after
        if not cursor:
            break
        page = keyset.page(before=cursor) if backwards else keyset.page(after=cursor)
        pages.append([row.pk for row in page.rows])
    return [pk for part in (reversed(pages) if backwards else pages) for pk in part]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 4, 23, 50])
def test_walking_forwards_meets_every_row_once_in_the_order_of_the_database(
    many: list[Unit], order: str, size: int
) -> None:
    expected = [row.pk for row in Keyset(Unit.objects.all(), Order.read(order), size).ordered()]

    assert walk(order, size) == expected


@pytest.mark.parametrize("order", ORDERS)
def test_walking_back_from_the_end_meets_the_same_rows(many: list[Unit], order: str) -> None:
    keyset = Keyset(Unit.objects.all(), Order.read(order), 1)

    assert walk(order, 1, backwards=True) == [row.pk for row in keyset.ordered()]


def test_going_back_one_page_returns_to_the_same_rows(many: list[Unit]) -> None:
    keyset = Keyset(Unit.objects.all(), Order.read("name"), 4)
    first = keyset.page()
    second = keyset.page(after=first.after)
    third = keyset.page(after=second.after)

    back = keyset.page(before=third.before)

    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]


def test_going_back_to_a_short_first_page_shows_the_whole_first_page(many: list[Unit]) -> None:
    keyset = Keyset(Unit.objects.all(), Order.read("pk"), 4)
    first = keyset.page()
    second = keyset.page(after=first.after)
    without_first = Keyset(Unit.objects.exclude(pk=first.rows[0].pk), Order.read("pk"), 4)

    back = without_first.page(before=second.before)

    assert [row.pk for row in back.rows] == [row.pk for row in without_first.page().rows]
    assert back.is_first


def test_a_page_costs_one_query_without_offset(many: list[Unit]) -> None:
    keyset = Keyset(Unit.objects.all(), Order.read("name"), 4)
    after = keyset.page().after

    with CaptureQueriesContext(
        connection,
    ) as queries:
        keyset.page(after=after)

    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"]


@pytest.mark.parametrize("order", ["name", "closed_on", "depth", "pk"])
def test_a_cursor_that_no_page_gave_out_leads_to_the_first_page(many: list[Unit], order: str) -> None:
    keyset = Keyset(Unit.objects.all(), Order.read(order), 4)
    first = [row.pk for row in keyset.page().rows]

    pages = [keyset.page(**{name: cursor}) for cursor in GARBAGE for name in ("after", "before")]

    assert [[row.pk for row in page.rows] for page in pages] == [first] * len(pages)


@pytest.mark.parametrize(
    "params",
    [
        {"q": "a\x00b"}, {"parent": "9" * 40}, {"parent": "-1"}, {"closed": "9" * 30}, {"authority": "maybe"},
        {"kind": ["bureau", "nonsense"]}, {"sort": "password"}, {"sort": "-"}, {"p": "9" * 30, "after": "x"},
        {"q": "%_\\'\""}, {"q": "长" * 5000}, {"last": "2"}, {"columns": "x"}, {"export": "exe"},
    ],
)  # fmt: skip
def test_odd_parameters_are_harmless(signed_in: Client, many: list[Unit], params: dict[str, str]) -> None:
    assert signed_in.get("/list/", params).status_code == 200


def test_a_chip_names_each_filter_and_takes_only_itself_away(signed_in: Client, many: list[Unit]) -> None:
    answer = signed_in.get("/list/", {"q": "示例", "kind": ["bureau", "school"], "sort": "name", "after": "x"})
    chips = {(chip.label, chip.text): chip.url for chip in answer.context["chips"]}

    assert list(chips) == [("名称", "示例"), ("单位类别", "局"), ("单位类别", "学校")]
    assert chips["单位类别", "局"] == "?q=%E7%A4%BA%E4%BE%8B&kind=school&sort=name"
    assert chips["名称", "示例"] == "?kind=bureau&kind=school&sort=name"


def test_filters_apply_to_the_whole_list(signed_in: Client, many: list[Unit]) -> None:
    visible = Unit.objects.exclude(parent=None).filter(kind="bureau")

    answer = signed_in.get("/list/", {"kind": "bureau"})

    assert answer.context["count"] == str(visible.count())


def test_a_faulty_filter_is_named_and_the_page_says_so(signed_in: Client, many: list[Unit]) -> None:
    page = signed_in.get("/list/", {"closed": "明天"}).content.decode()

    assert 'data-testid="error-summary"' in page
    assert "<title>有错误 · 单位" in page


@pytest.mark.parametrize(("rows", "count"), [(1, 7), (3, 7), (40, 7), (60, 8), (160, 8)])
def test_a_list_takes_the_same_queries_whatever_its_length(
    signed_in: Client, unit: Unit, rows: int, count: int
) -> None:
    """The eighth counts the rows, where there are more than one page; one asks for saved views."""
    Unit.objects.bulk_create(
        Unit(code=f"Q-{n}", name=f"示例单位{n}", parent=unit, root=unit, path=f"{unit.path}9{n:05d}/", depth=1)
        for n in range(rows)
    )
    signed_in.get("/big-list/")

    with CaptureQueriesContext(connection) as queries:
        signed_in.get("/big-list/")

    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "DECLARE"}
    assert len(queries) == count


def test_counting_stops_at_ten_thousand(many: list[Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newmedia_portal.core.ui.lists.page.MOST_COUNTED", 20)
    view = UnitList()
    page = Keyset(Unit.objects.all(), Order(), 5).page()

    assert view._count(Unit.objects.all(), page, "these") == "20+"


def test_a_long_list_is_not_counted_again_for_a_minute(many: list[Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newmedia_portal.core.ui.lists.page.MOST_COUNTED", 20)
    now = [1000.0]
    monkeypatch.setattr("newmedia_portal.core.ui.lists.many.time.monotonic", lambda: now[0])
    view, rows = UnitList(), Unit.objects.all()
    page = Keyset(rows, Order(), 5).page()

    def counted(question: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert view._count(rows, page, question) == "20+"
        return len(queries)

    assert [counted("one list"), counted("one list"), counted("another list")] == [1, 0, 1]
    now[0] += 61
    assert counted("one list") == 1


def test_of_an_address_as_long_as_can_be_little_is_kept() -> None:
    long_lists.keep_as_many(("/accounts/", 1, tuple((f"x{n}", ("长\ud800" * 200,)) for n in range(1000))))

    assert max(map(len, long_lists._until)) == 32


def test_an_exact_number_is_counted_each_time(many: list[Unit]) -> None:
    view, rows = UnitList(), Unit.objects.all()
    page = Keyset(rows, Order(), 5).page()
    first = view._count(rows, page, "exact")
    Unit.objects.create(code="one-more", name="又一个单位")

    assert int(view._count(rows, page, "exact")) == int(first) + 1


def test_columns_are_remembered_for_the_session(signed_in: Client, many: list[Unit]) -> None:
    answer = signed_in.post("/list/?sort=name", {"columns": ["depth", "is_authority", "evil"]})
    shown = signed_in.get("/list/").context["heads"]

    assert answer["Location"] == "/list/?sort=name"
    assert [head.label for head in shown] == ["单位名称", "层级", "备案机关"]


def test_the_export_holds_exactly_what_the_list_shows(signed_in: Client, many: list[Unit], unit: Unit) -> None:
    Unit.objects.create(code="F-1", name="=1+1", parent=unit, kind="bureau")
    signed_in.post("/list/", {"columns": ["depth"]})
    page = signed_in.get("/list/", {"kind": "bureau", "sort": "name"})
    url = unescape(re.search(r'href="([^"]+)" data-testid="export"', page.content.decode())[1])

    answer = signed_in.get(f"/list/{url}")

    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    expected = Unit.objects.filter(parent=unit, kind="bureau").order_by("name")
    assert rows[1][:2] == ("单位名称", "层级")
    assert [row[0] for row in rows[2:]] == [row.name for row in expected]
    assert AuditEvent.objects.filter(action="export.made").count() == 1


def test_names_are_escaped_in_every_place(signed_in: Client, unit: Unit) -> None:
    Unit.objects.create(code='"><i>', name='<script>"x"</script>', parent=unit)

    page = signed_in.get("/list/").content.decode()

    assert '<script>"x"' not in page
    assert "&lt;script&gt;&quot;x&quot;&lt;/script&gt;" in page


def test_an_empty_list_says_why(signed_in: Client, unit: Unit) -> None:
    page = signed_in.get("/list/", {"q": "没有的名称"}).content.decode()

    assert "没有符合条件的记录" in page


def test_a_list_without_a_hit_does_not_say_that_nothing_is_there(
    signed_in: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnitList, "empty", ("还没有单位", "请先登记。", "/list/add/", "登记"))

    page = signed_in.get("/list/", {"q": "没有的名称"}).content.decode()

    assert "没有符合条件的记录" in page
    assert "还没有单位" not in page


def test_a_later_page_names_its_number_in_the_title(signed_in: Client, many: list[Unit], unit: Unit) -> None:
    for n in range(12):
        Unit.objects.create(code=f"P-{n}", name=f"第{n}", parent=unit)
    first = signed_in.get("/list/?sort=name")

    second = signed_in.get(f"/list/{first.context['links']['after']}").content.decode()

    assert "<title>单位 第 2 页" in second
    assert "第 2 页</span>" in second


def test_the_view_needs_no_row_to_know_its_heads(rf: RequestFactory) -> None:
    assert [column.code for column in UnitList.columns if column.sort] == ["name", "depth", "closed_on", "parent"]
