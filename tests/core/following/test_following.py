"""Following: who follows is told of changes of state, out of the audit log, as far as they may see it at that time."""

import pytest
from django.test import Client

from accounts.actions.organisation import rename_unit
from accounts.actions.register import correct
from accounts.models import MediaAccount
from filings.models import Filing
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.following.actions import MOST, follow, unfollow
from newmedia_portal.core.following.models import Follow
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Refused
from tests.accounts.entries import enter
from tests.filings.making import draft, submitted
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


def seat(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(user: User) -> list[tuple[str, str]]:
    """Return title and body of what a follower was told, oldest first."""
    drain(now=lambda: NOON)
    mine = Notice.objects.filter(user=user, kind="following").order_by("pk")
    return list(mine.values_list("title", "body"))


def test_a_follower_of_a_filing_is_told_of_each_state_and_no_one_else_is(world: World) -> None:
    filing = submitted(world)
    head, chief = world.person("head"), world.person("chief")
    follow(filing, by=chief, at=NOON)
    before = filing.state

    world.approve_all(filing)

    filing.refresh_from_db()
    assert filing.state == "approved" != before
    titles = told(chief)
    assert titles[-1][0] == f"关注的备案有变化：{filing}（准予备案）"
    assert titles[-1][1].endswith("变为“已备案”。")
    assert told(head) == []
    notice = Notice.objects.filter(user=chief, kind="following").last()
    assert notice is not None
    assert notice.url == f"/filings/{filing.pk}/"


def test_followers_of_the_unit_hear_of_its_filings_and_accounts(world: World) -> None:
    follow(world.owner, by=world.person("observer"), at=NOON)
    follow(world.foreign, by=world.person("director"), at=NOON)
    filing = submitted(world)
    world.approve_all(filing)

    assert any(title.endswith("（提交备案）") for title, _ in told(world.person("observer")))
    assert told(world.person("director")) == []


def test_who_follows_twice_over_is_told_once(world: World) -> None:
    observer = world.person("observer")
    account = enter(world)
    for obj in (account, world.owner):
        follow(obj, by=observer, at=NOON)
    correct(
        account, {"remark": "新的备注"}, version=account.version, reason="补充", by=world.person("registrar"), at=NOON
    )

    assert told(observer) == [("关注的账号有变化：示例发布（更正台账）", "")]


def test_ones_own_deed_is_not_told_to_oneself(world: World) -> None:
    registrar, observer = world.person("registrar"), world.person("observer")
    account = enter(world)
    for person in (registrar, observer):
        follow(account, by=person, at=NOON)
    correct(account, {"remark": "新"}, version=account.version, reason="补充", by=registrar, at=NOON)

    assert (len(told(observer)), told(registrar)) == (1, [])


def test_the_right_to_see_is_asked_when_it_is_told(world: World) -> None:
    outsider = world.person("outsider")
    account = enter(world, world.foreign)
    follow(account, by=outsider, at=NOON)
    correct(account, {"remark": "新"}, version=account.version, reason="补充", by=world.person("registrar"), at=NOON)
    assert OutboxItem.objects.filter(job="following.tell", done_at=None).count() == 1
    Post.objects.filter(user=outsider).update(until="2020-02-01")

    assert told(outsider) == []
    assert Follow.objects.filter(user=outsider).count() == 1


def test_who_was_put_out_of_service_is_told_nothing(world: World) -> None:
    observer, account = world.person("observer"), enter(world)
    follow(account, by=observer, at=NOON)
    User.objects.filter(pk=observer.pk).update(is_active=False)
    correct(account, {"remark": "新"}, version=account.version, reason="补充", by=world.person("registrar"), at=NOON)

    assert told(observer) == []


def test_drafts_of_a_followed_unit_stay_with_their_writers(world: World) -> None:
    follow(world.owner, by=world.person("observer"), at=NOON)
    draft(world)

    assert told(world.person("observer")) == []


def test_a_unit_that_is_renamed_is_told_with_its_new_name(world: World) -> None:
    follow(world.owner, by=world.person("head"), at=NOON)
    rename_unit(world.owner, name="示例新局", by=admin("sysadmin"), at=NOON)

    assert told(world.person("head")) == [("关注的单位有变化：示例新局（单位更名）", "")]


def test_a_change_that_is_taken_back_is_not_told(world: World) -> None:
    account = enter(world)
    follow(account, by=world.person("observer"), at=NOON)
    with pytest.raises(Refused):
        correct(account, {"remark": "新"}, version=account.version, reason="", by=world.person("registrar"), at=NOON)

    assert not OutboxItem.objects.filter(job="following.tell").exists()


def test_what_is_hidden_cannot_be_followed(world: World) -> None:
    account = enter(world, world.foreign)
    operator = world.person("operator")

    with pytest.raises(Refused):
        follow(account, by=operator, at=NOON)
    assert seat(operator).post(f"/following/accounts.mediaaccount/{account.pk}/begin/").status_code == 404
    assert seat(operator).post("/following/core.user/1/begin/").status_code == 404
    assert seat(operator).post("/following/no.thing/1/begin/").status_code == 404


def test_one_person_follows_a_bounded_number(world: World) -> None:
    observer = world.person("observer")
    Follow.objects.bulk_create(
        Follow(user=observer, object_type="core.unit", object_id=10_000 + n, since=NOON) for n in range(MOST)
    )
    with pytest.raises(Refused, match="最多关注"):
        follow(enter(world), by=observer, at=NOON)


@pytest.mark.parametrize("kind", ["account", "unit", "filing"])
def test_the_button_on_the_page_follows_and_ends_it(world: World, kind: str) -> None:
    observer = world.person("observer")
    obj: MediaAccount | Unit | Filing = {
        "account": lambda: enter(world),
        "unit": lambda: world.owner,
        "filing": lambda: submitted(world),
    }[kind]()
    address = {"account": "/accounts/", "unit": "/units/", "filing": "/filings/"}[kind] + f"{obj.pk}/"
    client = seat(observer)

    assert 'data-testid="follow"' in client.get(address).content.decode()
    answer = client.post(f"/following/{obj._meta.label_lower}/{obj.pk}/begin/", follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert 'data-testid="unfollow"' in answer.content.decode()
    mine = client.get("/following/").content.decode()
    assert str(obj) in mine
    one = Follow.objects.get(user=observer)
    assert seat(world.person("head")).post(f"/following/{one.pk}/end/").status_code == 404
    client.post(f"/following/{one.pk}/end/")
    assert not Follow.objects.exists()


def test_my_list_names_nothing_that_i_may_no_longer_see(world: World) -> None:
    outsider = world.person("outsider")
    account = enter(world, world.foreign, name="示例外单位号")
    follow(account, by=outsider, at=NOON)
    Post.objects.filter(user=outsider).update(unit=world.child)

    page = seat(outsider).get("/following/").content.decode()
    assert "示例外单位号" not in page
    assert "已不在您的查看范围内" in page
    assert unfollow(list(Follow.objects.all()), by=world.person("head"), at=NOON) == 0
    assert unfollow(list(Follow.objects.all()), by=outsider, at=NOON) == 1
