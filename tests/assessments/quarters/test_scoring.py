"""A period is opened, its figures are gathered from the portal's own rows, and its units are scored and ranked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assessments.actions.quarters import open_quarter, score_quarter
from assessments.models import AccountEntry, Entry, Quarter
from assessments.quarters.codes import BadPeriod
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused

from .making import AFTER, county, entry, give, lines

pytestmark = pytest.mark.django_db


@pytest.mark.clause("S3-22.1")
def test_weeks_kept_are_counted_out_of_the_weeks_that_are_known() -> None:
    made = county()
    quarter = made.open()

    assert lines(quarter, made.accounts["a"])["weekly_kept"] == (13, 13, 3000)
    assert lines(quarter, made.accounts["b"])["weekly_kept"] == (7, 13, 1615)
    assert lines(quarter, made.accounts["c"])["weekly_kept"] == (0, 13, 0)


def test_each_figure_names_the_rows_it_came_from() -> None:
    made = county()
    quarter = made.open()

    card = AccountEntry.objects.get(quarter=quarter, account=made.accounts["b"])
    weekly = next(line for line in card.card[9] if line[0] == "weekly_kept")

    assert weekly[6][-1] == "周汇总#2026-06-29~2026-09-27"
    assert len([one for one in weekly[6] if one.startswith("发布频次不足#")]) == 6


def test_what_is_not_known_takes_no_part() -> None:
    made = county()
    quarter = made.open()

    found = entry(quarter, made.world.owner)

    assert found.score == Decimal(100)
    assert lines(quarter, made.accounts["a"])["text_errors"] == (None, None, None)
    assert lines(quarter, made.accounts["a"])["building"] == (None, None, None)


def test_units_are_ranked_within_their_class_and_hand_scores_count_at_once() -> None:
    made = county()
    quarter = made.reviewed()

    give(quarter, made.world, building=80)

    found = {one.unit: one for one in Entry.objects.filter(quarter=quarter).select_related("unit")}
    owner, foreign = found[made.world.owner], found[made.world.foreign]
    assert (owner.score, owner.rank, owner.ranked_of) == (Decimal("92.00"), 1, 2)
    assert (foreign.score, foreign.rank, foreign.ranked_of) == (Decimal("64.30"), 2, 2)
    assert found[made.world.line].unit_class == "line_department"


def test_scoring_again_changes_nothing_and_only_changed_units_are_looked_at() -> None:
    made = county()
    quarter = made.reviewed()

    assert score_quarter(quarter, by=None, at=AFTER) == (3, 0)
    assert score_quarter(quarter, by=None, at=AFTER, changed_only=True)[1] == 0
    Entry.objects.filter(quarter=quarter, unit=made.world.owner).update(dirty=True, digest="")
    assert score_quarter(quarter, by=None, at=AFTER, changed_only=True)[1] == 1


def test_a_period_is_opened_once_and_only_as_the_edition_assesses() -> None:
    made = county()
    made.open()

    with pytest.raises(Conflict):
        made.open()
    with pytest.raises(Refused, match="不能启动 2026-09"):
        made.open("2026-09")
    with pytest.raises(BadPeriod):
        made.open("2026Q5")
    with pytest.raises(Refused, match="还不能启动"):
        made.open("2026Q4", at=datetime(2026, 9, 1, tzinfo=UTC))


def test_only_the_department_of_the_whole_tree_opens_a_period() -> None:
    made = county()

    for role in ("operator", "observer", "line"):
        with pytest.raises(Forbidden):
            open_quarter(made.root, "2026Q3", by=made.world.person(role), at=AFTER)


def test_a_regulation_without_assessment_is_refused_aloud() -> None:
    from tests.world import build

    world = build("jiusan")

    with pytest.raises(Refused, match="没有考核条款"):
        open_quarter(world.root, "2026Q3", by=None, at=AFTER)


def test_the_number_of_statements_does_not_grow_with_the_accounts(django_assert_max_num_queries: object) -> None:
    from tests.assessments.watch.making import account

    made = county()
    for number in range(20):
        account(made.world.child, f"示例多{number}", platform="weibo")
    quarter = made.open()

    with django_assert_max_num_queries(40):  # type: ignore[operator]
        score_quarter(quarter, by=None, at=AFTER)
    assert Quarter.objects.get().scored_until == date(2026, 9, 30)
