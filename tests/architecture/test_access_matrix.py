"""Every address × every role × every place of its object answers as the checked-in table says (访问矩阵).

After a deliberate change: ACCESS_MATRIX_WRITE=1 pytest tests/architecture/test_access_matrix.py writes the table anew
(with -k "units or written" only the rows of those routes); read its difference before committing it.
"""

import logging
import os
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import RegexPattern, URLResolver

from newmedia_portal.core.access.guard import PUBLIC, guard

from .access_matrix import METHODS, Asker, kept_stage, lacks, places_of, read_table, write_table
from .matrix_world import ADMINS, POSTS, ROLES, set_the_stage
from .routes import Route, routes

# Rights are asked in the same words on every database; lists, scopes and reading are compared on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

ALL = routes()
TABLE = read_table()
# Opening a message marks it as read, by its link too; a calendar program leaves the day on which it read. Nothing else
# is changed by looking.
READ_BY_LOOKING = {"messages:open", "messages:link", "messages:feed"}
PUBLIC_ROUTES = {
    "sso:oidc",
    "sso:oidc-back",
    "sso:cas",
    "sso:ldap",
    "login",
    "logout",
    "logged-out",
    "display",
    "verify",
    "verify-json",
    "impostor-report",
    "impostor-receipt",
    "messages:feed",
    "healthz",
    "readyz",
    "metrics",
    "api-items",
    "api:openapi",
    "api:docs",
}
OWN_UNIT_ONLY = ("operator", "head", "deputy", "chief", "editor")


@pytest.fixture(scope="module")
def asker(django_db_setup, django_db_blocker) -> Iterator[Asker]:
    logging.disable(logging.CRITICAL)
    with kept_stage(django_db_blocker, set_the_stage) as one:
        yield one
    logging.disable(logging.NOTSET)


def unguarded(found: list[Route]) -> list[str]:
    return [route.name for route in found if route.rule is None]


def test_every_address_declares_its_rule():
    assert unguarded(ALL) == []


def test_an_address_without_a_rule_is_found():
    resolver = URLResolver(RegexPattern(r"^/"), [path("bare/", lambda request: HttpResponse(), name="bare")])

    assert unguarded(routes(resolver)) == ["bare"]


def test_an_address_without_a_rule_is_refused_by_the_portal(rf, settings):
    from django.core.exceptions import ImproperlyConfigured

    from newmedia_portal.core.access.middleware import AccessMiddleware

    gate = AccessMiddleware(lambda request: HttpResponse())

    with pytest.raises(ImproperlyConfigured):
        gate.process_view(rf.get("/bare/"), lambda request: HttpResponse(), (), {})


def test_the_public_reaches_exactly_the_list_of_public_addresses():
    assert {route.name for route in ALL if route.rule == PUBLIC} == PUBLIC_ROUTES
    closed, by_key = ("login", "401", "405"), {"api-items"}
    assert {key[0] for key, cells in TABLE.items() if cells["anonymous"] not in closed} == PUBLIC_ROUTES - by_key
    assert guard(PUBLIC)(lambda request: None).access_rule == PUBLIC  # type: ignore[attr-defined]


def test_the_table_has_a_row_for_every_address_and_no_other(asker):
    wanted = {(r.name, method, place) for r in ALL for method in METHODS for place in places_of(r, asker.stage)}

    assert (sorted(wanted - set(TABLE)), sorted(set(TABLE) - wanted)) == ([], []) or os.environ.get(
        "ACCESS_MATRIX_WRITE"
    )


#: Pages of the whole organisation: periods and schemes of assessment are of no unit; lists show what is visible.
SHARED = (
    "assessments:quarter", "assessments:quarter-entries", "assessments:quarter-objections",
    "assessments:quarter-compare", "assessments:scheme",
)  # fmt: skip
#: One's own affairs: a file of what one sees, what one follows, one's own calendar and messages, one's own views.
OWN = ("assessments:quarter-export", "following:", "messages:", "saved:", "tokens:")


def test_the_table_keeps_foreign_units_and_other_organisations_out_of_sight():
    open_cells = [
        (key, role)
        for key, cells in TABLE.items()
        for role in (OWN_UNIT_ONLY if key[2] == "foreign" else POSTS if key[2] == "elsewhere" else ())
        if cells[role] not in ("404", "405") and not (key[2] == "foreign" and key[0] in SHARED)
    ]

    assert open_cells == []


def test_the_table_keeps_the_three_administrators_out_of_the_units_business():
    business = ("workbench", "todo", "filings:", "accounts:", "reviews:")
    open_cells = [
        (key, role) for key, cells in TABLE.items() for role in ADMINS if key[0].startswith(business)
        if cells[role] not in ("404", "405")
    ]  # fmt: skip

    settings = ("workbench", "todo", "reviews:lexicon")  # lexicons are read by the administrators like editions
    assert [cell for cell in open_cells if not cell[0][0].startswith(settings)] == []


def test_the_audit_log_is_open_to_the_auditor_alone():
    readers = {
        role for key, cells in TABLE.items() for role in ROLES if key[0].startswith("audit") and cells[role] == "in"
    }

    assert readers <= {"auditor"}


def test_observers_and_auditors_change_nothing():
    changes = {
        (key[0], key[2], role)
        for key, cells in TABLE.items()
        for role in ("observer", "auditor")
        if cells[role] == "did" and not key[0].startswith(OWN)
    }

    assert changes == set()


@pytest.mark.parametrize(("route", "holder"), [("filings:decide", "chief"), ("reviews:decide", "editor")])
def test_the_waiting_step_is_decided_by_its_holder_alone(route, holder):
    row = TABLE[route, "POST", "own"]

    assert [role for role in ROLES if row[role] == "did"] == [holder]


@pytest.mark.parametrize("route", ALL, ids=lambda route: route.name)
def test_the_portal_answers_as_the_table_says(asker, route):
    wrong, wrote, bare = [], [], []
    for method in METHODS:
        for place in places_of(route, asker.stage):
            row = TABLE.get((route.name, method, place), {}) if not os.environ.get("ACCESS_MATRIX_WRITE") else {}
            found = {}
            for role in ROLES:
                word, answer = asker.answer(role, route, method, place)
                found[role] = word
                bare += [(method, place, role, *lack) for lack in lacks(word, role, answer)]
                if asker.writes and (word != "did" or method == "GET") and route.name not in READ_BY_LOOKING:
                    wrote.append((method, place, role, word, asker.writes[0]))
                if row and row[role] != word:
                    wrong.append(f"{method} {place} as {role}: {word}, the table says {row[role]}")
            OBSERVED[route.name, method, place] = found

    assert (wrong, wrote, bare) == ([], [], [])


def test_an_answer_without_its_headers_is_found():
    policy = "default-src 'self'; script-src 'unsafe-inline' 'unsafe-eval'"
    answer = HttpResponse(headers={"Content-Security-Policy": policy, "Referrer-Policy": "unsafe-url"})

    assert [name for name, _ in lacks("in", "operator", answer)] == [
        "default-src 'none'", "frame-ancestors 'none'", "unsafe-inline", "unsafe-eval",
        "X-Content-Type-Options", "Referrer-Policy", "Cache-Control",
    ]  # fmt: skip


OBSERVED: dict[tuple[str, str, str], dict[str, str]] = {}


def test_the_table_is_written_anew_only_when_asked():
    if os.environ.get("ACCESS_MATRIX_WRITE"):
        known = {route.name for route in ALL}
        write_table({key: cells for key, cells in {**TABLE, **OBSERVED}.items() if key[0] in known})
        pytest.fail("the table was written; read its difference, then run without ACCESS_MATRIX_WRITE")
    assert sum(len(cells) for cells in TABLE.values()) == len(TABLE) * len(ROLES)
