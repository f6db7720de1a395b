"""Guessing passwords: one name, many names from one address, one name from many addresses (暴力破解)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newmedia_portal.core.access.models import User

pytestmark = pytest.mark.django_db

PASSWORD, WRONG = "Sample-2026-x", "wrong"
COUNTED: list[int] = []


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: the work that an outsider could measure."""

    algorithm = "counting"

    def encode(self, *args: Any, **kwargs: Any) -> str:
        """Hash and count."""
        COUNTED.append(1)
        return super().encode(*args, **kwargs)


@pytest.fixture(autouse=True)
def limits(settings):
    """Let the limits of an installation hold, from nothing."""
    settings.LOGIN_FAILURES_PER_ADDRESS, settings.LOGIN_FAILURES_PER_NAME = 100, 20
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "guessing"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def people() -> list[User]:
    """Twelve people with one password."""
    return [User.objects.create_user(f"person-{n}", password=PASSWORD, full_name=f"张某{n}") for n in range(12)]


def attempt(username: str, password: str = WRONG, address: str = "10.0.0.1") -> int:
    """Try to sign in from an address; 302: in, 200: wrong, 429: locked."""
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post("/login/", data).status_code


@pytest.mark.once
def test_a_thousand_tries_on_one_name_from_one_address_are_read_five_times(people):
    answers = [attempt("person-0") for _ in range(1000)]

    assert (answers.count(200), answers.count(429)) == (4, 996)
    assert attempt("person-0", PASSWORD) == 429
    assert attempt("person-1", PASSWORD) == 302
    assert attempt("person-1", PASSWORD, address="10.0.0.2") == 302


def test_a_hundred_names_with_ten_tries_each_lock_the_address_and_nobody_elsewhere(people):
    answers = [attempt(f"guess-{name}") for name in range(100) for _ in range(10)]

    assert (answers.count(200), set(answers[100:])) == (40, {429})
    assert attempt("person-3", PASSWORD) == 429
    assert [attempt(f"person-{n}", PASSWORD, address="10.0.0.2") for n in range(12)] == [302] * 12


def test_one_name_from_many_addresses_is_locked_everywhere_and_nobody_else_is(people):
    answers = [attempt("person-0", address=f"10.1.0.{n}") for n in range(25)]

    assert answers == [200] * 20 + [429] * 5
    assert attempt("person-0", PASSWORD, address="10.2.0.1") == 429
    assert attempt("PERSON-0", PASSWORD, address="10.2.0.1") == 429
    assert [attempt(f"person-{n}", PASSWORD, address="10.1.0.1") for n in range(1, 12)] == [302] * 11


def test_unknown_and_known_names_are_locked_alike(people):
    def course(name: str, net: int) -> list[int]:
        one_address = [attempt(name, address=f"10.{net}.0.1") for _ in range(6)]
        return one_address + [attempt(name, address=f"10.{net}.1.{n}") for n in range(20)]

    assert course("person-0", 3) == course("nobody", 4)


def test_unknown_switched_off_and_known_names_get_the_same_words_for_the_same_work(people, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    for name in ("off-1", "off-2"):
        User.objects.create_user(name, password=PASSWORD, full_name="李某一", is_active=False)
    User.objects.create_user("known-1", password=PASSWORD, full_name="李某二")
    attempt("warm-up", address="10.5.0.1")

    def looked(username: str, password: str) -> tuple[int, int, str]:
        COUNTED.clear()
        client = Client(REMOTE_ADDR="10.5.0.2")
        with CaptureQueriesContext(connection) as asked:
            page = client.post("/login/", {"username": username, "password": password}).content.decode()
        words = page[page.index("<main") : page.index("</main")].replace(username, "…")
        return len(COUNTED), len(asked), re.sub(r'value="[^"]*"', "", words)

    known = looked("known-1", "wrong")

    assert known[0] == 1
    assert looked("nobody", "wrong") == known
    assert looked("off-1", "wrong") == known
    assert looked("off-2", PASSWORD) == known


def test_counts_end_with_the_quarter_of_an_hour(people, monkeypatch):
    for n in range(20):
        attempt("person-0", address=f"10.6.0.{n}")
    locked = attempt("person-0", PASSWORD, address="10.6.1.1")
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=15, seconds=1))

    assert (locked, attempt("person-0", PASSWORD, address="10.6.1.1")) == (429, 302)
