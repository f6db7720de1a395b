"""Log-in, log-out, password, display settings, choice of a post."""

from datetime import date

import pytest
from django.test import Client

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.access.sessions import SEEN
from newmedia_portal.core.audit.models import AuditEvent

PASSWORD = "Sample-2026-x"


def actions() -> list[str]:
    """Return the recorded actions in order."""
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_coming_failing_and_going_are_recorded(client: Client, person: User) -> None:
    client.post("/login/", {"username": person.username, "password": "falsch"})
    client.post("/login/", {"username": person.username, "password": PASSWORD})
    client.post("/logout/")

    assert actions() == ["login.failed", "login.ok", "login.out"]


def test_the_log_holds_no_password(client: Client, person: User) -> None:
    client.post("/login/", {"username": person.username, "password": "Geheim-123"})

    assert "Geheim-123" not in str(list(AuditEvent.objects.values()))


def test_after_log_in_one_is_led_back_to_the_page_asked_for(client: Client, person: User) -> None:
    answer = client.post("/login/?next=/form/", {"username": person.username, "password": PASSWORD, "next": "/form/"})

    assert answer["Location"] == "/form/"


def test_nobody_is_led_to_a_foreign_site(client: Client, person: User) -> None:
    away = {"username": person.username, "password": PASSWORD, "next": "https://example.org/"}

    assert client.post("/login/", away)["Location"] == "/"
    assert client.post("/display/", {"next": "//example.org"})["Location"] == "/"


def test_a_password_set_by_somebody_else_must_be_changed_first(client: Client, person: User) -> None:
    User.objects.update(must_change_password=True)

    first = client.post("/login/", {"username": person.username, "password": PASSWORD})
    new = {"old_password": PASSWORD, "new_password1": "Anders-2026-y", "new_password2": "Anders-2026-y"}
    second = client.post("/password/", new)

    person.refresh_from_db()
    assert (first["Location"], second["Location"]) == ("/password/", "/")
    assert (person.must_change_password, person.check_password("Anders-2026-y")) == (False, True)
    assert actions() == ["login.ok", "password.changed"]


def test_nothing_else_opens_until_a_given_password_is_changed(signed_in: Client) -> None:
    User.objects.update(must_change_password=True)

    answers = [signed_in.get(path) for path in ("/form/", "/list/", "/password/", "/display/")]

    assert [(answer.status_code, answer.get("Location", "")) for answer in answers] == [
        (302, "/password/"), (302, "/password/"), (200, ""), (200, ""),
    ]  # fmt: skip


def test_a_locked_log_in_says_for_how_long(client: Client, person: User) -> None:
    wrong = {"username": person.username, "password": "falsch"}

    pages = [client.post("/login/", wrong) for _ in range(5)]

    assert [page.status_code for page in pages] == [200, 200, 200, 200, 429]
    assert "请在 15 分钟后再试。" in pages[-1].content.decode()
    assert client.post("/login/", {"username": person.username, "password": PASSWORD}).status_code == 429


def test_one_acts_only_for_a_post_of_ones_own(signed_in: Client, person: User, unit: Unit) -> None:
    mine = Post.objects.create(user=person, unit=unit, role=Role.HEAD, since=date(2026, 1, 1))
    other = User.objects.create_user("li-2", full_name="李某二")
    foreign = Post.objects.create(user=other, unit=unit, role=Role.HEAD, since=date(2026, 1, 1))

    answers = [signed_in.post("/post/", {"post": post.pk}).status_code for post in (mine, foreign)]

    assert answers == [302, 404]
    assert signed_in.session["post"] == mine.pk


def test_display_settings_hold_for_the_browser(signed_in: Client) -> None:
    signed_in.post("/display/", {"display": ["large", "contrast", 'evil"><']})

    page = signed_in.get("/form/").content.decode()

    assert '<html lang="zh-Hans" class="contrast large">' in page


@pytest.mark.parametrize("age", [0, 59])
def test_a_fresh_session_is_not_written_again(signed_in: Client, age: int) -> None:
    signed_in.get("/form/")
    before = signed_in.session[SEEN]
    session = signed_in.session
    session[SEEN] = before - age
    session.save()

    signed_in.get("/form/")

    assert signed_in.session[SEEN] in (before - age, before - age + 60)


def test_work_renews_a_session_after_a_minute(signed_in: Client) -> None:
    signed_in.get("/form/")
    session = signed_in.session
    session[SEEN] -= 61
    session.save()
    old = session[SEEN]

    signed_in.get("/form/")

    assert signed_in.session[SEEN] > old


def test_pages_of_the_person_are_never_stored_by_the_browser(signed_in: Client) -> None:
    assert signed_in.get("/form/")["Cache-Control"] == "no-store"
