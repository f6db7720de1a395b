"""Reading (只读): odd parameters bring no further row (B24), no page writes (B25), all carry their headers (B26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse

from tests.architecture.access_matrix import ROLES, lacks, read_table
from tests.architecture.routes import routes
from tests.architecture.test_access_matrix import READ_BY_LOOKING

from . import lists
from .odd import SEED
from .reading import Reader, lent
from .sending import urlencoded

pytestmark = pytest.mark.django_db
YEAR = 31_536_000
TLS = {"SECURE_HSTS_SECONDS": YEAR, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True}
#: Written by reading, and meant to be: the log of who read what, the use of tokens, the end of a session.
TRACES = {"core_auditevent", "core_audithead", "core_tokenuse", "core_loginsession", "sqlite_sequence"}


@dataclass
class Looked:
    """What one address answered to one role."""

    route: str
    place: str
    role: str
    answer: Any
    changed: set[str]


@pytest.fixture(scope="module")
def reader(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with lent(django_db_blocker, **TLS) as one:
        yield one


@pytest.fixture(scope="module")
def looked(reader: Reader) -> list[Looked]:
    """Open every address of the matrix at every place where somebody may, as the last role that may."""
    known, found = {route.name: route for route in routes()}, []
    for (name, method, place), cells in read_table().items():
        role = next((role for role in reversed(ROLES) if cells[role] in ("in", "did")), None)
        if method != "GET" or name not in known or role is None:
            continue
        try:
            url = reader.address(known[name], place)
        except (KeyError, AttributeError):
            continue
        found.append(Looked(name, place, role, reader.read(role, url), reader.changed))
    return found


def test_odd_parameters_bring_no_row_that_the_list_does_not_show_without_them(reader):
    random, odd, more, empty = Random(SEED), 0, [], 0

    with lists.watched() as seen:
        places = list(lists.lists(reader))
        for role, url, kind in places:
            seen.asked = False
            reader.send(role, url)
            assert seen.asked, url
            base = seen.found
            empty += not base
            for asked in lists.queries(kind, random, 2_600 // len(places) + 1):
                seen.found, seen.shown = set(), set()
                answer = reader.send(role, url, query=urlencoded(asked).decode())
                odd += len(asked)
                if answer.status_code >= 500 or not seen.found <= base or not seen.shown <= base:
                    more.append((role, url, answer.status_code, asked))

    assert more == []
    assert len({urlsplit(url).path for _, url, _ in places}) > 45
    assert empty < len(places) / 2
    assert odd >= 10_000


def test_a_list_that_an_odd_parameter_opens_is_found(reader):
    role, url, kind = next(place for place in lists.lists(reader) if place[1] == "/accounts/")
    usual = kind.rows

    def opened(self: Any, request: Any) -> Any:
        rows = usual(self, request)
        return rows.model.objects.all() if "opened" in request.GET else rows

    with lists.watched() as seen, pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "rows", opened)
        reader.send(role, url)
        base = seen.found
        reader.send(role, url, query="opened=1")

    assert base
    assert seen.found - base


@pytest.mark.once
def test_no_page_writes_but_traces_of_reading(looked):
    wrote = {(one.route, table) for one in looked for table in one.changed - TRACES}

    assert sorted(pair for pair in wrote if pair[0] not in READ_BY_LOOKING) == []
    assert {route for route, _ in wrote} == READ_BY_LOOKING, "what writes is noticed"
    assert len(looked) > 600


@pytest.mark.once
def test_all_tables_stand_as_before_all_this_reading(reader, looked):
    from .reading import digests

    assert digests() == reader.before
    assert looked


@pytest.mark.once
def test_every_page_carries_its_headers_also_with_numbers_in_its_address(looked):
    bare = [(one.route, one.place, one.role, *lack) for one in looked for lack in lacking(one)]

    assert bare == []
    assert sum(one.place != "-" for one in looked) > 300


def lacking(one: Looked) -> list[tuple[str, str]]:
    """Return what the headers of an answer lack."""
    wanted = lacks("in", one.role, one.answer)
    for name, value in (
        ("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains"), ("X-Frame-Options", "DENY"),
    ):  # fmt: skip
        if one.answer.get(name) != value:
            wanted.append((name, one.answer.get(name, "")))
    return wanted


def test_a_page_without_strict_transport_is_found():
    assert "Strict-Transport-Security" in dict(lacking(Looked("x", "-", "operator", HttpResponse(), set())))
