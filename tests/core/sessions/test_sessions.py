"""Sessions: fixation, rotation, the two ends, the devices, forced log-off (登录会话)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from accounts.actions.people import change_person, set_password
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.sessions import SEEN
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.second_factor.sessions import mark_proved
from newmedia_portal.core.sessions.browsers import browser_words
from newmedia_portal.core.sessions.jobs import clear_sessions
from newmedia_portal.core.sessions.keeping import BEGAN
from newmedia_portal.core.sessions.models import LoginSession

pytestmark = pytest.mark.django_db

PASSWORD = "Sample-2026-x"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0"


@pytest.fixture
def person() -> User:
    """Somebody with a password."""
    return User.objects.create_user("zhang-1", password=PASSWORD, full_name="张某一")


@pytest.fixture
def sysadmin() -> User:
    """The system administrator."""
    return User.objects.create_user("sys-1", password=PASSWORD, full_name="李某二", instance_role="sysadmin")


def enter(username: str = "zhang-1", agent: str = EDGE, address: str = "10.0.0.1") -> Client:
    """Sign in at a place of its own."""
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    client.post("/login/", {"username": username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    """Whether the next request is answered as signed in."""
    return client.get("/session/").status_code == 204


def older(client: Client, **back: float) -> None:
    """Let a session have begun earlier; it was used just now."""
    session = client.session
    session[BEGAN] -= int(timedelta(**back).total_seconds())
    session.save()
    LoginSession.objects.filter(key=session.session_key).update(began_at=timezone.now() - timedelta(**back))


def actions(*wanted: str) -> list[str]:
    """Return which of the wanted actions were recorded, in order."""
    return list(AuditEvent.objects.filter(action__in=wanted).order_by("seq").values_list("action", flat=True))


def test_a_session_planted_before_log_in_is_worth_nothing_after_it(person):
    planted = Client()
    planted.get("/login/")
    session = planted.session
    session["mine"] = 1
    session.save()
    victim = Client()
    victim.cookies["sessionid"] = session.session_key

    victim.post("/login/", {"username": "zhang-1", "password": PASSWORD})

    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert (is_in(victim), is_in(thief)) == (True, False)
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_however_busy_a_session_ends_after_the_longest_time_and_the_log_in_page_says_so(person, settings):
    busy = enter()
    older(busy, hours=settings.SESSION_MAX_HOURS, minutes=-1)
    before = is_in(busy)
    older(busy, minutes=2)

    answer = busy.get("/devices/?a=1")
    page = busy.get(answer["Location"]).content.decode()

    assert before is True
    assert answer["Location"] == "/login/?over=1&next=/devices/%3Fa%3D1"
    assert "这次登录已满 12 小时" in page
    assert (is_in(busy), LoginSession.objects.count()) == (False, 0)
    assert actions("session.limit") == ["session.limit"]


def test_after_the_longest_time_a_form_leads_back_to_its_page_not_to_its_address(person, settings):
    busy = enter()
    older(busy, hours=settings.SESSION_MAX_HOURS)

    answer = busy.post("/devices/end-others/", headers={"referer": "http://testserver/devices/"})

    assert answer["Location"] == "/login/?over=1&next=/devices/"


def test_what_a_page_asks_by_itself_ends_with_the_session_too(person, settings):
    busy = enter()
    older(busy, hours=settings.SESSION_MAX_HOURS)

    assert busy.get("/presence/").status_code == 302


def test_public_pages_stay_open_after_the_longest_time(person, settings):
    busy = enter()
    older(busy, hours=settings.SESSION_MAX_HOURS)

    assert busy.get("/display/").status_code == 200


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one_in_the_list(person):
    here, elsewhere = enter(), enter(agent=PHONE, address="10.0.0.2")
    old = here.session.session_key
    new = {"old_password": PASSWORD, "new_password1": "Kestrel-41-meadow", "new_password2": "Kestrel-41-meadow"}

    here.post("/password/", new)

    (row,) = LoginSession.objects.all()
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert row.key == here.session.session_key != old


@pytest.mark.parametrize("deed", ["off", "reset"])
def test_switching_off_and_a_reset_end_all_sessions_at_the_next_request(person, sysadmin, deed):
    one, two = enter(), enter()
    before = (is_in(one), is_in(two))

    if deed == "off":
        change_person(person, is_active=False, by=sysadmin, at=timezone.now())
    else:
        set_password(person, password="Kestrel-41-meadow", by=sysadmin, at=timezone.now())

    assert (before, is_in(one), is_in(two)) == ((True, True), False, False)
    assert not Session.objects.exists()


def test_the_list_names_browser_address_and_this_one(person):
    here = enter()
    enter(agent=PHONE, address="10.0.0.2")
    User.objects.create_user("wang-3", password=PASSWORD, full_name="王某三")
    enter("wang-3", address="10.9.9.9")

    page = here.get("/devices/").content.decode()

    for words in ("Edge · Windows", "微信 · 安卓", "10.0.0.1", "10.0.0.2"):
        assert words in page
    assert (page.count('data-testid="device"'), page.count("这一处"), "10.9.9.9" in page) == (2, 1, False)


def test_one_session_elsewhere_is_ended_and_no_other(person):
    here, two, three = enter(), enter(address="10.0.0.2"), enter(address="10.0.0.3")
    row = LoginSession.objects.get(address="10.0.0.2")

    here.post(f"/devices/{row.pk}/end/")

    assert (is_in(here), is_in(two), is_in(three)) == (True, False, True)
    (event,) = AuditEvent.objects.filter(action="session.ended")
    assert event.after == {"browser": "Edge · Windows", "address": "10.0.0.2"}


def test_all_others_are_ended_at_once(person):
    here, two, three = enter(), enter(), enter()

    here.post("/devices/end-others/")

    assert (is_in(here), is_in(two), is_in(three)) == (True, False, False)
    assert actions("session.others_ended") == ["session.others_ended"]


def test_somebody_elses_session_and_this_one_are_not_found(person, sysadmin):
    here, other = enter(), enter("sys-1")
    rows = LoginSession.objects.values_list("pk", flat=True)

    answers = [here.post(f"/devices/{pk}/end/").status_code for pk in [*rows, 999_999]]

    assert answers == [404, 404, 404]
    assert (is_in(here), is_in(other)) == (True, True)


def test_a_session_is_noted_again_at_most_once_a_minute(person, django_assert_num_queries):
    here = enter()
    here.get("/session/")
    with django_assert_num_queries(3):
        here.get("/session/")
    session = here.session
    session[SEEN] -= 61
    session[BEGAN] -= 61
    session.save()
    LoginSession.objects.update(seen_at=timezone.now() - timedelta(minutes=5))

    here.get("/session/", REMOTE_ADDR="10.7.7.7")

    (row,) = LoginSession.objects.all()
    assert row.address == "10.7.7.7"
    assert timezone.now() - row.seen_at < timedelta(minutes=1)


def test_a_session_from_before_sessions_were_noted_is_noted_at_its_next_use(person):
    here = enter()
    LoginSession.objects.all().delete()
    session = here.session
    del session[BEGAN]
    session.pop(SEEN, None)
    session.save()

    assert (is_in(here), LoginSession.objects.count(), BEGAN in here.session) == (True, 1, True)


def test_a_session_whose_key_changes_with_the_second_factor_stays_in_the_list(person):
    here, request = enter(), HttpRequest()
    request.session, person.second_factor_since = here.session, timezone.now()
    old = request.session.session_key

    mark_proved(request, person)

    (row,) = LoginSession.objects.all()
    assert row.key == request.session.session_key != old


def test_signing_out_takes_the_row_along(person):
    here = enter()

    here.post("/logout/")

    assert LoginSession.objects.count() == 0


def test_the_system_administrator_forces_a_person_off_with_a_reason(person, sysadmin):
    one, two, admin = enter(), enter(), enter("sys-1")
    page = f"/people/{person.pk}/sessions/"

    unsaid = admin.post(page, {"reason": "  "}).status_code
    still = is_in(one)
    admin.post(page, {"reason": "电脑遗失"})

    assert (unsaid, still) == (422, True)
    assert (is_in(one), is_in(two), is_in(admin)) == (False, False, True)
    (event,) = AuditEvent.objects.filter(action="session.forced_off")
    assert (event.reason, event.after, event.object_id, event.actor_id) == (
        "电脑遗失", {"count": 2}, person.pk, sysadmin.pk,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["secadmin", "auditor", ""])
def test_nobody_else_forces_anybody_off(person, role):
    User.objects.create_user("other-1", password=PASSWORD, full_name="赵某四", instance_role=role)
    one, other = enter(), enter("other-1")

    answer = other.post(f"/people/{person.pk}/sessions/", {"reason": "示例"})

    assert (answer.status_code, is_in(one)) == (404, True)


def test_the_daily_job_clears_what_no_request_can_use(person, settings):
    here, idle, eldest = enter(), enter(), enter()
    now = timezone.now()
    rows = LoginSession.objects
    rows.filter(key=idle.session.session_key).update(seen_at=now - timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    rows.filter(key=eldest.session.session_key).update(began_at=now - timedelta(hours=settings.SESSION_MAX_HOURS))

    counts = clear_sessions(on=now.date(), at=now)

    assert (counts.cleared, [row.key for row in rows.all()]) == (2, [here.session.session_key])


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge · Windows"),
        (PHONE, "微信 · 安卓"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1.15", "Safari · Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; Kylin) Gecko/20100101 Firefox/121.0", "Firefox · 麒麟"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1 DingTalk/7.0", "钉钉 · iPhone"),
        ("curl/8.0", "命令行程序"),
        ("", "未知浏览器"),
        ("<script>" * 500, "未知浏览器"),
    ],
    ids=lambda value: str(value)[:12],
)
@pytest.mark.once
def test_a_browser_is_named_in_words(agent, words):
    assert browser_words(agent) == words
