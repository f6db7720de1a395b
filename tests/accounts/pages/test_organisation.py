"""Pages of units and people: who may change what, and that the pages do it."""

import pytest

from newmedia_portal.core.access.models import Post, Unit, User
from tests.accounts.conftest import events
from tests.accounts.pages.test_lists import sign_in
from tests.world import World

TODAY = "2024-05-20"  # the pages read the clock, so their days lie in the past of any clock


def unit_pages(unit: Unit) -> list[str]:
    return [f"/units/{unit.pk}/{act}/" for act in ("rename", "change", "move", "close", "line", "superior")] + [
        f"/units/add/?parent={unit.pk}"
    ]


@pytest.mark.parametrize("role", ["registrar", "director", "operator", "chief", "observer"])
def test_business_roles_find_no_page_that_changes_units_or_people(world: World, role: str) -> None:
    client = sign_in(world.person(role))
    person, post = world.cast["head"], Post.objects.get(user=world.cast["head"])
    urls = [
        *unit_pages(world.owner),
        "/people/add/",
        *(f"/people/{person.pk}/{act}/" for act in ("change", "password", "appoint", "instance-role")),
        *(f"/people/posts/{post.pk}/{act}/" for act in ("end", "hand-over", "training")),
    ]

    assert {client.get(url).status_code for url in urls} == {404}


def test_the_system_administrator_opens_every_page_of_the_tree(world: World, sysadmin: User) -> None:
    client = sign_in(sysadmin)

    assert {url: client.get(url).status_code for url in unit_pages(world.owner)} == dict.fromkeys(
        unit_pages(world.owner), 200
    )


def test_the_security_administrator_changes_people_but_no_units(world: World, secadmin: User) -> None:
    client = sign_in(secadmin)

    assert {client.get(url).status_code for url in unit_pages(world.owner)} == {404}
    assert client.get(f"/people/{world.cast['head'].pk}/appoint/").status_code == 200


def test_a_unit_is_added_renamed_moved_and_dissolved_on_the_pages(world: World, sysadmin: User) -> None:
    client = sign_in(sysadmin)

    added = client.post(
        f"/units/add/?parent={world.owner.pk}", {"name": "示例中心", "code": "SL-1", "kind": "gov_organ"}
    )
    unit = Unit.objects.get(code="SL-1")
    steps = [
        added.headers.get("Location") == f"/units/{unit.pk}/",
        client.post(f"/units/{unit.pk}/rename/", {"name": "示例新中心"}).status_code == 302,
        client.post(f"/units/{unit.pk}/move/", {"parent": world.foreign.pk}).status_code == 302,
        client.post(f"/units/{unit.pk}/line/", {"line_department": world.line.pk}).status_code == 302,
        client.post(f"/units/{unit.pk}/close/", {"on": TODAY}).status_code == 302,
    ]

    unit.refresh_from_db()
    assert steps == [True] * 5
    assert (unit.name, unit.parent, unit.line_department, str(unit.closed_on)) == (
        "示例新中心",
        world.foreign,
        world.line,
        TODAY,
    )


def test_a_refusal_stands_at_its_field_and_in_the_summary(world: World, sysadmin: User) -> None:
    answer = sign_in(sysadmin).post(
        f"/units/add/?parent={world.root.pk}",
        {"name": world.owner.name, "code": "SL-2", "kind": "gov_organ"},
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert 'data-testid="error-summary"' in answer.content.decode()


def test_the_page_of_a_unit_lists_people_and_what_is_missing(world: World) -> None:
    page = sign_in(world.person("operator")).get(f"/units/{world.owner.pk}/").content.decode()

    assert world.cast["chief"].full_name in page
    assert "缺信息员" in page
    assert "第十四条" in page


def test_a_person_is_added_appointed_and_handed_over_on_the_pages(world: World, secadmin: User) -> None:
    client = sign_in(secadmin)
    for name, full_name in (("li.er", "李某二"), ("wang.san", "王某三")):
        client.post(
            "/people/add/",
            {"full_name": full_name, "username": name, "password": "Chu-Shi-2026-a", "phone": "13800000003"},
        )
    first, second = User.objects.get(username="li.er"), User.objects.get(username="wang.san")
    client.post(
        f"/people/{first.pk}/appoint/",
        {"unit": world.owner.pk, "role": "liaison", "since": TODAY, "trained_on": "2024-05-01"},
    )
    post = Post.objects.get(user=first)

    answer = client.post(
        f"/people/posts/{post.pk}/hand-over/", {"to": second.pk, "on": TODAY, "trained_on": "2024-05-02"}
    )

    assert answer.status_code == 302
    post.refresh_from_db()
    assert (str(post.until), second.posts.get().role) == (TODAY, "liaison")
    assert first.must_change_password is True


def test_a_second_information_officer_is_refused_on_the_page_with_article_and_remedy(
    world: World, secadmin: User
) -> None:
    Post.objects.create(user=world.cast["editor"], unit=world.owner, role="liaison", since=TODAY)

    answer = sign_in(secadmin).post(
        f"/people/{world.cast['head'].pk}/appoint/",
        {"unit": world.owner.pk, "role": "liaison", "since": TODAY, "trained_on": TODAY},
    )

    assert answer.status_code == 422
    assert "第十四条" in answer.content.decode()
    assert "离任移交" in answer.content.decode()


def test_planted_fields_make_nobody_an_administrator(world: World, sysadmin: User) -> None:
    person = world.cast["head"]

    sign_in(sysadmin).post(
        f"/people/{person.pk}/change/",
        {
            "full_name": "张某新",
            "is_active": "on",
            "instance_role": "auditor",
            "is_superuser": "on",
            "is_staff": "on",
            "username": "root",
            "password": "x",
        },
    )

    stored = User.objects.get(pk=person.pk)
    assert (stored.full_name, stored.instance_role, stored.is_superuser, stored.is_staff, stored.username) == (
        "张某新",
        "",
        False,
        False,
        person.username,
    )
    assert stored.phone == "13800000001"


def test_only_the_security_administrator_opens_the_page_of_the_three(
    world: World, sysadmin: User, secadmin: User
) -> None:
    free = User.objects.create_user(username="free", full_name="李某二")
    url = f"/people/{free.pk}/instance-role/"

    assert sign_in(sysadmin).get(url).status_code == 404
    assert sign_in(secadmin).post(url, {"role": "auditor", "reason": "接任"}).status_code == 302
    assert User.objects.get(pk=free.pk).instance_role == "auditor"


@pytest.mark.parametrize(("role", "seen"), [("registrar", True), ("chief", True), ("editor", False), ("line", False)])
def test_the_page_of_a_person_shows_the_full_number_by_right(world: World, role: str, seen: bool) -> None:
    person = world.cast["head"]

    answer = sign_in(world.person(role)).post(f"/people/{person.pk}/phone/")

    assert answer.status_code == (200 if seen else 404)
    assert ("13800000001" in answer.content.decode()) is seen
    assert len(events("phone.shown", person)) == int(seen)


def test_a_unit_with_nonsense_in_the_address_is_not_found(world: World, sysadmin: User) -> None:
    client = sign_in(sysadmin)

    assert {client.get(f"/units/add/?parent={text}").status_code for text in ("", "x", "9" * 40, "-1", "²")} == {404}
