"""What a person may see follows from posts, grants and guided units, and from nothing else."""

from datetime import date

import pytest
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.access.scope import Scope, scope_of
from tests.core.ground import AT, again, person, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Unit]:
    """Two cities; one has a bureau with a child, a guiding department, and a neighbour whose path begins alike."""
    city, other = unit("示例市", regime="gejiu"), unit("示例县", regime="taibai")
    bureau, line = unit("文旅局", city), unit("教育局", city)
    child, school = unit("图书馆", bureau), unit("中学", city, line_department=line)
    found = {"city": city, "other": other, "bureau": bureau, "child": child, "line": line, "school": school}
    platform = Platform.objects.create(code="weibo", name="微博")
    for place in found.values():
        root = place.root or place
        MediaAccount.objects.create(
            unit=place, root=root, platform=platform, name=place.name, created_at=AT, updated_at=AT
        )
    return found


def seen(user) -> set[str]:
    """Return the names of the accounts a person sees; the units seen must be the same."""
    user = again(user)
    accounts = set(MediaAccount.objects.visible_to(user).values_list("name", flat=True))
    scope = scope_of(user)
    assert accounts == {place.name for place in Unit.objects.all() if scope.covers(place)}
    if not scope.all_units:
        assert accounts == set(Unit.objects.visible_to(user).values_list("name", flat=True))
    return accounts


def test_a_post_shows_the_unit_and_all_below_it(tree):
    assert seen(person("a", tree["bureau"], "operator")) == {"文旅局", "图书馆"}
    assert seen(person("b", tree["child"], "operator")) == {"图书馆"}
    assert seen(person("c", tree["city"], "chief")) == {"示例市", "文旅局", "图书馆", "教育局", "中学"}


def test_posts_in_several_units_add_up(tree):
    user = person("a", tree["child"], "operator")
    Post.objects.create(user=user, unit=tree["other"], role="observer", since=date(2026, 1, 1))
    assert seen(user) == {"图书馆", "示例县"}


def test_a_post_that_has_ended_shows_nothing(tree):
    user = person("a", tree["city"], "chief")
    Post.objects.filter(user=user).update(until=date(2026, 9, 1))
    assert seen(user) == set()
    assert scope_of(again(user)) == Scope()


def test_a_line_department_sees_the_units_it_guides_but_only_through_that_role(tree):
    assert seen(person("a", tree["line"], "line")) == {"教育局", "中学"}
    assert seen(person("b", tree["line"], "operator")) == {"教育局"}


def test_a_grant_shows_a_subtree_until_it_is_taken_back(tree):
    user = person("a", tree["bureau"], "registrar")
    assign_perm("core.oversee_unit", user, tree["city"])
    assert seen(user) == {"示例市", "文旅局", "图书馆", "教育局", "中学"}
    remove_perm("core.oversee_unit", user, tree["city"])
    assert seen(user) == {"文旅局", "图书馆"}


def test_the_units_of_a_scope_are_the_same_as_a_query_and_as_a_statement(tree):
    scopes = [
        Scope(),
        Scope(paths=(tree["other"].path,), whole_roots=(tree["other"].pk,)),
        Scope(paths=(tree["bureau"].path, tree["other"].path), whole_roots=(tree["other"].pk,)),
        Scope(paths=(tree["child"].path,), guides=(tree["line"].pk,)),
    ]
    stated = [set(MediaAccount.objects.filter(unit__within=scope).values_list("name", flat=True)) for scope in scopes]
    asked = [
        set(MediaAccount.objects.filter(unit__in=scope.units()).values_list("name", flat=True)) for scope in scopes
    ]
    assert stated == asked
    assert stated == [set(), {"示例县"}, {"文旅局", "图书馆", "示例县"}, {"图书馆", "中学"}]


def test_units_whose_path_merely_begins_alike_are_not_shown(tree):
    first = Unit.objects.get(name="文旅局")
    Unit.objects.filter(name="中学").update(path=f"{first.path[:-1]}7/")
    assert seen(person("a", tree["bureau"], "operator")) == {"文旅局", "图书馆"}


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_the_three_administrators_see_no_business_of_any_unit(tree, role):
    user = person(role, tree["city"], "chief", instance_role=role)
    assert seen(user) == set()


def test_a_disabled_or_unknown_person_sees_nothing(tree):
    from django.contrib.auth.models import AnonymousUser

    user = person("a", tree["city"], "chief", is_active=False)
    assert seen(user) == set()
    assert MediaAccount.objects.visible_to(AnonymousUser()).count() == 0


def test_the_text_of_the_query_does_not_grow_with_the_number_of_units(tree):
    user = person("a", tree["bureau"], "operator")
    before = str(MediaAccount.objects.visible_to(again(user)).query)
    for number in range(50):
        unit(f"分馆{number}", tree["bureau"])
    assert str(MediaAccount.objects.visible_to(again(user)).query) == before


def test_a_whole_city_is_read_by_its_root_alone(tree):
    user = person("a", tree["city"], "chief")
    scope = scope_of(user)
    assert (scope.whole_roots, scope.has_parts) == ((tree["city"].pk,), False)
    assert "core_unit" not in str(MediaAccount.objects.visible_to(user).query)


def test_what_may_be_seen_is_read_with_few_queries_and_once_per_request(tree, django_assert_max_num_queries):
    user = person("a", tree["bureau"], "operator")
    with django_assert_max_num_queries(6):
        for _ in range(5):
            list(MediaAccount.objects.visible_to(user).none())
            scope_of(user)
