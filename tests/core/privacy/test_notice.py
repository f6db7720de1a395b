"""The privacy notice: before anything else, once per version, with its time in the log (个人信息处理告知)."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.privacy.notice import SHIPPED, current_notice, read_notice

pytestmark = pytest.mark.django_db

PASSWORD = "Sample-2026-x"


@pytest.fixture
def person(settings) -> User:
    """Somebody who has read nothing yet, where the notice is given."""
    settings.PRIVACY_NOTICE = True
    return User.objects.create_user("zhang-1", password=PASSWORD, full_name="张某一", must_change_password=True)


@pytest.fixture
def reader(client: Client, person: User) -> Client:
    """That person, signed in."""
    client.post("/login/", {"username": "zhang-1", "password": PASSWORD})
    return client


def test_the_notice_comes_before_everything_even_the_first_password(reader):
    answers = [reader.get(path) for path in ("/", "/password/", "/devices/", "/messages/settings/")]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/privacy/")] * 4
    assert (reader.get("/privacy/").status_code, reader.get("/display/").status_code) == (200, 200)


def test_having_read_it_is_logged_with_its_version_and_the_password_comes_next(reader, person):
    version = current_notice().version

    reader.post("/privacy/", {"version": version})

    person.refresh_from_db()
    (event,) = AuditEvent.objects.filter(action="privacy.read")
    assert (person.privacy_version, event.actor_id, event.after) == (version, person.pk, {"version": version})
    assert reader.get("/devices/")["Location"] == "/password/"


def test_what_was_not_shown_is_not_confirmed(reader, person):
    reader.post("/privacy/", {"version": "0"})

    person.refresh_from_db()
    assert (person.privacy_version, reader.get("/devices/")["Location"]) == ("", "/privacy/")


def test_a_new_version_is_shown_again(reader, settings, tmp_path):
    User.objects.update(must_change_password=False)
    reader.post("/privacy/", {"version": current_notice().version})
    before = reader.get("/devices/").status_code
    own = tmp_path / "notice.toml"
    own.write_text(SHIPPED.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"'), encoding="utf-8")
    settings.PRIVACY_NOTICE_TEXT = str(own)

    again = reader.get("/devices/")["Location"]
    reader.post("/privacy/", {"version": "2"})

    assert (before, again, reader.get("/devices/").status_code) == (200, "/privacy/", 200)
    assert AuditEvent.objects.filter(action="privacy.read").count() == 2


def test_where_it_is_switched_off_nobody_is_asked_but_everybody_may_read(reader, settings):
    settings.PRIVACY_NOTICE = False
    User.objects.update(must_change_password=False)

    assert (reader.get("/devices/").status_code, reader.get("/privacy/").status_code) == (200, 200)


def test_the_notice_says_who_what_why_and_how_long():
    notice = current_notice()

    assert [section.title for section in notice.sections] == ["谁在处理", "处理哪些信息", "为什么可以处理", "保存多久"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version =",
        'version = ""\ndated = 2026-01-01\ntitle = "a"\nlead = "b"\n[[section]]\ntitle="c"\npoints=["d"]',
    ],
)
def test_an_unusable_notice_is_refused_by_the_name_of_its_setting(tmp_path, text):
    own = tmp_path / "notice.toml"
    own.write_text(text, encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match="^PRIVACY_NOTICE_TEXT "):
        read_notice(str(own))
