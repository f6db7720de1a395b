"""The navigation: who sees what, and what counting costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.ui import navigation


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

    with CaptureQueriesContext(connection) as queries:
        counts = navigation.count(items, person)

    assert len(queries) == 1
    assert counts == {"sample-form": 1, "sample-parts": 1}


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
