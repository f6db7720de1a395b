"""Custody of passwords: who keeps them since when, and what a leaving person sets off."""

from datetime import date

import pytest

from accounts.actions.custody import hand_over_password
from accounts.actions.people import end_post
from accounts.actions.register import close_account
from accounts.models import CustodyRecord, MediaAccount
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.accounts.entries import enter
from tests.world import NOON, World

TODAY = date(2026, 9, 18)


def pass_on(world: World, account: MediaAccount, role: str = "operator", **values: object) -> CustodyRecord:
    given = {"keeper": "王某三", "on": TODAY, "changed_on": TODAY, "reason": "岗位调整", **values}
    return hand_over_password(account, by=world.person(role), at=NOON, **given)  # type: ignore[arg-type]


@pytest.mark.clause("S0-18")
@pytest.mark.clause("S3-13")
def test_an_account_has_one_keeper_at_a_time_and_keeps_the_earlier_ones(world: World) -> None:
    account = enter(world, team=[{"role": "keeper", "name": "李某二"}])

    pass_on(world, account)

    assert [(c.keeper, c.since, c.until) for c in account.custody.all()] == [
        ("王某三", TODAY, None),
        ("李某二", TODAY, TODAY),
    ]
    (event,) = events("account.custody", account)
    assert (event.before["keeper"], event.after["keeper"]) == ("李某二", "王某三")


@pytest.mark.clause("S0-18")
def test_no_field_can_hold_the_secret(world: World) -> None:
    names = {field.name for field in CustodyRecord._meta.get_fields()}

    assert names == {
        "id",
        "account",
        "keeper",
        "since",
        "until",
        "password_changed_on",
        "reason",
        "entered_by",
        "entered_at",
    }


def test_a_new_keeper_means_a_new_password(world: World) -> None:
    account = enter(world, team=[{"role": "keeper", "name": "李某二"}])

    with pytest.raises(Refused) as refusal:
        pass_on(world, account, changed_on=None)

    assert refusal.value.field == "changed_on"
    assert account.custody.get().keeper == "李某二"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"keeper": " "}, "keeper"),
        ({"on": date(2026, 9, 19)}, "on"),
        ({"changed_on": date(2026, 9, 19)}, "changed_on"),
        ({"on": date(2026, 9, 17)}, "on"),
    ],
)
def test_wrong_dates_and_names_are_refused_at_their_field(world: World, values: dict[str, object], field: str) -> None:
    account = enter(world, team=[{"role": "keeper", "name": "李某二"}])

    with pytest.raises(Refused) as refusal:
        pass_on(world, account, **values)

    assert refusal.value.field == field


@pytest.mark.parametrize("role", ["registrar", "director", "observer", "line", "outsider", "child", "chief"])
def test_only_the_units_own_people_record_custody(world: World, role: str) -> None:
    account = enter(world)

    with pytest.raises(Forbidden):
        pass_on(world, account, role)

    assert account.custody.count() == 0


def test_an_ended_account_has_no_password_to_pass_on(world: World) -> None:
    account = enter(world)
    close_account(account, closed_on=TODAY, by=None, at=NOON, source_filing=None)

    with pytest.raises(Refused):
        pass_on(world, account)


@pytest.mark.clause("S2-18.1")
@pytest.mark.clause("S4-05.1")
def test_a_leaving_manager_makes_the_password_due_and_tells_those_who_stay(world: World, secadmin: User) -> None:
    leaving = User.objects.create_user(username="leaver", full_name="李某二")
    post = Post.objects.create(user=leaving, unit=world.owner, role="manager", since=date(2020, 1, 1))
    account = enter(world, team=[{"role": "manager", "name": "李某二"}])
    other = enter(world, unit=world.foreign, handle="1000000009", team=[{"role": "manager", "name": "李某二"}])

    end_post(post, until=TODAY, by=secadmin, at=NOON)

    account.refresh_from_db()
    other.refresh_from_db()
    assert (account.password_due_since, other.password_due_since) == (TODAY, None)
    assert [(n.user, n.title) for n in Notice.objects.filter(kind="custody")] == [
        (world.cast["operator"], "请更换“示例发布”的口令并登记移交")
    ]
    assert events("account.password_due", account)[0].reason == "李某二离任"


@pytest.mark.clause("S2-18.1")
def test_a_recorded_change_of_password_settles_it(world: World) -> None:
    account = enter(world)
    MediaAccount.objects.filter(pk=account.pk).update(password_due_since=TODAY)

    pass_on(world, account)

    assert MediaAccount.objects.get().password_due_since is None
