"""How old a password may grow: the warning before the end, the change page at it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "Sample-2026-x"


@pytest.fixture
def person() -> User:
    """Somebody whose password was set before ages were kept."""
    return User.objects.create_user("zhang-1", password=PASSWORD, full_name="张某一")


def aged(person: User, days: int) -> None:
    """Let the password have been set so many days ago."""
    User.objects.filter(pk=person.pk).update(password_set_at=timezone.now() - timedelta(days=days))


def enter(client: Client) -> str:
    """Sign in and return where one is led."""
    answer = client.post("/login/", {"username": "zhang-1", "password": PASSWORD, "next": "/devices/"})
    return answer["Location"]


@pytest.mark.parametrize(
    ("days", "words"), [(0, ""), (82, ""), (83, "还有 7 天到期"), (89, "还有 1 天到期")], ids=lambda value: str(value)
)
def test_the_warning_begins_seven_days_before(client, person, days, words):
    aged(person, days)

    enter(client)
    page = client.get("/devices/").content.decode()

    assert ("您的密码还有" in page, words in page) == (bool(words), True)


@pytest.mark.parametrize("days", [90, 91, 400])
def test_an_old_password_is_changed_before_anything_else(client, person, days):
    aged(person, days)
    enter(client)

    first = client.get("/devices/")
    page = client.get("/password/").content.decode()
    new = {"old_password": PASSWORD, "new_password1": "Kestrel-41-meadow", "new_password2": "Kestrel-41-meadow"}
    client.post("/password/", new)

    assert (first.status_code, first["Location"]) == (302, "/password/")
    assert "密码已用满 90 天" in page
    assert client.get("/devices/").status_code == 200


def test_a_password_that_grows_old_during_a_session_is_asked_for_at_the_next_request(client, person):
    aged(person, 10)
    client.force_login(person)
    before = client.get("/devices/").status_code
    aged(person, 90)

    assert (before, client.get("/devices/")["Location"]) == (200, "/password/")


def test_a_password_of_unknown_age_and_one_under_asvs_do_not_grow_old(client, person, settings):
    client.force_login(person)
    unknown = client.get("/devices/").status_code
    aged(person, 4000)
    settings.PASSWORD_MAX_DAYS = 0

    assert (unknown, client.get("/devices/").status_code) == (200, 200)
