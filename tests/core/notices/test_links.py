"""Links in messages: log-in first, the right person, once, two weeks; afterwards they say what was decided."""

from datetime import date, timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.notices.links import KEPT, SALT, link_to
from newmedia_portal.core.notices.models import Notice
from tests.filings.making import submitted
from tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build("gejiu")


@pytest.fixture
def waiting(world):
    """A filing that waits, and the message to the first who may decide."""
    filing = submitted(world, event=date(2026, 9, 18), at=timezone.now())
    notice = Notice.objects.filter(kind="filing.todo").order_by("pk").first()
    return filing, notice


def path_of(notice: Notice) -> str:
    """Return the address of the link within the portal."""
    return "/" + link_to(notice).split("/", 3)[3]


def test_without_log_in_the_link_leads_to_log_in_and_stays_unused(client, waiting):
    _, notice = waiting
    answer = client.get(path_of(notice))
    notice.refresh_from_db()
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=/messages/link/")
    assert notice.link_used_at is None


def test_the_link_leads_to_the_page_once_and_then_says_how_it_stands(client, waiting):
    filing, notice = waiting
    client.force_login(notice.user)
    first = client.get(path_of(notice))
    assert (first.status_code, first["Location"]) == (302, f"/filings/{filing.pk}/")
    second = client.get(path_of(notice))
    assert second.status_code == 200
    assert "这个链接已经打开过一次，事项还没有办理记录。" in second.content.decode()
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_after_the_decision_the_link_says_what_was_decided(client, world, waiting):
    filing, notice = waiting
    world.decide(filing, "approve", at=timezone.now(), opinion="同意")
    client.force_login(notice.user)
    words = client.get(path_of(notice)).content.decode()
    assert "您已于" in words
    assert "办理：同意。" in words
    assert f'href="/filings/{filing.pk}/"' in words


def test_somebody_elses_link_is_not_found(client, world, waiting):
    _, notice = waiting
    client.force_login(world.person("outsider"))
    assert client.get(path_of(notice)).status_code == 404
    notice.refresh_from_db()
    assert notice.link_used_at is None


@pytest.mark.parametrize("change", ["altered", "other salt", "bare"])
def test_a_link_that_was_not_made_here_is_not_found(client, waiting, change):
    _, notice = waiting
    client.force_login(notice.user)
    token = {
        "altered": signing.dumps(notice.pk, salt=SALT)[:-1] + "!",
        "other salt": signing.dumps(notice.pk, salt="impostor-receipt"),
        "bare": str(notice.pk),
    }[change]
    assert client.get(reverse("messages:link", args=[token])).status_code == 404


def test_after_two_weeks_the_link_is_over(client, waiting, monkeypatch):
    _, notice = waiting
    client.force_login(notice.user)
    before = (timezone.now() - KEPT - timedelta(hours=1)).timestamp()
    with monkeypatch.context() as then:
        then.setattr("django.core.signing.time.time", lambda: before)
        path = path_of(notice)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "链接已超过 14 天" in answer.content.decode()


def test_a_message_about_a_foreign_site_leads_to_the_inbox(client, waiting):
    _, notice = waiting
    Notice.objects.filter(pk=notice.pk).update(url="https://elsewhere.example.com/")
    notice.refresh_from_db()
    client.force_login(notice.user)
    assert client.get(path_of(notice))["Location"] == "/messages/"


def test_the_link_gives_no_right_that_the_person_has_not(client, world, waiting):
    _, notice = waiting
    Notice.objects.filter(pk=notice.pk).update(user=world.cast["outsider"])
    notice.refresh_from_db()
    client.force_login(world.person("outsider"))
    answer = client.get(path_of(notice))
    assert client.get(answer["Location"]).status_code == 404
