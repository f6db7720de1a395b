"""The navigation: who sees what, and what counting costs."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.scope import forget, posts_of, scope_of
from newmedia_portal.core.ui import navigation
from newmedia_portal.core.ui.context import Shell


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with no items."""
    monkeypatch.setattr(navigation, "_items", {})


@pytest.mark.usefixtures("empty_registry")
def test_items_stand_in_order_and_only_where_the_person_may_go(person: User) -> None:
    navigation.register("填写", "sample-form", order=20)
    navigation.register("部件", "sample-parts", order=10)
    navigation.register("审计", "sample-list", perm="core.view_audit", order=5)

    assert [item.label for item in navigation.items_for(person)] == ["部件", "填写"]


@pytest.mark.usefixtures("empty_registry")
def test_all_counters_are_one_statement(person: User, unit: Unit) -> None:
    navigation.register("填写", "sample-form", counter=lambda user: Unit.objects.filter(code="D-1"))
    navigation.register("部件", "sample-parts", counter=lambda user: Post.objects.filter(user=user))
    navigation.register("台账", "sample-list", counter=lambda user: Post.objects.none())
    items = navigation.items_for(person)
    scope_of(person)

    with CaptureQueriesContext(connection) as queries:
        counts = navigation.count(items, person)

    assert len(queries) == 1
    assert counts == {"sample-form": 1, "sample-parts": 1}


@pytest.mark.usefixtures("empty_registry")
def test_what_is_counted_is_asked_anew_on_each_page_and_follows_the_posts_held(person: User, unit: Unit) -> None:
    def held(user: User) -> QuerySet[Unit]:
        return Unit.objects.filter(pk__in=[post.unit_id for post in posts_of(user)], name__startswith="数")

    navigation.register("填写", "sample-form", counter=held)
    items, before = navigation.items_for(person), navigation.count(navigation.items_for(person), person)
    Unit.objects.filter(pk=unit.pk).update(name="数甲")
    after_change = navigation.count(items, person)
    another = Unit.objects.create(code="D-9", name="数乙", path="99/")
    Post.objects.create(user=person, unit=another, role="operator", since=date(2026, 1, 1))
    forget(person)

    assert (before, after_change) == ({}, {"sample-form": 1})
    assert navigation.count(items, person) == {"sample-form": 2}


def test_no_counter_of_the_portal_asks_the_database_to_make_its_rows(person: User) -> None:
    scope_of(person)
    counters = [item.counter for item in navigation.registered() if item.counter]

    with CaptureQueriesContext(connection) as queries:
        for counter in counters:
            with suppress(EmptyResultSet):
                str(counter(person).query)

    assert (len(queries), len(counters) > 3) == (0, True)


@pytest.mark.usefixtures("empty_registry")
def test_counting_stops_at_a_hundred(person: User, unit: Unit) -> None:
    Unit.objects.bulk_create(Unit(code=f"C-{n}", name=f"单位{n}", path=f"9{n:05d}/") for n in range(120))
    navigation.register("填写", "sample-form", counter=lambda user: Unit.objects.all(), testid="todo-count")

    counts = navigation.count(navigation.items_for(person), person)

    assert counts == {"sample-form": 100}


@pytest.mark.usefixtures("empty_registry")
def test_the_page_marks_where_one_is_and_shows_counts(signed_in: Client) -> None:
    navigation.register("填写", "sample-form", counter=lambda user: Unit.objects.all(), testid="todo-count")

    page = signed_in.get("/form/").content.decode()

    assert (
        '<a href="/form/" aria-current="page"><span>填写</span> <span class="count" data-testid="todo-count">1<' in page
    )


def test_every_registered_item_has_an_address_in_the_portal() -> None:
    addresses = [reverse(item.url_name, urlconf="newmedia_portal.urls") for item in navigation.registered()]

    assert sorted(addresses) == sorted(set(addresses))


@pytest.mark.usefixtures("empty_registry")
def test_items_of_a_group_stand_together_under_its_words_after_those_without(person: User) -> None:
    navigation.register("填写", "sample-form", order=5, group="样例")
    navigation.register("部件", "sample-parts", order=9, group="样例")
    navigation.register("台账", "sample-list", order=7)
    request = RequestFactory().get(reverse("sample-parts"))
    request.user = person

    main = Shell(request).main

    assert [(group.label, [link.label for link in group.links]) for group in main] == [
        ("", ["台账"]), ("样例", ["填写", "部件"]),
    ]  # fmt: skip
    assert [link.label for group in main for link in group.links if link.current] == ["部件"]


def test_all_functions_are_on_one_page(client: Client, person: User) -> None:
    client.force_login(person)

    page = client.get(reverse("menu"))

    assert (page.status_code, "全部功能" in page.content.decode()) == (200, True)


@pytest.mark.usefixtures("empty_registry")
def test_a_page_beside_an_item_marks_the_item(person: User) -> None:
    navigation.register("台账", "sample-list", also=("sample-form",))
    navigation.register("部件", "sample-parts")
    request = RequestFactory().get(reverse("sample-form"))
    request.user = person

    assert [link.label for group in Shell(request).main for link in group.links if link.current] == ["台账"]
