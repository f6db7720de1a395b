"""The year follows from its quarters; a national or provincial veto leaves the whole year without points."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assessments.actions.quarters import (
    check_quarter,
    close_quarter,
    go_to_review,
    open_quarter,
    record_veto,
    revoke_veto,
    score_quarter,
    settle,
)
from assessments.models import Entry, Quarter, VetoRecord
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused

from .making import AFTER, County, county, entry

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2027, 1, 8, 4, tzinfo=UTC)


def _veto(made: County, level: str) -> VetoRecord:
    told = {"code": "external_veto", "level": level, "on": date(2026, 8, 20), "document": "示例通报", "words": "示例"}
    return record_veto(made.world.owner, **told, by=made.world.person("registrar"), at=AFTER)


@pytest.mark.clause("S3-22.1")
def test_a_year_is_the_mean_of_its_quarters_that_have_a_score() -> None:
    made = county()
    quarter = made.closed()
    year = open_quarter(made.root, "2026", by=None, at=NEW_YEAR)

    assert year.of_year
    assert entry(year, made.world.owner).score == entry(quarter, made.world.owner).score == Decimal("92.0000")


@pytest.mark.clause("S3-22.2")
@pytest.mark.parametrize(
    ("level", "quarter_score", "year_score"),
    [("national", Decimal(0), Decimal(0)), ("provincial", Decimal(0), Decimal(0)), ("local", None, Decimal(0))],
)
def test_a_veto_from_above_takes_the_year_and_a_local_one_the_quarter(
    level: str, quarter_score: Decimal | None, year_score: Decimal
) -> None:
    made = county()
    _veto(made, level)
    quarter = made.closed()
    year = open_quarter(made.root, "2026", by=None, at=NEW_YEAR)

    own, whole = entry(quarter, made.world.owner), entry(year, made.world.owner)
    assert (own.standing, own.score, own.passes) == ("vetoed", quarter_score, False)
    assert whole.score == year_score
    assert whole.standing == ("scored" if level == "local" else "vetoed")


def test_a_year_is_closed_only_after_its_quarters_and_computes_again_to_the_same() -> None:
    made = county()
    quarter = made.final()
    year = go_to_review(open_quarter(made.root, "2026", by=None, at=NEW_YEAR), by=None, at=NEW_YEAR)
    settle(year, by=None, at=NEW_YEAR)

    with pytest.raises(Conflict, match="还没有锁定"):
        close_quarter(year, by=None, at=NEW_YEAR)
    close_quarter(quarter, by=None, at=NEW_YEAR)
    closed = close_quarter(year, by=None, at=NEW_YEAR)

    assert check_quarter(closed, by=None, at=NEW_YEAR).equal


def test_a_revoked_veto_counts_no_more_but_a_closed_quarter_keeps_it() -> None:
    made = county()
    veto = _veto(made, "local")
    quarter, earlier = made.open(), made.world.person("registrar")
    assert entry(quarter, made.world.owner).standing == "vetoed"

    revoke_veto(veto, reason="登记有误", by=earlier, at=AFTER)
    score_quarter(quarter, by=None, at=AFTER)

    assert entry(quarter, made.world.owner).standing == "scored"
    with pytest.raises(Conflict):
        revoke_veto(veto, reason="再撤", by=earlier, at=AFTER)


@pytest.mark.parametrize("role", ["operator", "observer", "line", "outsider"])
def test_only_the_department_tells_a_veto(role: str) -> None:
    made = county()
    told = {"code": "external_veto", "level": "local", "on": date(2026, 8, 20), "document": "示例", "words": ""}

    with pytest.raises(Forbidden):
        record_veto(made.world.owner, **told, by=made.world.person(role), at=AFTER)


def test_a_veto_needs_its_document_and_a_day_that_has_come() -> None:
    made = county()
    by = made.world.person("registrar")
    told = {"code": "external_veto", "level": "local", "words": "", "by": by, "at": AFTER}

    with pytest.raises(Refused, match="文号"):
        record_veto(made.world.owner, on=date(2026, 8, 20), document=" ", **told)
    with pytest.raises(Refused, match="不能晚于今天"):
        record_veto(made.world.owner, on=date(2026, 12, 20), document="示例", **told)


def test_a_unit_that_lost_its_accounts_stays_without_a_score() -> None:
    made = county()
    quarter = made.open()
    one = made.accounts["c"]
    type(one).objects.filter(pk=one.pk).update(opened_on=date(2026, 12, 1))

    score_quarter(quarter, by=None, at=AFTER)

    row = Entry.objects.get(quarter=quarter, unit=made.world.line)
    assert (row.accounts, row.score, row.standing) == (0, None, "missing")
    assert Quarter.objects.count() == 1
