"""What every address must withstand: forged forms and odd parameters (安全)."""

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from .access_matrix import Asker, kept_stage, read_table
from .matrix_world import ROLES, set_the_stage
from .routes import routes

# Rights are asked in the same words on every database; lists, scopes and reading are compared on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = read_table()
ALL = routes()
BY_NAME = {route.name: route for route in ALL}
WRITES = sorted({key[0] for key, cells in TABLE.items() if key[1] == "POST" and set(cells.values()) - {"405", "login"}})
READS = sorted({key[0] for key, cells in TABLE.items() if key[1] == "GET" and {"in", "did"} & set(cells.values())})
LISTS = [name for name in READS if name.endswith(":list") or name in ("todo", "calendar:count", "accounts:recognise")]
LONG = "%E9%95%BF" * 350_000  # a megabyte of 长 in UTF-8
ODD = {
    "NUL": b"a%00b",
    "lone surrogate": b"%ED%A0%80",
    "broken bytes": b"%FF%FE%C0%AF",
    "a character beyond the basic plane": quote_from_bytes("𠮷𪚥".encode()).encode(),
    "a huge number": b"9" * 400,
    "a negative number": b"-1",
    "a fraction": b"1e308",
    "full-width digits": quote_from_bytes("１２３".encode()).encode(),
    "quotes and wildcards": b"%27%22%25_%5C--%3B",
    "a list of nothing": b"",
    "an impossible day": b"2026-02-31",
    "a day beyond the calendar": b"9999-12-31",
    "markup": b"%3Cscript%3Ealert(1)%3C/script%3E",
}
WORST = ("NUL", "lone surrogate", "a huge number", "an impossible day", "quotes and wildcards")
USUAL = ("q", "page", "after", "before", "sort", "order", "cols", "columns", "size", "state", "kind", "platform")


@pytest.fixture(scope="module")
def asker(django_db_setup, django_db_blocker) -> Iterator[Asker]:
    logging.disable(logging.CRITICAL)
    with kept_stage(django_db_blocker, set_the_stage) as one:
        yield one
    logging.disable(logging.NOTSET)


def who_may(name: str, method: str) -> tuple[str, str]:
    """Return a place and a role at which the route answers."""
    for key, cells in TABLE.items():
        if key[:2] == (name, method):
            for role in reversed(ROLES):
                if cells[role] in ("in", "did"):
                    return key[2], role
    return next(key[2] for key in TABLE if key[:2] == (name, method)), "sysadmin"


def forgeries(client: Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the four ways in which another site may send a form in the name of its reader."""
    client.cookies.pop("csrftoken", None)
    yield "no token and no cookie", {}
    client.cookies["csrftoken"] = _get_new_csrf_string()
    yield "no token", {}
    yield "a token of another reader", {"HTTP_X_CSRFTOKEN": _get_new_csrf_string()}
    own = client.cookies["csrftoken"].value
    yield "the right token from another site", {"HTTP_X_CSRFTOKEN": own, "HTTP_ORIGIN": "https://example.com"}


def refusal_of(name: str) -> int:
    """What carries a key or token of its own instead of a session: a form in the name of its reader has none.

    The way out by CAS carries the ticket that ends, which no other site knows; it is not there while CAS is not set.
    """
    if name == "sso:cas":
        return 404
    return 401 if name == "api-items" or name.startswith("api:") else 403


@pytest.mark.parametrize("name", WRITES)
def test_a_forged_form_is_refused(asker, name):
    route, (place, role) = BY_NAME[name], who_may(name, "POST")
    client = Client(enforce_csrf_checks=True)
    if asker.stage.users[role] is not None:
        client.force_login(asker.stage.users[role])

    for what, headers in forgeries(client):
        answer = client.post(asker.address(route, place), **headers)

        assert (what, answer.status_code) == (what, refusal_of(name))


@pytest.mark.parametrize("name", READS)
def test_odd_parameters_break_no_page(asker, name):
    role, url = readable(asker, name)
    names = sorted({*USUAL, *asked_for(asker, role, url)})

    answers = {
        what: asker.send(role, url, query="&".join(f"{parameter}={value.decode()}" for parameter in names)).status_code
        for what, value in ODD.items()
    }

    assert {what: status for what, status in answers.items() if status >= 500 and name != "readyz"} == {}


@pytest.mark.parametrize("name", LISTS)
def test_each_parameter_of_a_list_may_be_odd(asker, name):
    role, url = readable(asker, name)
    broken = []

    for parameter in sorted({*USUAL, *asked_for(asker, role, url)}):
        for what in WORST:
            answer = asker.send(role, url, query=f"{parameter}={ODD[what].decode()}")
            broken += [(parameter, what)] if answer.status_code >= 500 else []

    answer = asker.send(role, url, query=f"q={LONG}")
    broken += [("q", "a megabyte")] if answer.status_code >= 500 else []

    assert broken == []


def readable(asker: Asker, name: str) -> tuple[str, str]:
    """Return somebody who may open a page, and its address."""
    place, role = who_may(name, "GET")
    return role, asker.address(BY_NAME[name], place)


def asked_for(asker: Asker, role: str, url: str) -> set[str]:
    """Return the names of the fields in the forms of a page that search."""
    page = asker.send(role, url)
    if page.streaming or "html" not in page.get("Content-Type", ""):
        return set()
    forms = re.findall(r"<form[^>]*method=\"get\".*?</form>", page.content.decode(), re.S)
    return set(re.findall(r"name=\"([^\"]+)\"", "".join(forms)))


def test_there_are_addresses_to_try():
    assert {"filings:list", "accounts:list", "units:list"} <= set(READS)
    assert len(WRITES) > 20
