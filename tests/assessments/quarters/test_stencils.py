"""Cards with holes: what is stored for many accounts alike reads back as what scoring one by one gives."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.actions.quarters import Given, give_scores, record_veto, score_quarter
from assessments.models import AccountEntry, CardStencil, Entry, Quarter
from assessments.quarters.checking import check
from assessments.quarters.digests import digest_of
from assessments.quarters.gathering import gather
from assessments.quarters.thawing import card_from, rows_from
from assessments.scoring import plan_of, score_unit
from tests.assessments.watch.making import account, every, publish

from .making import AFTER, FIRST, LAST, MONDAY, SUNDAY, County, county, entry

pytestmark = pytest.mark.django_db


def _as_one_by_one(quarter: Quarter) -> None:
    """Compare what is stored of a quarter with every unit scored by itself from what is gathered now."""
    plan, units = plan_of(quarter.scheme.scheme), gather(quarter, on=AFTER.date()).units
    stored = {str(row.account_id): row for row in AccountEntry.objects.filter(quarter=quarter)}
    for one in units:
        result = score_unit(plan, one.unit)
        assert Entry.objects.get(quarter=quarter, unit=one.pk).digest == digest_of(result)
        for found in one.unit.accounts:
            assert rows_from(stored[found.id].facts) == found.rows
        for card in (card for part in result.parts for card in part.cards):
            assert card_from(stored[card.account].card) == card
    assert units
    assert len(stored) == sum(len(one.unit.accounts) for one in units)


def _more(made: County, count: int = 4) -> None:
    """Give the owner more accounts: some publish, one misses weeks, so that its figures name several rows."""
    for number in range(count):
        one = account(made.world.owner, f"示例又一{number}")
        publish(one, *every(7 + number, MONDAY, SUNDAY), known=(MONDAY, LAST), mark=f"more{number}")


def test_accounts_alike_share_a_text_and_read_as_if_scored_one_by_one() -> None:
    made = county()
    _more(made)
    quarter = made.reviewed()

    rows = AccountEntry.objects.filter(quarter=quarter)
    shared = rows.exclude(stencil=None)
    assert shared.count() > CardStencil.objects.filter(quarter=quarter).count() > 0
    assert all(row.plain_card == row.plain_facts == [] for row in shared)
    _as_one_by_one(quarter)


def test_scores_by_hand_with_places_and_vetoes_read_the_same() -> None:
    made = county()
    _more(made)
    quarter, registrar = made.reviewed(), made.world.person("registrar")
    given = [Given(entry(quarter, made.world.owner).pk, "building", Decimal("77.35"))]
    give_scores(quarter, given, by=registrar, at=AFTER)
    told = {"code": "external_veto", "level": "local", "document": "示例〔2026〕1号", "words": "示例"}
    record_veto(made.world.foreign, **told, on=FIRST + timedelta(days=9), by=registrar, at=AFTER)
    score_quarter(quarter, by=registrar, at=AFTER)

    _as_one_by_one(quarter)
    assert entry(quarter, made.world.foreign).standing == "vetoed"


def test_scoring_again_uses_the_same_texts() -> None:
    made = county()
    quarter = made.reviewed()
    before = list(CardStencil.objects.values_list("pk", "key"))
    Entry.objects.filter(quarter=quarter).update(digest="x")

    score_quarter(quarter, by=made.world.person("registrar"), at=AFTER)

    assert list(CardStencil.objects.values_list("pk", "key")) == before
    _as_one_by_one(quarter)


def test_the_texts_of_a_closed_period_are_frozen_and_compute_to_the_same_digest() -> None:
    made = county()
    quarter = made.closed()

    found = check(quarter)
    assert found.equal
    assert AccountEntry.objects.filter(quarter=quarter, stencil__isnull=False).exists()
    for statement in (
        "UPDATE assessments_cardstencil SET card = '[]' WHERE quarter_id = %s",
        "DELETE FROM assessments_cardstencil WHERE quarter_id = %s",
        "UPDATE assessments_accountentry SET figures = '[]' WHERE quarter_id = %s",
        "INSERT INTO assessments_cardstencil (quarter_id, key, facts, card) VALUES (%s, 'x', '', '')",
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [quarter.pk])


def test_a_figure_tampered_with_in_a_shared_card_is_found() -> None:
    made = county()
    quarter = made.final()
    row = AccountEntry.objects.filter(quarter=quarter, stencil__isnull=False).first()
    AccountEntry.objects.filter(pk=row.pk).update(figures=row.figures.replace("13", "12"))

    assert row.figures != AccountEntry.objects.get(pk=row.pk).figures
    assert check(quarter).differing == (row.entry.unit_name,)
