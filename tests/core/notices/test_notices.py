"""The inbox: each message once per person and key, read marks."""

from datetime import timedelta

import pytest

from newmedia_portal.core.notices.actions import mark_read, notify
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work
from tests.core.ground import AT, person

pytestmark = pytest.mark.django_db


def send(users, key="k", **more) -> None:
    """Send a message."""
    notify(users, **{"kind": "test", "title": "标题", "url": "/", "at": AT, "key": key, **more})


def test_a_message_arrives_once_per_person_and_key():
    first, second = person("张某一"), person("李某二")
    send([first])
    send([first, second, first.pk], title="又一次")
    send([first], key="other")
    rows = Notice.objects.order_by("user_id", "pk").values_list("user_id", "key", "title")
    assert list(rows) == [(first.pk, "k", "标题"), (first.pk, "other", "标题"), (second.pk, "k", "又一次")]


def test_a_long_text_is_cut_rather_than_refused():
    send([person("张某一")], title="长" * 300, body="文" * 900)
    notice = Notice.objects.get()
    assert (len(notice.title), len(notice.body)) == (200, 500)


def test_nobody_to_tell_is_no_fault():
    send([])
    assert Notice.objects.count() == 0


def test_a_rolled_back_action_tells_nobody():
    reader = person("张某一")

    def tell_and_fail() -> None:
        with unit_of_work():
            send([reader])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell_and_fail()
    assert Notice.objects.count() == 0


def test_a_person_marks_only_their_own_messages_as_read():
    mine, other = person("张某一"), person("李某二")
    send([mine, other])
    send([mine], key="second")
    theirs = Notice.objects.get(user=other)
    assert mark_read(mine, pks=[theirs.pk], at=AT) == 0
    assert mark_read(mine, pks=None, at=AT) == 2
    assert mark_read(mine, pks=None, at=AT + timedelta(hours=1)) == 0
    assert Notice.objects.filter(read_at=AT).count() == 2
    assert Notice.objects.get(user=other).read_at is None
