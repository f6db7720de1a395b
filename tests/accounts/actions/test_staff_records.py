"""Records about people in posts: qualification, background check, education of leavers."""

from datetime import date

import pytest

from accounts.actions.people import end_post, post_gaps, record_staff
from accounts.models import StaffRecord
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.accounts.pages.test_lists import sign_in
from tests.world import NOON, World, build

TODAY = date(2026, 9, 18)


@pytest.fixture
def liaison(world: World) -> Post:
    """Return the post of the unit's information officer."""
    return Post.objects.create(
        user=world.cast["editor"], unit=world.owner, role="liaison", since=date(2024, 1, 1), trained_on=date(2023, 1, 1)
    )


def conditions(world: World) -> list[str]:
    rules = world.edition.edition.personnel
    return [text for rule in rules if rule.code == "qualification" for text in rule.conditions]


def missing(world: World) -> list[tuple[str, str]]:
    return [(gap.article, gap.message) for gap in post_gaps(world.owner, on=TODAY) if gap.kind == "record"]


@pytest.mark.clause("S3-15")
def test_an_information_officer_is_checked_condition_by_condition(world: World, liaison: Post) -> None:
    asked = conditions(world)
    assert len(asked) == 3
    assert missing(world) == [("第十五条", "张某itor的资格条件还没有逐项核对。")]

    with pytest.raises(Refused) as refusal:
        record_staff(liaison, code="qualification", on=TODAY, conditions=asked[:2], by=world.person("chief"), at=NOON)
    assert refusal.value.field == "conditions"
    assert asked[2] in refusal.value.message

    record_staff(liaison, code="qualification", on=TODAY, conditions=asked, by=world.person("chief"), at=NOON)
    assert missing(world) == []
    assert events("post.recorded", liaison)[0].after["conditions"] == asked


@pytest.mark.clause("S3-17.2")
def test_a_leaver_without_education_in_secrecy_stays_on_the_list_until_it_is_recorded(
    world: World, secadmin: User
) -> None:
    post = Post.objects.get(user=world.cast["operator"])
    with pytest.raises(Refused):
        record_staff(post, code="offboarding", on=TODAY, by=secadmin, at=NOON)

    end_post(post, until=TODAY, by=secadmin, at=NOON)
    assert missing(world) == [("第十七条", "张某ator离任后没有离职安全保密教育的记录。")]
    post.refresh_from_db()
    record_staff(post, code="offboarding", on=TODAY, by=world.person("chief"), at=NOON, note="已谈话")

    assert missing(world) == []
    assert StaffRecord.objects.get().note == "已谈话"


@pytest.mark.clause("S2-16.2a")
def test_the_background_check_of_a_person_is_recorded(db: None) -> None:
    world = build("gejiu")
    post = Post.objects.get(user=world.cast["editor"])

    entry = record_staff(post, code="background_check", on=TODAY, note="合格", by=world.person("head"), at=NOON)

    assert (entry.post, entry.on, entry.note, entry.entered_by) == (post, TODAY, "合格", world.cast["head"])


@pytest.mark.parametrize("role", ["registrar", "observer", "line", "outsider", "child", "editor"])
def test_only_the_unit_and_the_administrators_enter_records(world: World, liaison: Post, role: str) -> None:
    with pytest.raises(Forbidden):
        record_staff(
            liaison, code="qualification", on=TODAY, conditions=conditions(world), by=world.person(role), at=NOON
        )


def test_what_the_regime_does_not_ask_for_is_not_recorded(world: World, liaison: Post) -> None:
    with pytest.raises(Refused) as refusal:
        record_staff(liaison, code="background_check", on=TODAY, by=world.person("chief"), at=NOON)
    with pytest.raises(Refused) as future:
        record_staff(
            liaison, code="qualification", on=date(2026, 9, 19), conditions=conditions(world),
            by=world.person("chief"), at=NOON,
        )  # fmt: skip

    assert (refusal.value.field, future.value.field) == ("code", "on")


def test_the_page_offers_the_conditions_and_keeps_the_answer(world: World, liaison: Post) -> None:
    client = sign_in(world.person("chief"))
    url = f"/people/posts/{liaison.pk}/record/"
    page = client.get(url).content.decode()
    assert [text in page for text in conditions(world)] == [True] * 3

    answer = client.post(url, {"code": "qualification", "on": "2024-05-20", "conditions": conditions(world)})

    assert answer.status_code == 302
    assert StaffRecord.objects.get().conditions == conditions(world)
    shown = client.get(f"/people/{liaison.user_id}/").content.decode()
    assert "资格条件" in shown
    assert sign_in(world.person("registrar")).get(url).status_code == 404


def test_the_unit_still_finds_somebody_who_has_left(world: World, secadmin: User) -> None:
    left = world.cast["operator"]
    end_post(Post.objects.get(user=left), until=TODAY, by=secadmin, at=NOON)
    client = sign_in(world.person("chief"))

    assert left.full_name in client.get(f"/units/{world.owner.pk}/").content.decode()
    assert client.get(f"/people/{left.pk}/").status_code == 200
    assert left.full_name not in client.get("/people/").content.decode()
    assert sign_in(world.person("outsider")).get(f"/people/{left.pk}/").status_code == 404
