"""A served portal with the demo's data, set up once for all journeys, and desks at which people sit."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from newmedia_portal.demo.setup import set_up

from ...conftest import DESKTOP, PHONE
from .desk import Desk

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
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)


@pytest.fixture
def db(site: str, django_db_blocker: Any) -> Iterator[None]:
    """Let a journey read the served database; no transaction is held, so that the server may write."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def desk(db: None, site: str, open_page: Callable[..., Any]) -> Callable[..., Desk]:
    """Give a function that logs a person in through the log-in page, at a desk or on the phone."""

    def sit_down(username: str, *, phone: bool = False) -> Desk:
        page = open_page(PHONE if phone else DESKTOP)
        return Desk(page, site, username).log_in(PASSWORD)

    return sit_down
