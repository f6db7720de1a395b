"""Who reaches what of a period: units before and after publishing, other trees, lists in few statements."""

from datetime import date
from typing import Any

import pytest

from assessments.actions.quarters import go_to_review, open_quarter
from tests.assessments.watch.making import account, publish
from tests.world import build

from .making import AFTER, FIRST, LAST, County, county, entry, give
from .pages import october, signed_in

__all__ = ["october"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["outsider", "child"])
def test_before_publishing_another_unit_finds_nothing_of_a_result(role: str) -> None:
    made = county()
    quarter = made.closed()
    own = entry(quarter, made.world.owner)
    client = signed_in(made, role)

    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.get(f"/assessments/results/{own.pk}/accounts/{made.accounts['a'].pk}/").status_code == 404
    assert own.unit_name not in client.get("/assessments/2026Q3/units/").content.decode()


def test_after_publishing_the_ranking_is_open_to_the_tree_but_not_the_cards() -> None:
    made = county()
    quarter = made.closed()
    signed_in(made, "director").post("/assessments/2026Q3/step/publish/")
    own, client = entry(quarter, made.world.owner), signed_in(made, "outsider")

    page = client.get(own.get_absolute_url())

    assert page.status_code == 200
    assert "怎样得出" not in page.content.decode()
    assert own.unit_name in client.get("/assessments/2026Q3/units/").content.decode()
    assert client.get(f"/assessments/results/{own.pk}/accounts/{made.accounts['a'].pk}/").status_code == 404


def test_another_tree_finds_nothing_at_all() -> None:
    made, other = county(), county("二")
    made.closed()

    assert signed_in(other, "registrar").get("/assessments/2026Q3/").status_code == 404


@pytest.mark.parametrize("role", ["operator", "observer", "line", "child"])
def test_only_the_department_moves_a_period(role: str) -> None:
    made = county()
    made.reviewed()
    client = signed_in(made, role)

    assert client.get("/assessments/2026Q3/").status_code == 200
    assert client.get("/assessments/2026Q3/scores/").status_code == 404
    assert client.post("/assessments/2026Q3/step/settle/").status_code == 404
    assert client.get("/assessments/open/").status_code == 404


@pytest.mark.parametrize("path", ["/assessments/", "/assessments/2026Q3/units/", "/assessments/schemes/"])
def test_lists_take_few_statements(path: str, django_assert_max_num_queries: Any) -> None:
    made = county()
    made.reviewed()
    client = signed_in(made, "registrar")
    client.get(path)

    with django_assert_max_num_queries(10):
        assert client.get(path).status_code == 200


def test_hand_scores_stand_with_the_words_of_their_indicator_where_another_one_is_called_items() -> None:
    world = build("gejiu")
    publish(account(world.owner, "示例"), date(2026, 9, 1), known=(FIRST, LAST))
    quarter = go_to_review(open_quarter(world.root, "2026Q3", by=world.person("registrar"), at=AFTER),
                           by=world.person("registrar"), at=AFTER)  # fmt: skip
    give(quarter, world, content=80)

    page = signed_in(County(world), "registrar").get(entry(quarter, world.owner).get_absolute_url())

    assert (page.status_code, "发布内容：80.00" in page.content.decode()) == (200, True)
