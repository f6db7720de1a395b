"""Pages of a hand-over: the form that ends a post shows what hangs on the person; case, list on paper, leavers."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.people import end_post
from accounts.models import Handover
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.scope import forget
from tests.accounts.conftest import events
from tests.accounts.entries import enter
from tests.filings.pages import client_of, words
from tests.world import NOON, World, admin, build

from .making import DAY, busy_operator, colleague, held_by, post_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    """Return an organisation of the county's regulation."""
    return build("taibai")


def test_the_form_shows_what_hangs_on_the_person_and_moves_it_in_one_go(world: World) -> None:
    person, client, to = busy_operator(world, at=timezone.now()), client_of(admin("sysadmin")), colleague(world)
    post = post_of(world, "operator")
    address = f"/people/posts/{post.pk}/end/"
    shown = words(client.get(address))
    assert all(part in shown for part in ("经办的备案 2 件", "未到的班次", "由谁接手", "示例月报"))
    refused = client.post(address, {"until": DAY.isoformat()})
    assert (refused.status_code, post_of(world, "operator").until) == (422, None)
    sent = {f"take_{code}": to.pk for code in held_by(person)}
    done = client.post(address, {"until": DAY.isoformat(), **sent})
    case = Handover.objects.get(post=post)
    assert (done.status_code, done.headers["Location"]) == (302, f"/people/handovers/{case.pk}/")
    assert held_by(person) == {}
    page = words(client.get(f"/people/handovers/{case.pk}/"))
    assert all(part in page for part in ("名下事项去向", str(to), "三方确认", "移交资料、印章和设备"))


def test_a_hand_over_needs_no_further_choice(world: World) -> None:
    person, client = busy_operator(world, at=timezone.now()), client_of(admin("sysadmin"))
    new = User.objects.create(username="handover-new", full_name="钱某五")
    address = f"/people/posts/{post_of(world, 'operator').pk}/hand-over/"
    assert "不选则由接任人接手。" in words(client.get(address))
    client.post(address, {"to": new.pk, "on": DAY.isoformat(), "trained_on": DAY.isoformat()})
    assert held_by(person) == {}


@pytest.fixture
def case(world: World) -> Handover:
    """Return the case of an operator who left."""
    enter(world, team=[{"role": "manager", "name": str(world.cast["operator"])}])
    post = post_of(world, "operator")
    end_post(post, until=DAY, by=None, at=NOON)
    forget(world.cast["operator"])
    return Handover.objects.get(post=post)


def test_the_leaver_without_any_post_still_reads_the_own_case_and_settles_nothing(case: Handover, world: World) -> None:
    client = client_of(world.person("operator"))
    page = client.get(f"/people/handovers/{case.pk}/")
    assert (page.status_code, 'data-testid="item-papers"' in page.content.decode()) == (200, False)
    assert client.get("/people/handovers/").status_code == 404
    assert client.get(f"/people/handovers/items/{case.items.get(code='papers').pk}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("head", 200), ("registrar", 200), ("observer", 200), ("outsider", 404), ("child", 404)],
)  # fmt: skip
def test_a_case_is_seen_from_above_and_from_the_unit(case: Handover, world: World, role: str, status: int) -> None:
    assert client_of(world.person(role)).get(f"/people/handovers/{case.pk}/").status_code == status


def test_an_item_is_entered_on_its_page(case: Handover, world: World) -> None:
    client, item = client_of(world.person("head")), case.items.get(code="papers")
    address = f"/people/handovers/items/{item.pk}/"
    assert client.post(address, {"on": DAY.isoformat(), "evidence": ""}).status_code == 422
    assert client.post(address, {"on": DAY.isoformat(), "evidence": "示例交接单"}).status_code == 302
    assert "示例交接单" in words(client.get(f"/people/handovers/{case.pk}/"))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_list_is_taken_as_a_file_and_that_is_logged(case: Handover, world: World, kind: str) -> None:
    client = client_of(world.person("registrar"))
    page = words(client.get(f"/people/handovers/{case.pk}/print/"))
    assert all(part in page for part in ("离任移交清单", "移交人确认", "接手人确认", "主管部门确认", "未办理"))
    taken = client.get(f"/people/handovers/{case.pk}/print/", {"as": kind})
    assert taken.status_code == 200
    assert len(taken.content) > 2000
    assert [event.after["name"] for event in events("handover.print_taken")] == [f"离任移交清单-{case.person}.{kind}"]


def test_leavers_with_open_things_are_listed_and_passed_on(world: World) -> None:
    person, to = busy_operator(world, at=timezone.now()), colleague(world)
    Post.objects.filter(user=person).update(until=DAY)
    for role in ("head", "registrar"):
        assert str(person) in words(client_of(world.person(role)).get("/people/left/"))
    assert str(person) not in words(client_of(world.person("outsider")).get("/people/left/"))
    address = f"/people/{person.pk}/holdings/"
    assert client_of(world.person("outsider")).get(address).status_code == 404
    assert client_of(to).post(address, {}).status_code == 404
    client = client_of(world.person("head"))
    codes = list(held_by(person))
    assert client.post(address, {f"take_{code}": to.pk for code in codes}).status_code == 302
    assert held_by(person) == {}
    assert "没有未移交的事项" in words(client.get("/people/left/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_statements_for_one_row_and_three(
    world: World, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        post = Post.objects.get(user=colleague(world, "staff", "周某七"))
        end_post(post, until=DAY, by=None, at=NOON)
    client = client_of(world.person("registrar"))
    client.get("/people/handovers/")
    with django_assert_max_num_queries(12):
        assert words(client.get("/people/handovers/")).count("周某七") >= number


def test_nobody_without_a_log_in_reads_any_of_it(case: Handover) -> None:
    for address in ("/people/left/", "/people/handovers/", f"/people/handovers/{case.pk}/"):
        assert Client().get(address).status_code == 302
