"""Posts: appointing within the numbers of the regulation, ending, handing over, oversight."""

from datetime import date

import pytest

from accounts.actions.organisation import add_unit
from accounts.actions.people import appoint, end_post, hand_over, post_gaps, record_training
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.scope import forget, scope_of
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision, Step
from tests.accounts.conftest import events
from tests.world import NOON, World, build

TODAY = date(2026, 9, 18)
TRAINED = date(2026, 9, 1)


def somebody(name: str) -> User:
    return User.objects.create_user(username=name, full_name=f"李某{name}")


def give(world: World, by: User, person: User, role: str, unit: Unit | None = None, **more: date) -> Post:
    unit = unit or world.owner
    return appoint(person, unit=unit, role=role, since=TODAY, by=by, at=NOON, **{"trained_on": TRAINED, **more})


def messages(unit: Unit, role: str) -> list[tuple[str, str]]:
    return [(gap.article, gap.message) for gap in post_gaps(unit, on=TODAY) if gap.role == role and gap.kind == "count"]


@pytest.mark.clause("S3-14")
def test_a_unit_has_exactly_one_information_officer(world: World, secadmin: User) -> None:
    assert messages(world.owner, "liaison") == [("第十四条", "缺信息员:应有 1 人,现有 0 人。")]

    give(world, secadmin, somebody("a"), "liaison")
    assert messages(world.owner, "liaison") == []

    with pytest.raises(Refused) as refusal:
        give(world, secadmin, somebody("b"), "liaison")
    assert refusal.value.field == "role"
    assert "第十四条" in refusal.value.message
    assert "李某a" in refusal.value.message
    assert "离任移交" in refusal.value.message


@pytest.mark.clause("S0-06.2")
def test_a_project_company_has_exactly_one_leader_in_overall_charge(secadmin: User, sysadmin: User) -> None:
    world = build("soe")
    company = add_unit(name="示例项目公司", code="P1", kind="project_company", parent=world.root, by=sysadmin, at=NOON)
    assert "第六条" in [article for article, _ in messages(company, "deputy")]

    give(world, secadmin, somebody("a"), "deputy", company)
    assert messages(company, "deputy") == []
    with pytest.raises(Refused) as refusal:
        give(world, secadmin, somebody("b"), "deputy", company)

    assert "第六条" in refusal.value.message


def test_other_units_of_that_company_may_have_several_deputies(secadmin: User) -> None:
    world = build("soe")

    give(world, secadmin, somebody("a"), "deputy")

    assert Post.objects.filter(unit=world.owner, role="deputy", until__isnull=True).count() == 2


@pytest.mark.clause("S0-15")
@pytest.mark.clause("S2-15")
@pytest.mark.parametrize(("regime", "article"), [("soe", "第十五条"), ("gejiu", "第十五条")])
def test_a_unit_names_the_first_and_the_main_responsible_person(db: None, regime: str, article: str) -> None:
    world = build(regime)
    assert (messages(world.owner, "chief"), messages(world.owner, "deputy")) == ([], [])

    Post.objects.filter(unit=world.owner, role__in=["chief", "deputy"]).update(until=TRAINED)

    assert [found for found, _ in messages(world.owner, "chief")] == [article]
    assert article in [found for found, _ in messages(world.owner, "deputy")]


@pytest.mark.clause("S3-17.1")
def test_nobody_starts_work_before_training(world: World, secadmin: User) -> None:
    person = somebody("a")

    with pytest.raises(Refused) as missing:
        give(world, secadmin, person, "operator", trained_on=None)
    with pytest.raises(Refused) as late:
        appoint(person, unit=world.owner, role="operator", since=TRAINED, trained_on=TODAY, by=secadmin, at=NOON)
    give(world, secadmin, person, "operator")

    assert (missing.value.field, late.value.field) == ("trained_on", "trained_on")
    assert "第十七条" in missing.value.message
    assert person.posts.get().trained_on == TRAINED


@pytest.mark.clause("S3-17.1")
def test_people_already_in_post_without_training_are_listed_not_locked_out(world: World, secadmin: User) -> None:
    post = Post.objects.get(user=world.cast["operator"])
    untrained = [gap for gap in post_gaps(world.owner, on=TODAY) if gap.kind == "training" and gap.role == "operator"]
    assert [gap.article for gap in untrained] == ["第十七条"]

    record_training(post, trained_on=date(2019, 12, 1), by=secadmin, at=NOON)

    left = [gap for gap in post_gaps(world.owner, on=TODAY) if gap.kind == "training" and gap.role == "operator"]
    assert left == []


def test_regimes_without_that_rule_ask_for_no_training(secadmin: User) -> None:
    world = build("soe")

    give(world, secadmin, somebody("a"), "operator", trained_on=None)

    assert [gap for gap in post_gaps(world.owner, on=TODAY) if gap.kind == "training"] == []


@pytest.mark.parametrize("role", ["registrar", "chief", "operator"])
def test_nobody_of_the_business_gives_posts(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        give(world, world.person(role), somebody("a"), "operator")


def test_administrators_people_switched_off_and_the_same_post_twice_are_refused(
    world: World, secadmin: User, auditor: User
) -> None:
    off = somebody("off")
    User.objects.filter(pk=off.pk).update(is_active=False)

    for person in (auditor, off, world.cast["operator"]):
        with pytest.raises(Refused) as refusal:
            give(world, secadmin, person, "operator")
        assert refusal.value.field == "user"


def test_a_post_does_not_begin_in_the_future(world: World, secadmin: User) -> None:
    with pytest.raises(Refused) as refusal:
        appoint(somebody("b"), unit=world.owner, role="head", since=date(2026, 9, 19), by=secadmin, at=NOON)

    assert refusal.value.field == "since"


@pytest.mark.parametrize("role", ["registrar", "director", "observer"])
@pytest.mark.clause("S0-19.1")
def test_people_of_the_authority_oversee_the_whole_organisation_while_in_post(secadmin: User, role: str) -> None:
    world = build("soe")
    person = somebody("a")

    post = give(world, secadmin, person, role, world.authority)
    assert scope_of(User.objects.get(pk=person.pk)).covers(world.child)

    end_post(post, until=TODAY, by=secadmin, at=NOON)
    assert scope_of(User.objects.get(pk=person.pk)).nothing


@pytest.mark.clause("S0-19.1")
def test_a_project_company_oversees_itself_and_nothing_else(secadmin: User, sysadmin: User) -> None:
    world = build("soe")
    company = add_unit(name="示例项目公司", code="P1", kind="project_company", parent=world.root, by=sysadmin, at=NOON)
    below = add_unit(name="项目一部", code="P2", kind="department", parent=company, by=sysadmin, at=NOON)
    person = somebody("a")

    give(world, secadmin, person, "registrar", company)

    seen = User.objects.get(pk=person.pk)
    assert [scope_of(seen).covers(unit) for unit in (company, below, world.owner, world.root)] == [
        True,
        True,
        False,
        False,
    ]
    assert seen.has_perm("accounts.change_account", below)
    assert not seen.has_perm("accounts.change_account", world.owner)


def test_an_operator_elsewhere_does_not_become_an_authority_there(world: World, secadmin: User) -> None:
    other = build("soe")
    person = world.person("registrar")

    give(other, secadmin, person, "operator", other.owner)

    forget(person)
    assert person.has_perm("accounts.view_account", other.owner)
    assert not person.has_perm("accounts.change_account", other.owner)


def held_step(world: World) -> Step:
    """Return an open step that the unit's head holds by name."""
    plan = [chain.StepPlan("head", "部门负责人审核", "head", world.owner, "approve", "owner", "第六条")]
    chain.open_run(
        world.owner, plan=plan, edition_ref="taibai:1", content_hash="0" * 64, by=world.cast["operator"], at=NOON
    )
    step = Step.objects.get()
    step.holder = world.cast["head"]
    step.save()
    return step


@pytest.mark.clause("S4-05.2")
def test_handing_over_passes_post_and_open_steps_to_the_successor(world: World, secadmin: User) -> None:
    step, successor = held_step(world), somebody("a")
    post = Post.objects.get(user=world.cast["head"])

    new = hand_over(post, to=successor, on=TODAY, by=secadmin, at=NOON, trained_on=TRAINED)

    post.refresh_from_db()
    assert (post.until, new.since, new.user, new.role) == (TODAY, TODAY, successor, "head")
    step.refresh_from_db()
    assert step.holder == successor
    moved = Decision.objects.get(verb="transfer")
    assert (moved.by, moved.for_user, moved.opinion) == (secadmin, successor, "离任移交")
    assert Notice.objects.get(user=successor).body == "接替张某head的岗位,并接手 1 件待办事项。"
    assert events("post.handed_over", post)[0].after["steps"] == 1


def test_handing_over_keeps_the_number_of_the_role(world: World, secadmin: User) -> None:
    first = give(world, secadmin, somebody("a"), "liaison")

    hand_over(first, to=somebody("b"), on=TODAY, by=secadmin, at=NOON, trained_on=TRAINED)

    assert messages(world.owner, "liaison") == []


def test_a_step_held_by_name_goes_back_to_the_post_when_its_holder_leaves(world: World, secadmin: User) -> None:
    step = held_step(world)

    end_post(Post.objects.get(user=world.cast["head"]), until=TODAY, by=secadmin, at=NOON)

    step.refresh_from_db()
    assert step.holder is None


def test_a_post_ends_once_not_before_it_began_and_not_in_the_future(world: World, secadmin: User) -> None:
    post = Post.objects.get(user=world.cast["head"])

    for until in (date(2019, 12, 31), date(2026, 9, 19)):
        with pytest.raises(Refused) as refusal:
            end_post(post, until=until, by=secadmin, at=NOON)
        assert refusal.value.field == "until"
    end_post(post, until=TODAY, by=secadmin, at=NOON)
    with pytest.raises(Refused):
        end_post(post, until=TODAY, by=secadmin, at=NOON)

    assert len(events("post.ended", post)) == 1


def test_nobody_succeeds_oneself(world: World, secadmin: User) -> None:
    post = Post.objects.get(user=world.cast["head"])

    with pytest.raises(Refused) as refusal:
        hand_over(post, to=world.cast["head"], on=TODAY, by=secadmin, at=NOON)

    assert refusal.value.field == "to"
    post.refresh_from_db()
    assert post.until is None
