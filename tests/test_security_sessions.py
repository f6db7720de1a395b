"""Log-in, lock, idle end and the session's own settings (登录与会话)."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

PASSWORD = "Anna-2026-portal"


@pytest.fixture
def anna():
    return get_user_model().objects.create_user(username="anna", full_name="张某一", password=PASSWORD)


def sign_in(client: Client, password: str = PASSWORD, username: str = "anna"):
    return client.post("/login/", {"username": username, "password": password, "next": "/display/"})


def seen_by(client: Client) -> int:
    """Return the answer to a page that needs a session: 204 with one, 302 without."""
    return client.get("/session/").status_code


def test_the_sixth_attempt_is_refused_even_with_the_right_password(client, anna):
    answers = [sign_in(client, f"wrong-{number}") for number in range(5)]

    last = sign_in(client)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert (last.status_code, seen_by(client)) == (429, 302)
    assert "5" in last.content.decode()
    assert "15" in last.content.decode()


def test_four_wrong_attempts_do_not_lock_and_a_right_one_starts_the_count_afresh(client, anna):
    for number in range(4):
        sign_in(client, f"wrong-{number}")
    first = sign_in(client)
    client.post("/logout/")
    for number in range(4):
        sign_in(client, f"wrong-{number}")

    assert (first.status_code, sign_in(client).status_code) == (302, 302)


def test_a_lock_concerns_one_name_and_leaves_colleagues_alone(client, anna):
    get_user_model().objects.create_user(username="bert", full_name="李某二", password=PASSWORD)
    for number in range(6):
        sign_in(client, f"wrong-{number}")

    assert sign_in(Client(), username="bert").status_code == 302


def test_an_unknown_name_is_answered_like_a_wrong_password(client, anna):
    import re

    def words(username: str) -> str:
        page = sign_in(Client(), "wrong", username).content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert words("anna") == words("nobody")


def test_a_lock_is_written_to_the_audit_log_with_the_name_that_was_tried(client, anna):
    for number in range(5):
        sign_in(client, f"wrong-{number}")

    rows = AuditEvent.objects.order_by("seq").values_list("action", "result")
    assert sorted(rows) == [("login.failed", "refused")] * 5 + [("login.locked", "refused")]


def test_an_idle_session_ends_after_a_quarter_of_an_hour(client, anna, monkeypatch):
    sign_in(client)
    real = timezone.now

    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=14))
    still = seen_by(client)
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=28))
    kept_by_work = seen_by(client)
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=44))

    assert (still, kept_by_work, seen_by(client)) == (204, 204, 302)


def test_signing_in_changes_the_session_key(client, anna):
    client.get("/login/")
    session = client.session
    session["mine"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client)

    assert client.cookies["sessionid"].value != before


def test_signing_out_ends_the_session_for_whoever_kept_its_key(client, anna):
    sign_in(client)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value

    client.post("/logout/")

    assert seen_by(thief) == 302


def test_a_disabled_person_is_out_at_the_next_request(client, anna):
    sign_in(client)
    anna.is_active = False
    anna.save()

    assert seen_by(client) == 302


def test_a_new_password_ends_the_sessions_elsewhere(client, anna):
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    new = "Bessere-2026-Portal"

    client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert (seen_by(client), seen_by(elsewhere)) == (204, 302)


@pytest.mark.parametrize("weak", ["short1A", "password123", "1234567890123"])
def test_a_weak_password_is_refused(client, anna, weak):
    sign_in(client)

    client.post("/password/", {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak})

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_log_in_sends_nobody_to_another_site(client, anna):
    answer = client.post("/login/", {"username": "anna", "password": PASSWORD, "next": "https://example.com/"})

    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


def test_passwords_are_kept_by_argon2_and_sessions_end_with_the_browser():
    from newmedia_portal.settings import base

    assert base.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert (base.SESSION_EXPIRE_AT_BROWSER_CLOSE, base.SESSION_COOKIE_AGE) == (True, 900)
    assert (base.SESSION_COOKIE_HTTPONLY, base.SESSION_COOKIE_SAMESITE) == (True, "Lax")
    assert (base.CSRF_COOKIE_HTTPONLY, base.X_FRAME_OPTIONS) == (True, "DENY")
    assert base.STATIC_ROOT not in (base.MEDIA_ROOT, *base.MEDIA_ROOT.parents)
