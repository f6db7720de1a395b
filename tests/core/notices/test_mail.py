"""Mail over a real mail server: what it says, what is refused, what is collected into one a day, quiet days off."""

from datetime import UTC, datetime, timedelta

import pytest

from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.notices.actions import mark_read
from newmedia_portal.core.notices.delivering import PAUSES
from newmedia_portal.core.notices.models import Delivery
from newmedia_portal.core.notices.preferences import save_wishes
from newmedia_portal.core.notices.states import Category, Mode, category_of
from newmedia_portal.core.workdays.actions import seed_calendar

from .conftest import FRIDAY, SATURDAY, sent, tell, tick
from .receivers import free_port

MONDAY_8 = datetime(2026, 9, 21, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_home(settings, db):
    settings.PORTAL_URL = "https://portal.example.com"
    seed_calendar(by=None, at=FRIDAY)


def wish(user: User, *, one_a_day: bool = False, fold_over: int = 10, quiet: bool = True, **modes: str) -> None:
    """Choose for a person."""
    save_wishes(user, modes=modes, one_a_day=one_a_day, fold_over=fold_over, quiet=quiet, at=FRIDAY)


def digest(day: datetime) -> None:
    """Run the daily mail of a day, and deliver it."""
    run_once("notices.digest", on=day.date(), at=day)
    tick(day)


def test_a_message_goes_to_the_persons_address_with_a_signed_link(addressed, post):
    tell(addressed, body="请尽快办理。")
    tick()
    [mail] = post.mails
    words = mail.get_content()
    assert (mail["To"], mail["Subject"]) == ("zhang@example.com", "示例消息one")
    assert mail["Message-ID"] == f"<delivery-{Delivery.objects.get().pk}@portal>"
    assert "https://portal.example.com/messages/link/" in words
    assert "请尽快办理。" in words
    assert sent() == [("sent", 1, "")]


def test_nobody_without_an_address_or_no_longer_active_gets_mail(person, addressed, post):
    other = User.objects.create_user(username="li", full_name="李某", email="li@example.com", is_active=False)
    silent = User.objects.create_user(username="wang", full_name="王某")
    for user in (other, silent):
        tell(user)
    tick()
    assert (post.raw, Delivery.objects.count()) == ([], 0)


def test_where_the_installation_sends_no_mail_messages_stay_in_the_inbox(addressed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(addressed)
    tick()
    assert Delivery.objects.count() == 0
    assert list(addressed.notices.values_list("title", "waiting")) == [("示例消息one", False)]


def test_a_line_break_in_a_title_starts_no_header(addressed, post):
    tell(addressed, title="示例\r\nBcc: other@example.com")
    tick()
    [mail] = post.mails
    assert mail["Subject"] == "示例 Bcc: other@example.com"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "address", ["zhang@example.com\r\nBcc: other@example.com", "zhang@example.com\nX: y", "a@b, c@d"]
)
def test_an_address_with_a_line_break_or_a_second_one_is_refused(addressed, post, address):
    User.objects.filter(pk=addressed.pk).update(email=address)
    tell(addressed)
    tick()
    assert post.raw == []
    assert sent() == [("dead", 1, "邮箱地址不合规范，请系统管理员更正。")]


def test_an_address_that_the_mail_server_refuses_for_good_is_given_up(addressed, post):
    post.answers = ["550 no such user"]
    tell(addressed)
    tick()
    assert sent() == [("dead", 1, "邮件服务器拒收 550 no such user")]


def test_a_mail_server_that_is_busy_is_tried_again(addressed, post):
    post.answers = ["451 try later"]
    tell(addressed)
    tick()
    assert sent() == [("waiting", 1, "邮件服务器拒收 451 try later")]
    tick(FRIDAY + PAUSES[0])
    assert sent() == [("sent", 2, "")]
    assert len(post.raw) == 1


def test_a_mail_server_that_is_away_is_tried_again(addressed, post, settings):
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    tell(addressed)
    tick()
    [(status, _, error)] = sent()
    assert (status, error.partition("：")[0]) == ("waiting", "邮件服务器不可用")
    settings.EMAIL_PORT = right
    tick(FRIDAY + PAUSES[0])
    assert len(post.raw) == 1


def test_nothing_is_sent_twice_however_often_the_worker_looks(addressed, post):
    tell(addressed)
    for _ in range(3):
        tick()
    assert len(post.raw) == 1


def test_a_kind_that_a_person_switched_off_is_not_mailed(addressed, post):
    wish(addressed, todo=Mode.OFF)
    tell(addressed, "1")
    tell(addressed, "2", kind="deadline.overdue")
    tick()
    assert [mail["Subject"] for mail in post.mails] == ["示例消息2"]


def test_other_news_is_mailed_only_to_those_who_ask_for_it(addressed, post):
    tell(addressed, "1", kind="exports")
    wish(addressed, other=Mode.AT_ONCE)
    tick()
    tell(addressed, "2", kind="items")
    tick()
    assert [mail["Subject"] for mail in post.mails] == ["示例消息1", "示例消息2"]


def test_one_mail_a_day_takes_the_place_of_many(addressed, post):
    wish(addressed, one_a_day=True)
    for number in range(4):
        tell(addressed, str(number))
    tick()
    assert post.raw == []
    digest(MONDAY_8)
    [mail] = post.mails
    assert mail["Subject"] == "4 条消息汇总（2026-09-21）"
    assert "待我办理：示例消息3" in mail.get_content()
    digest(MONDAY_8 + timedelta(days=1))
    assert len(post.raw) == 1


def test_from_a_number_on_the_rest_of_a_day_is_folded(addressed, post):
    wish(addressed, fold_over=2)
    for number in range(5):
        tell(addressed, str(number))
    tick()
    assert [mail["Subject"] for mail in post.mails] == ["示例消息0", "示例消息1"]
    digest(MONDAY_8)
    assert post.mails[-1]["Subject"] == "3 条消息汇总（2026-09-21）"


def test_what_was_read_meanwhile_is_not_summed_up(addressed, post):
    wish(addressed, one_a_day=True)
    tell(addressed, "1")
    tell(addressed, "2")
    tick()
    mark_read(addressed, pks=[addressed.notices.first().pk], at=FRIDAY)
    digest(MONDAY_8)
    assert post.mails[0]["Subject"] == "1 条消息汇总（2026-09-21）"


def test_a_day_off_is_quiet_and_nothing_is_lost(addressed, post):
    tell(addressed, at=SATURDAY)
    tick(SATURDAY)
    assert post.raw == []
    assert Delivery.objects.get().next_at == datetime(2026, 9, 20, 0, 0, tzinfo=UTC)  # Sunday the 20th is worked
    tick(datetime(2026, 9, 20, 0, 0, tzinfo=UTC))
    assert len(post.raw) == 1


def test_who_wants_mail_on_days_off_gets_it(addressed, post):
    wish(addressed, quiet=False)
    tell(addressed, at=SATURDAY)
    tick(SATURDAY)
    assert len(post.raw) == 1


def test_no_digest_on_a_day_off(addressed, post):
    wish(addressed, one_a_day=True)
    tell(addressed)
    tick()
    digest(SATURDAY)
    assert post.raw == []
    digest(MONDAY_8)
    assert len(post.raw) == 1


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("filing.todo", Category.WAITING),
        ("post.todo", Category.WAITING),
        ("filing.urged", Category.URGED),
        ("deadline.asked", Category.URGED),
        ("deadline.overdue", Category.DEADLINE),
        ("repost.due_soon", Category.DEADLINE),
        ("filing.returned", Category.RESULT),
        ("exports", Category.OTHER),
    ],
)
def test_a_kind_tells_its_category(kind, category):
    assert category_of(kind) == category
