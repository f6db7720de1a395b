"""Reading, asking and writing the access matrix (访问矩阵).

A row is a route, a method and the place of the object seen from the unit of operator, head, deputy, chief and editor;
a column is a role. A cell says what the portal answers:

    in      the page, a redirect inside the portal, or a refusal of what was sent (400, 409, 422)
    did     the same, and something in the database is no longer what it was
    login   sent to the log-in page
    401     the interface wants a token, of which an anonymous caller has none; all others send one of their own
    404     not found, word for word what a number that never existed is answered
    403     seen, but not for this role to do
    405     the address does not take this method
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from newmedia_portal.core.access.guard import TOKEN

from . import known_people
from .known_people import KnownPeople
from .matrix_api import SENT as API
from .matrix_api import bearer, called_with
from .matrix_duty import SENT as DUTY
from .matrix_enforcement import SENT as ENFORCEMENT
from .matrix_inspections import SENT as INSPECTIONS
from .matrix_items import SENT as ITEMS
from .matrix_outputs import SENT as OUTPUTS
from .matrix_people import SENT as PEOPLE
from .matrix_posts import SENT as POSTS
from .matrix_published import SENT as PUBLISHED
from .matrix_quarters import SENT as QUARTERS
from .matrix_queue import SENT as QUEUE
from .matrix_reposts import SENT as REPOSTS
from .matrix_sight import SENT as SIGHT
from .matrix_watch import SENT as WATCH
from .matrix_world import CONSTANTS, MISSING, PLACES, ROLES, SENT, Stage, meaning
from .routes import Route

NOUNS = (SIGHT, REPOSTS, DUTY, WATCH, PUBLISHED, ITEMS, PEOPLE, ENFORCEMENT, INSPECTIONS, QUARTERS, OUTPUTS, QUEUE, API)
TABLE = Path(__file__).with_name("access_matrix.csv")
METHODS = ("GET", "POST")
FORM = "application/x-www-form-urlencoded"
CAME_IN = (400, 409, 422)
# Sessions are renewed once a minute, the use of a token is counted, reading a paper is logged: none of it changes what
# the portal holds.
ASIDE = ("django_session", "core_loginsession", "axes_", "core_tokenuse", "core_auditevent", "core_audithead")
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA", "SET ", "(SELECT", "WITH ")
Key = tuple[str, str, str]


def read_table() -> dict[Key, dict[str, str]]:
    """Return the checked-in table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [{name.strip(): (value or "").strip() for name, value in row.items()} for row in csv.DictReader(file)]
    return {(row["route"], row["method"], row["place"]): {role: row[role] for role in ROLES} for row in rows}


def write_table(table: dict[Key, dict[str, str]]) -> None:
    """Write a table for review."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", "place", *ROLES])
        writer.writerows([*key, *(cells[role] for role in ROLES)] for key, cells in table.items())


def places_of(route: Route, stage: Stage) -> list[str]:
    """Return the places at which a route has objects; a dash for a route without one."""
    kinds = [meaning(route.name)[name] for name in route.parameters if name in meaning(route.name)]
    return list(stage.objects[kinds[0]]) if kinds else ["-"]


def arguments(route: Route, stage: Stage, place: str) -> dict[str, Any]:
    """Return the parameters that lead to the object at a place; `missing` leads nowhere."""
    made: dict[str, Any] = dict(CONSTANTS.get(route.name, {}))
    for name in route.parameters:
        if name in made:
            continue
        kind = meaning(route.name).get(name)
        if kind is None:
            raise LookupError(f"say in matrix_world.py what <{name}> of {route.name} stands for")
        found = None if place == "missing" else stage.objects[kind][place]
        made[name] = MISSING if found is None else getattr(found, name, found.pk)
    return made


def sendable(route: Route, stage: Stage, place: str) -> dict[str, Any]:
    """Return what is sent to a route that would act on it; nothing for most."""
    if place in PLACES and route.name in POSTS:
        return POSTS[route.name](stage.objects["review_post"][place])
    if place not in PLACES or route.name not in SENT:
        sent = next(
            (known[route.name] for known in NOUNS if route.name in known),
            {},
        )
        return dict(sent) if place in PLACES else {}
    return SENT[route.name](stage.objects["filing"][place])


def lacks(word: str, role: str, answer: Any) -> list[tuple[str, str]]:
    """Return the headers of an answer that do not keep a browser safe (响应头), with what they say."""
    policy = answer.get("Content-Security-Policy", "")
    wanted = {name: policy for name in ("default-src 'none'", "frame-ancestors 'none'") if name not in policy}
    wanted |= {name: policy for name in ("unsafe-inline", "unsafe-eval") if name in policy}
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")):
        if answer.get(name) != value:
            wanted[name] = answer.get(name, "")
    if role != "anonymous" and word != "login" and "no-store" not in answer.get("Cache-Control", ""):
        wanted["Cache-Control"] = answer.get("Cache-Control", "")
    return list(wanted.items())


class Asker:
    """Asks every address as every role; nothing that an answer writes stays."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.clients = {role: self._client(role) for role in ROLES}
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.factories = {role: self._factory(role) for role in ROLES}
        self.writes: list[str] = []
        self._nothing: dict[tuple[str, str, str], tuple[int, bytes]] = {}

    def _client(self, role: str) -> Client:
        client, user = Client(), self.stage.users[role]
        client.raise_request_exception = True
        if user is not None:
            client.force_login(user, backend=known_people.NAME)
        return client

    def _factory(self, role: str) -> RequestFactory:
        factory = RequestFactory()
        factory.cookies.update(self.clients[role].cookies)
        return factory

    def answer(self, role: str, route: Route, method: str, place: str) -> tuple[str, Any]:
        """Return the word for the answer, and the answer."""
        response = self._ask(role, route, method, place)
        status = response.status_code
        if status in (301, 302, 303) and response["Location"].startswith("/login/?next="):
            return "login", response
        if status == 404 and route.parameters and place != "missing":
            same = self._missing(role, route, method)
            word = "404" if same == (404, bytes(response.content)) else "404-but-told-apart"
            return word, response
        if status < 400 or status in CAME_IN:
            return "did" if self.writes else "in", response
        return str(status), response

    def _ask(self, role: str, route: Route, method: str, place: str) -> Any:
        if route.rule == TOKEN:
            body, form = called_with(route.name)
            headers = bearer(role, self.stage.users[role])
            return self.send(role, self.address(route, place), method, body, form=form, headers=headers)
        body = urlencode(sendable(route, self.stage, place) if method == "POST" else {})
        return self.send(role, self.address(route, place), method, body)

    def address(self, route: Route, place: str) -> str:
        """Return the address of the object at a place."""
        return reverse(route.name, kwargs=arguments(route, self.stage, place))

    def send(
        self, role: str, url: str, method: str = "GET", body: str = "", query: str = "", form: str = FORM,
        headers: dict[str, str] | None = None,
    ) -> Any:  # fmt: skip
        """Return the answer to one request; a view that breaks is answered with 500."""
        self.writes = []
        request = self.factories[role].generic(
            method, url, body.encode(), content_type=form, QUERY_STRING=query, headers=headers
        )
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # forged forms have a test of their own
        with transaction.atomic(), connection.execute_wrapper(self._watch):
            response = self.handler.get_response(request)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        if self.writes:
            KnownPeople.forget()
        return response

    def _missing(self, role: str, route: Route, method: str) -> tuple[int, bytes]:
        key = (role, route.name, method)
        if key not in self._nothing:
            kept = self.writes
            response = self._ask(role, route, method, "missing")
            self._nothing[key] = (response.status_code, bytes(response.content))
            self.writes = kept
        return self._nothing[key]

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(HARMLESS) and not any(table in sql for table in ASIDE):
            self.writes.append(sql[:160])
        return execute(sql, params, many, context)


@contextmanager
def kept_stage(blocker: Any, build: Any) -> Iterator[Asker]:
    """Make the stage inside a transaction that is never committed, and lend somebody to ask.

    Sessions lie in the cookie, people in memory: thousands of requests then read neither of them again.
    """
    usual, known = "django.contrib.auth.backends.ModelBackend", known_people.NAME
    backends = [known if name == usual else name for name in settings.AUTHENTICATION_BACKENDS]
    changed = override_settings(
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        SESSION_COOKIE_AGE=8 * 3600,  # what a request answers is thrown away, and with it the renewed session
        AUTHENTICATION_BACKENDS=backends,
    )
    KnownPeople.forget()
    with changed, blocker.unblock(), transaction.atomic():
        yield Asker(build())
        transaction.set_rollback(True)
    KnownPeople.forget()
