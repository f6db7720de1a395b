"""The index is right at once, whoever writes in whatever way, and comes back with the transaction."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_due
from newmedia_portal.core.search import triggers
from newmedia_portal.core.search.finding import search
from newmedia_portal.core.search.models import SearchEntry, SearchMark
from newmedia_portal.core.search.query import query_of
from newmedia_portal.core.search.registry import source_of
from newmedia_portal.core.search.upkeep import AT_ONCE, RANGE, catch_up, set_up
from newmedia_portal.core.transactions import unit_of_work

from ..ground import AT, person, unit
from .naming import found, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def top(db: None) -> Unit:
    return unit("示例组织")


@pytest.fixture
def reader(top: Unit) -> User:
    made = person("张某一", top, "observer")
    catch_up()
    return made


def shown(user: User, typed: str) -> list[str]:
    """Return the names of the units that somebody finds."""
    owners = [pk for one in search(user, query_of(typed), only="unit") for pk in one.owners]
    return [Unit.objects.get(pk=pk).name for pk in owners]


def below(top: Unit, name: str) -> Unit:
    with unit_of_work():
        return coded(name, top)


def coded(name: str, top: Unit) -> Unit:
    made = Unit(code=f"c{Unit.objects.count()}", name=name, parent=top)
    made.save()
    return made


def test_a_new_name_is_found_as_soon_as_it_is_written_and_nothing_waits(reader: User, top: Unit) -> None:
    below(top, "东城宣传中心")

    assert shown(reader, "宣传") == ["东城宣传中心"]
    assert not SearchMark.objects.exists()


def test_within_the_unit_of_work_itself_what_was_written_is_found(reader: User, top: Unit) -> None:
    with unit_of_work():
        coded("东城宣传中心", top)

        assert shown(reader, "宣传") == ["东城宣传中心"]


def test_a_changed_name_is_found_and_the_old_one_is_not(reader: User, top: Unit) -> None:
    made = below(top, "东城宣传中心")
    with unit_of_work():
        made.name = "东城教育中心"
        made.save()

    assert (shown(reader, "教育"), shown(reader, "宣传"), found("宣传")) == (["东城教育中心"], [], [])


def change_by_save(made: Unit) -> None:
    made.name = "西山税务所"
    made.save()


def change_by_update(made: Unit) -> None:
    Unit.objects.filter(pk=made.pk).update(name="西山税务所")


def change_by_bulk_update(made: Unit) -> None:
    made.name = "西山税务所"
    Unit.objects.bulk_update([made], ["name"])


def change_by_hand(made: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_unit SET name = %s WHERE id = %s", ["西山税务所", made.pk])


@pytest.mark.parametrize("change", [change_by_save, change_by_update, change_by_bulk_update, change_by_hand])
@pytest.mark.parametrize("inside", [True, False], ids=["in a unit of work", "past it"])
def test_no_way_of_writing_escapes(reader: User, top: Unit, change: Any, inside: bool) -> None:
    made = below(top, "东城宣传中心")
    if inside:
        with unit_of_work():
            change(made)
    else:
        change(made)

    assert SearchMark.objects.exists() is not inside
    assert (shown(reader, "税务"), shown(reader, "宣传")) == (["西山税务所"], [])
    catch_up()
    assert (shown(reader, "税务"), shown(reader, "宣传")) == (["西山税务所"], [])


def test_what_is_deleted_leaves_the_index(reader: User, top: Unit) -> None:
    kept, gone, raw = (below(top, f"东城宣传{n}中心") for n in "一二三")
    with unit_of_work():
        Unit.objects.filter(pk=gone.pk).delete()
        Unit.objects.filter(pk=raw.pk)._raw_delete("default")

    assert shown(reader, "宣传") == [kept.name]
    assert list(SearchEntry.objects.filter(source="unit", text__contains="宣传").values_list("row", flat=True)) == [
        kept.pk
    ]


def test_a_taken_back_transaction_takes_its_entries_along(reader: User, top: Unit) -> None:
    made = below(top, "东城宣传中心")

    def whole() -> None:
        with unit_of_work():
            made.name = "东城教育中心"
            made.save()
            coded("西山教育中心", top)
            assert len(shown(reader, "教育")) == 2
            raise ZeroDivisionError

    def inner() -> None:
        with transaction.atomic():
            Unit.objects.filter(pk=made.pk).update(name="东城教育中心")
            raise ZeroDivisionError

    def part() -> None:
        with unit_of_work(), suppress(ZeroDivisionError):
            inner()

    with pytest.raises(ZeroDivisionError):
        whole()
    part()

    assert (shown(reader, "教育"), shown(reader, "宣传")) == ([], ["东城宣传中心"])
    assert not SearchMark.objects.exists()


def test_other_columns_cost_the_index_nothing(reader: User, top: Unit) -> None:
    made = below(top, "东城宣传中心")
    Unit.objects.filter(pk=made.pk).update(region="示例市")
    made.contact_phone = "0000-1"
    made.save()

    assert not SearchMark.objects.exists()


def test_a_large_load_waits_for_the_job_and_is_found_meanwhile(reader: User, top: Unit) -> None:
    with unit_of_work():
        Unit.objects.bulk_create(
            Unit(code=f"l{n}", name=f"云台{n}号宣传站", parent=top, root=top, depth=1, path=f"{top.path}{n:06d}/")
            for n in range(AT_ONCE + 1)
        )

    assert SearchMark.objects.count() == AT_ONCE + 1
    assert shown(reader, "云台77号") == ["云台77号宣传站"]
    assert shown(reader, "yt1234hxcz") == ["云台1234号宣传站"]
    assert "search.catch_up" in run_due(at=AT)
    drain(now=lambda: AT)
    assert not SearchMark.objects.exists()
    assert SearchEntry.objects.filter(source="unit").count() == Unit.objects.count()
    assert shown(reader, "云台77号") == ["云台77号宣传站"]


def test_rows_that_were_there_before_are_indexed_by_ranges(db: None) -> None:
    top = plant([])
    far = Unit(pk=top.pk + RANGE * 3, code="far", name="东城宣传中心", parent=top)
    far.save()
    SearchEntry.objects.all().delete()
    SearchMark.objects.all().delete()
    SearchEntry.objects.create(source="unit", row=99, kind="unit", owner=99, text="\n没有\n", grams={1})
    unit_source = source_of("unit")
    assert unit_source is not None
    triggers.remove(connection, "unit")

    with CaptureQueriesContext(connection) as queries:
        done = set_up()

    inserts = [query["sql"] for query in queries if query["sql"].startswith("INSERT INTO core_searchmark")]
    assert done == ["unit"]
    assert len(inserts) >= 3
    assert all("BETWEEN" in sql for sql in inserts)
    assert triggers.present(connection).issuperset(triggers.names_of(unit_source))
    catch_up()
    assert found("宣传") == [far.pk]
    assert not SearchEntry.objects.filter(source="unit", row=99).exists()
    assert set_up() == []


def test_the_full_text_table_comes_back_after_rows_were_written_past_its_triggers(reader: User, top: Unit) -> None:
    made = below(top, "东城宣传中心")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_searchgrams (core_searchgrams) VALUES ('delete-all')")
        assert found("宣传") == []

    triggers.rebuild_full_text(connection)

    assert found("宣传") == [made.pk]


def test_the_pieces_are_read_back_alike_on_every_database(reader: User, top: Unit) -> None:
    made = below(top, "东城宣传中心")
    pieces = SearchEntry.objects.get(source="unit", row=made.pk).grams

    assert pieces == sorted(set(pieces))
    SearchEntry.objects.filter(source="unit", row=made.pk).update(grams=pieces)
    assert SearchEntry.objects.get(source="unit", row=made.pk).grams == pieces
    assert found("宣传") == [made.pk]
