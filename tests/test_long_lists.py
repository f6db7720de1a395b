"""The main lists take the same number of statements at 10 and at 1,000 rows; 100,000 in the long run (查询数基线)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newmedia_portal.core.access.models import Post as Held
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.transactions import unit_of_work
from reviews import actions as reviews
from tests.accounts.entries import enter
from tests.filings.making import submitted
from tests.filings.pages import client_of
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db
FEW, MANY, VERY_MANY = 10, 1_000, 100_000
#: So many statements may a list page take.
MOST = 10
AT_ONCE = 2_000


def copies(row: Model, numbers: range, vary: Callable[[int], dict[str, Any]]) -> list[Any]:
    """Store copies of a row that differ in what `vary` says of their number."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    kept = {field.attname: getattr(row, field.attname) for field in fields}
    made = [type(row)(**kept | vary(number)) for number in numbers]
    return type(row)._base_manager.bulk_create(made, batch_size=AT_ONCE)


def accounts(world: World, numbers: range) -> None:
    copies(enter(world, handle=f"shili-{numbers[0]}"), numbers, lambda n: {"name": f"示例{n}", "handle": f"many-{n}"})


def filings(world: World, numbers: range) -> None:
    row = submitted(world, platform_id=f"shili_{numbers[0]}", name=f"示例文旅{numbers[0]}")
    copies(row, numbers, lambda n: {"number": f"示例-{n}", "token": uuid4(), "title": f"示例{n}"})
    submitted(world, platform_id=f"newest_{numbers[0]}", name=f"示例新号{numbers[0]}")  # has a step and its day


def posts(world: World, numbers: range) -> None:
    row = reviews.start(world.owner, by=world.person("operator"), at=NOON)
    copies(row, numbers, lambda n: {"number": f"示例-{n}", "token": uuid4(), "title": f"示例{n}"})


def events(world: World, numbers: range) -> None:
    with unit_of_work():
        for number in numbers:
            record("login.ok", by=world.person("operator"), at=NOON, obj=world.owner, after={"number": number})


def people(world: World, numbers: range) -> None:
    made = copies(world.person("operator"), numbers, lambda n: {"username": f"many-{n}", "full_name": f"张某{n}"})
    held = [Held(user=one, unit=world.owner, role="operator", since=NOON.date()) for one in made]
    Held.objects.bulk_create(held, batch_size=AT_ONCE)


def files(world: World, numbers: range) -> None:
    row = Export(
        owner=world.person("operator"), title="示例", source="示例", fingerprint="", state="ready", asked_at=NOON,
        file_name="示例.xlsx",
    )  # fmt: skip
    copies(row, numbers, lambda n: {"title": f"示例{n}", "fingerprint": f"{n:064x}"})


@dataclass(frozen=True)
class Listed:
    """A list: its address, who reads it, what fills it."""

    path: str
    role: str
    fill: Callable[[World, range], None]

    def reader(self, world: World) -> User:
        """Return who reads it."""
        return admin(self.role) if self.role in ("auditor", "sysadmin") else world.person(self.role)


LISTS = {
    "register": Listed("/accounts/", "registrar", accounts),
    "filings": Listed("/filings/", "registrar", filings),
    "posts": Listed("/reviews/", "operator", posts),
    "audit log": Listed("/audit/", "auditor", events),
    "people": Listed("/people/", "sysadmin", people),
    "files": Listed("/exports/", "operator", files),
}


def statements(client: Client, path: str) -> tuple[int, int]:
    """Return how many statements a page takes, and how many of them count its rows (none where one page holds all)."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    counting = [one for one in seen if one["sql"].startswith("SELECT COUNT(*) FROM (SELECT") and "LIMIT" in one["sql"]]
    return len(seen) - len(counting), len(counting)


def counted(listed: Listed, number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the statements of the page at 10 rows and at `number`."""
    world = build()
    client = client_of(listed.reader(world))
    listed.fill(world, range(FEW))
    client.get(listed.path)
    few = statements(client, listed.path)
    listed.fill(world, range(FEW, number))
    return few, statements(client, listed.path)


@pytest.mark.parametrize("name", LISTS)
def test_a_thousand_rows_take_as_many_statements_as_ten(name: str) -> None:
    few, many = counted(LISTS[name], MANY)

    assert (many[0], few[1], many[1]) == (few[0], 0, 1)
    assert sum(many) <= MOST


@pytest.mark.soak
@pytest.mark.parametrize("name", LISTS)
def test_a_hundred_thousand_rows_take_as_many_statements_as_ten(name: str) -> None:
    few, many = counted(LISTS[name], VERY_MANY)

    assert (many[0], few[1], many[1]) == (few[0], 0, 1)
    assert sum(many) <= MOST
