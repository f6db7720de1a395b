"""What tests of the pages of a period share: the day they are looked at, and somebody signed in."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from .making import County


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all pages be looked at on 9 October 2026."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 9, 5, tzinfo=UTC))


def signed_in(made: County, role: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(made.world.person(role))
    return client
