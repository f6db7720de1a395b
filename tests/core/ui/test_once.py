"""A form sent twice acts once."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.models import SentForm
from newmedia_portal.core.ui.once import act_once, forget_sent_forms

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_the_second_sending_leads_to_the_result_of_the_first(person: User) -> None:
    token, done = uuid.uuid4(), []

    def act() -> str:
        done.append("acted")
        return f"/filings/{len(done)}/"

    urls = [act_once(token, act, by=person, at=NOW) for _ in range(3)]

    assert urls == ["/filings/1/"] * 3
    assert done == ["acted"]


def test_a_refused_form_may_be_sent_again(person: User) -> None:
    token = uuid.uuid4()

    def refuse() -> str:
        raise Refused("缺少附件。请上传后重新提交。")

    with pytest.raises(Refused):
        act_once(token, refuse, by=person, at=NOW)

    assert act_once(token, lambda: "/filings/7/", by=person, at=NOW) == "/filings/7/"


def test_another_person_with_the_same_token_acts_for_themselves(person: User) -> None:
    other = User.objects.create_user("li-2", full_name="李某二")
    token = uuid.uuid4()
    act_once(token, lambda: "/a/", by=person, at=NOW)

    assert act_once(token, lambda: "/b/", by=other, at=NOW) == "/b/"


def test_tokens_are_forgotten_after_two_days(person: User) -> None:
    act_once(uuid.uuid4(), lambda: "/old/", by=person, at=NOW - timedelta(days=3))
    act_once(uuid.uuid4(), lambda: "/new/", by=person, at=NOW)

    forget_sent_forms(on=NOW.date(), at=NOW)

    assert list(SentForm.objects.values_list("result_url", flat=True)) == ["/new/"]
