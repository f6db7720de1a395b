"""Closing is one step that freezes everything; afterwards neither action nor SQL changes a figure."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.actions.quarters import (
    Given,
    NotFinal,
    check_quarter,
    close_quarter,
    draft_scheme,
    edit_scheme,
    give_scores,
    publish_quarter,
    publish_scheme,
    reopen_review,
    score_quarter,
)
from assessments.models import AccountEntry, Entry, HandScore, Quarter, QuarterObjection, SchemeVersion, SelfScore
from assessments.quarters.states import QuarterState
from newmedia_portal.core.refusals import Conflict, Forbidden
from tests.assessments.watch.making import account

from .making import AFTER, County, county, entry

pytestmark = pytest.mark.django_db


def _refused(sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_period_is_closed_only_when_it_is_final() -> None:
    made = county()
    quarter = made.reviewed()

    with pytest.raises(NotFinal, match="请先定稿"):
        close_quarter(quarter, by=made.world.person("registrar"), at=AFTER)


def test_closing_keeps_the_digest_the_scheme_and_the_version() -> None:
    made = county()
    quarter = made.closed()

    found = check_quarter(quarter, by=None, at=AFTER)

    assert (quarter.state, len(quarter.hash), quarter.portal) == (QuarterState.CLOSED, 64, "0.1.0")
    assert (found.units, found.differing, found.equal) == (3, (), True)
    assert found.hash == quarter.hash


def test_every_action_refuses_a_closed_period() -> None:
    made = county()
    quarter = made.closed()
    registrar = made.world.person("registrar")
    given = [Given(entry(quarter, made.world.owner).pk, "building", Decimal(1))]

    for act in (
        lambda: score_quarter(quarter, by=registrar, at=AFTER),
        lambda: give_scores(quarter, given, by=registrar, at=AFTER),
        lambda: close_quarter(quarter, by=registrar, at=AFTER),
        lambda: reopen_review(quarter, reason="再看", by=registrar, at=AFTER),
    ):
        with pytest.raises(Conflict):
            act()


def test_the_database_itself_refuses_every_change_of_a_closed_period() -> None:
    made = county()
    quarter = made.closed()

    _refused("UPDATE assessments_entry SET score = 1 WHERE quarter_id = %s", quarter.pk)
    _refused("DELETE FROM assessments_entry WHERE quarter_id = %s", quarter.pk)
    _refused("UPDATE assessments_accountentry SET card = '[]' WHERE quarter_id = %s", quarter.pk)
    _refused("DELETE FROM assessments_accountentry WHERE quarter_id = %s", quarter.pk)
    _refused("UPDATE assessments_handscore SET value = 1 WHERE quarter_id = %s", quarter.pk)
    _refused("DELETE FROM assessments_handscore WHERE quarter_id = %s", quarter.pk)
    _refused("UPDATE assessments_quarter SET hash = 'x' WHERE id = %s", quarter.pk)
    _refused("UPDATE assessments_quarter SET state = 'final' WHERE id = %s", quarter.pk)
    _refused("DELETE FROM assessments_quarter WHERE id = %s", quarter.pk)
    for model, more in ((SelfScore, {}), (QuarterObjection, {})):
        row = model(quarter=quarter, entry=entry(quarter, made.world.owner), indicator="building", **more)
        row.by, row.at, row.words = made.world.person("registrar"), AFTER, "示例"
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            row.save()


def test_a_row_cannot_be_moved_into_a_closed_period() -> None:
    made = county()
    quarter = made.closed()
    late = account(made.world.child, "示例后来")
    row = AccountEntry.objects.get(quarter=made.open("2026Q2"), account=late)

    _refused("UPDATE assessments_accountentry SET quarter_id = %s WHERE id = %s", quarter.pk, row.pk)


def test_a_running_period_can_still_be_written_by_sql() -> None:
    made = county()
    quarter = made.reviewed()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_entry SET words = 'x' WHERE quarter_id = %s", [quarter.pk])

    assert set(Entry.objects.filter(quarter=quarter).values_list("words", flat=True)) == {"x"}


def test_publishing_is_the_only_step_after_closing() -> None:
    made = county()
    quarter = made.closed()

    published = publish_quarter(quarter, by=made.world.person("director"), at=AFTER)

    assert published.state == QuarterState.PUBLISHED
    with pytest.raises(Conflict):
        publish_quarter(quarter, by=made.world.person("director"), at=AFTER)
    _refused("UPDATE assessments_quarter SET state = 'closed' WHERE id = %s", quarter.pk)


@pytest.mark.parametrize("role", ["operator", "child", "outsider", "observer", "line"])
def test_only_staff_of_the_tree_close_and_publish(role: str) -> None:
    made = county()
    quarter = made.final()

    with pytest.raises(Forbidden):
        close_quarter(quarter, by=made.world.person(role), at=AFTER)
    with pytest.raises(Forbidden):
        publish_quarter(quarter, by=made.world.person(role), at=AFTER)


def test_what_changes_in_the_portal_after_closing_changes_no_result() -> None:
    made = county()
    quarter = made.closed()
    before = [(one.score, one.digest, one.unit_name) for one in Entry.objects.filter(quarter=quarter).order_by("pk")]

    one = made.accounts["a"]
    one.name = "改了名的示例"
    one.save()
    _new_scheme(made, quarter.scheme)

    again = Quarter.objects.get(pk=quarter.pk)
    after = [(one.score, one.digest, one.unit_name) for one in Entry.objects.filter(quarter=again).order_by("pk")]
    assert after == before
    assert check_quarter(again, by=None, at=AFTER).equal
    assert again.scheme_id == quarter.scheme_id


def _new_scheme(made: County, scheme: SchemeVersion) -> None:
    registrar = made.world.person("registrar")
    draft = draft_scheme(scheme, by=registrar, at=AFTER)
    edit_scheme(draft, draft.content.replace("places = 2", "places = 1"), by=registrar, at=AFTER)
    publish_scheme(draft, by=registrar, at=AFTER)


def test_a_tampered_figure_is_found_before_closing() -> None:
    made = county()
    quarter = made.final()
    Entry.objects.filter(quarter=quarter, unit=made.world.owner).update(facts={"rows": [], "vetoes": []})

    with pytest.raises(NotFinal, match="1 个单位"):
        close_quarter(quarter, by=made.world.person("registrar"), at=AFTER)


def test_a_published_scheme_is_frozen_in_the_database_too() -> None:
    made = county()
    quarter = made.reviewed()

    _refused("UPDATE assessments_schemeversion SET content = '' WHERE id = %s", quarter.scheme_id)
    assert HandScore.objects.count() == 0
