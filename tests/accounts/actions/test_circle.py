"""The department's circle of accounts: who may join, who follows whom (工作圈)."""

from datetime import date, timedelta

import pytest

from accounts.actions.circle import enter_circle
from accounts.actions.register import record_unfiled
from accounts.models import CircleMember, MediaAccount
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.accounts.entries import DATA, enter
from tests.world import NOON, World, build

TODAY = date(2026, 9, 18)


@pytest.fixture
def company(db: None) -> World:
    """Return an organisation under the regulation that knows a circle."""
    return build("corp")


def join(world: World, account: MediaAccount, *, role: str = "registrar", **values: object) -> CircleMember:
    facts = {"joined_on": TODAY, **values}
    return enter_circle(account, by=world.person(role), at=NOON, **facts)  # type: ignore[arg-type]


@pytest.mark.clause("S1-3.3.5a")
def test_a_filed_account_joins_the_circle_and_the_change_is_in_the_log(company: World) -> None:
    account = enter(company)

    join(company, account, follows_us=True)
    member = join(company, account, follows_us=True, followed_by_us=True, note="协助实名认证")

    assert (member.mutual, CircleMember.objects.present().count()) == (True, 1)
    assert [event.after for event in events("account.circle", account)][1] == {
        "followed_by_us": True,
        "note": "协助实名认证",
    }


@pytest.mark.clause("S1-3.3.5a")
def test_an_account_that_is_not_filed_cannot_join(company: World) -> None:
    account = record_unfiled(
        unit=company.owner,
        data={**DATA, "name": "示例未备案号"},
        found_on=TODAY,
        by=company.person("registrar"),
        at=NOON,
    )

    with pytest.raises(Refused, match="先完成备案"):
        join(company, account)


def test_days_in_the_future_or_out_of_order_are_refused_at_their_field(company: World) -> None:
    account = enter(company)

    for wrong, field in (
        ({"joined_on": TODAY + timedelta(days=1)}, "joined_on"),
        ({"left_on": TODAY - timedelta(days=1)}, "left_on"),
        ({"left_on": TODAY + timedelta(days=1)}, "left_on"),
    ):
        with pytest.raises(Refused) as refused:
            join(company, account, **wrong)
        assert refused.value.field == field


def test_only_the_department_enters_members(company: World) -> None:
    account = enter(company)

    with pytest.raises(Forbidden):
        join(company, account, role="operator")


def test_a_regulation_without_a_circle_has_no_members(world: World) -> None:
    account = enter(world)

    with pytest.raises(Refused, match="没有工作圈"):
        join(world, account)
