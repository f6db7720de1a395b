"""A served portal with the demo's data, set up once for all journeys, and desks at which people sit."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from newmedia_portal.demo.emptying import empty_database
from newmedia_portal.demo.setup import set_up

from ...conftest import DESKTOP, PHONE
from .desk import Desk
from .editor_site import pages, server
from .walk import Look

__all__ = ["pages", "server"]

PASSWORD = "Demo-2026-portal"


def quiet(_: str) -> None:
    """Say nothing of the set-up."""


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Serve the demo's data on a port of its own; what the journeys do stays until the last of them is over."""
    with django_db_blocker.unblock():
        set_up(at=timezone.now(), password=PASSWORD, tell=quiet)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        empty_database()


@pytest.fixture
def db(site: str, django_db_blocker: Any) -> Iterator[None]:
    """Let a journey read the served database; no transaction is held, so that the server may write."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def desk(db: None, site: str, open_page: Callable[..., Any]) -> Callable[..., Desk]:
    """Give a function that seats a person, signed in, before the workbench, at a desk or on the phone.

    With `by_form` the person signs in through the log-in page; else the session is there already.
    """

    def sit_down(username: str, *, phone: bool = False, by_form: bool = False) -> Desk:
        seat = Desk(open_page(PHONE if phone else DESKTOP), site, username)
        return seat.log_in(PASSWORD) if by_form else seat.come_in()

    return sit_down


@pytest.fixture(scope="package")
def look() -> Iterator[Look]:
    """Look at pages, and keep in mind for the length of the run what was looked at."""
    one = Look()
    yield one
    print(f"\npages met {one.met}, looked at {one.looks}, axe scans {one.scans}, {one.contrasts} of contrast")  # noqa: T201
