"""Nothing stays with somebody who has gone: every kind of things held, each way of leaving; all of it or nothing."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from accounts.actions.people import change_person, end_post, hand_over
from accounts.handover.holders import holders, people_with_ended_posts, stranded, stranded_on
from accounts.handover.moving import move_holdings
from accounts.models import Handover, HandoverLine
from filings.models import Filing
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.exports.models import ExportSchedule
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Refused
from tests.accounts.conftest import events
from tests.dying import Death, Fuse, rows
from tests.world import NOON, START, World, admin, build

from .making import (
    DAY,
    DEPARTMENT_KINDS,
    UNIT_KINDS,
    busy_operator,
    busy_registrar,
    colleague,
    held_by,
    post_of,
)

pytestmark = pytest.mark.django_db
#: Columns that say who did something, or whose a message, a setting or a post is: they stay with that person.
OWN = ("by", "_by", "user")
#: People named for another reason than that something waits for them, with the reason.
OTHERWISE = {
    "core.AuditEvent.actor": "who did it",
    "core.ReleaseRequest.person": "about whom a release was asked, which lapses after a day",
    "core.Copy.person": "a copy that was sent to read",
    "core.Presence.person": "who has a page open, for seconds",
    "core.Export.owner": "a file that was made, and goes after some days",
    "core.Decision.for_user": "for whom a decision was taken",
    "accounts.Handover.leaver": "the case of the leaver",
    "accounts.Handover.successor": "the case of the leaver",
    "accounts.HandoverLine.to": "to whom something passed",
    "reviews.EditLock.holder": "a lease of minutes, which ends by itself",
    "assessments.Finding.finder": "who found it",
}


@pytest.fixture
def world(db: None) -> World:
    """Return an organisation of the county's regulation, which knows inspections."""
    return build("taibai")


def takers(world: World, *, department: bool) -> dict[str, User | None]:
    """Return who takes each kind: a colleague in the same place."""
    if department:
        other = colleague(world, "registrar", "赵某四", unit=world.authority)
        return dict.fromkeys(DEPARTMENT_KINDS, other)
    return dict.fromkeys(UNIT_KINDS, colleague(world))


def test_the_two_busy_people_hold_one_of_every_kind_there_is(world: World) -> None:
    assert set(held_by(busy_operator(world))) == UNIT_KINDS
    assert set(held_by(busy_registrar(world))) == DEPARTMENT_KINDS
    assert {one.code for one in holders()} == UNIT_KINDS | DEPARTMENT_KINDS


@pytest.mark.parametrize("how", ["end", "hand over", "afterwards"])
@pytest.mark.parametrize("department", [False, True], ids=["unit", "department"])
@pytest.mark.clause("S4-05.1")
def test_nothing_remains_on_a_person_whose_last_post_ends(world: World, how: str, department: bool) -> None:
    by = admin("sysadmin")
    person = busy_registrar(world) if department else busy_operator(world)
    before = held_by(person)
    chosen, role = takers(world, department=department), "registrar" if department else "operator"
    post = post_of(world, role)
    if how == "end":
        end_post(post, until=DAY, by=by, at=NOON, takers=chosen)
    elif how == "hand over":
        new = User.objects.create(username="handover-new", full_name="钱某五")
        hand_over(post, to=new, on=DAY, by=by, at=NOON, trained_on=DAY)
    else:
        Post.objects.filter(pk=post.pk).update(until=DAY)
        forget(person)
        move_holdings(person, takers=chosen, by=by, at=NOON)
    assert held_by(person) == {}
    assert stranded(list(people_with_ended_posts()), at=NOON) == {}
    if how != "afterwards":
        case = Handover.objects.get(post=post)
        assert case.lines.count() == sum(map(len, before.values()))


def test_what_passed_on_is_in_the_hands_of_the_taker_and_told(world: World) -> None:
    by, person = admin("sysadmin"), busy_operator(world)
    chosen = takers(world, department=False)
    to = chosen["filings"]
    assert to is not None
    kinds = {code: len(things) for code, things in held_by(person).items()}
    end_post(post_of(world, "operator"), until=DAY, by=by, at=NOON, takers=chosen)
    now = {code: len(things) for code, things in held_by(to).items()}
    assert {code: now[code] for code in ("filings", "posts", "shifts", "schedules")} == {
        code: kinds[code] for code in ("filings", "posts", "shifts", "schedules")
    }
    assert Notice.objects.filter(user=to, kind="handover").count() == 1
    moved = events("handover.moved")
    assert [event.after["count"] for event in moved] == [sum(kinds.values())]
    assert {event.before["created_by"] for event in events("filing.taken_over")} == {str(person)}


def test_a_post_is_not_ended_silently_while_something_is_open(world: World) -> None:
    by = admin("sysadmin")
    busy_operator(world)
    with pytest.raises(Refused, match="经办的备案 2 件"):
        end_post(post_of(world, "operator"), until=DAY, by=by, at=NOON)
    with pytest.raises(Refused, match="请选择由谁接手") as refusal:
        end_post(post_of(world, "operator"), until=DAY, by=by, at=NOON, takers={})
    assert refusal.value.field == "take_filings"
    assert post_of(world, "operator").until is None
    assert Handover.objects.count() == 0


def test_a_taker_holds_a_fitting_post(world: World) -> None:
    by, stranger = admin("sysadmin"), world.person("outsider")
    busy_operator(world)
    chosen = {**takers(world, department=False), "filings": stranger}
    with pytest.raises(Refused, match="没有接手经办的备案所需的岗位"):
        end_post(post_of(world, "operator"), until=DAY, by=by, at=NOON, takers=chosen)


def test_one_who_keeps_another_post_keeps_what_belongs_to_it(world: World) -> None:
    by, person = admin("sysadmin"), busy_operator(world)
    Post.objects.create(user=person, unit=world.owner, role="liaison", since=START)
    end_post(post_of_role(person, "operator"), until=DAY, by=by, at=NOON)
    assert set(held_by(person)) == UNIT_KINDS
    assert stranded_on(person, at=NOON) == []


def post_of_role(person: User, role: str) -> Post:
    return Post.objects.select_related("unit__root", "user").get(user=person, role=role, until__isnull=True)


def test_the_second_of_two_administrators_is_told_that_nothing_is_left(world: World) -> None:
    by, person = admin("sysadmin"), busy_operator(world)
    chosen = takers(world, department=False)
    Post.objects.filter(user=person).update(until=DAY)
    move_holdings(person, takers=chosen, by=by, at=NOON)
    with pytest.raises(Refused, match="可能已由他人移交"):
        move_holdings(person, takers=chosen, by=admin("secadmin"), at=NOON)
    assert len(events("handover.moved")) == 1


def test_a_worker_that_dies_in_the_middle_leaves_all_or_nothing(world: World) -> None:
    by = admin("sysadmin")
    busy_operator(world)
    chosen, post = takers(world, department=False), post_of(world, "operator")

    def work() -> None:
        end_post(Post.objects.get(pk=post.pk), until=DAY, by=by, at=NOON, takers=chosen)

    before = rows()
    fuse = Fuse()
    with transaction.atomic(), _watched(fuse):
        work()
        transaction.set_rollback(True)
    for point in range(1, fuse.passed, max(1, fuse.passed // 12)):
        with pytest.raises(Death), transaction.atomic(), _watched(Fuse(point)):
            work()
        assert rows() == before, point


def _watched(fuse: Fuse) -> Any:
    from django.db import connection

    return connection.execute_wrapper(fuse)


def test_every_column_that_names_a_person_is_a_holder_a_deed_or_explained() -> None:
    held = {field for holder in holders() for field in holder.fields}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in {"core", "regimes", "accounts", "filings", "reviews", "duties", "assessments"}
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, (models.ForeignKey, models.ManyToManyField)) and field.related_model is User
    }
    deeds = {name for name in found if name.rpartition(".")[2].endswith(OWN)}
    assert found - deeds - held - set(OTHERWISE) == set()
    assert held - found == set()


def test_nobody_is_switched_off_with_open_posts_and_nothing_hides_behind_a_switch(world: World) -> None:
    person = busy_operator(world)
    with pytest.raises(Refused):
        change_person(person, is_active=False, by=admin("sysadmin"), at=NOON)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert {group.holder.code for group in stranded(list(people_with_ended_posts()), at=NOON)[person.pk]} == UNIT_KINDS


def test_the_page_of_leavers_takes_the_same_statements_for_one_and_for_five(
    world: World, django_assert_max_num_queries: Any
) -> None:
    busy_operator(world)
    Post.objects.filter(role="operator", unit=world.owner).update(until=DAY)
    for number in range(4):
        left = colleague(world, "staff", f"孙某{number}")
        Filing.objects.create(
            kind="open", unit=world.owner, root=world.root, edition=world.edition, created_by=left, created_at=NOON,
            saved_at=NOON,
        )  # fmt: skip
        Post.objects.filter(user=left).update(until=DAY)
    with django_assert_max_num_queries(15):
        assert len(stranded(list(people_with_ended_posts()), at=NOON)) == 5


def test_a_stopped_schedule_and_a_struck_shift_say_why(world: World) -> None:
    by = admin("sysadmin")
    busy_operator(world)
    chosen = takers(world, department=False)
    chosen |= {"schedules": None, "subscriptions": None, "shifts": None}
    end_post(post_of(world, "operator"), until=DAY, by=by, at=NOON, takers=chosen)
    assert ExportSchedule.objects.get(title="示例月报").ended_at == NOON
    assert HandoverLine.objects.filter(kind="未到的班次").first().to_words == "取消班次"  # type: ignore[union-attr]
