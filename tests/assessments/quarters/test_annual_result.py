"""The annual check as a figure of scoring (年度检查结果): passed or not; what waits for its result is not known yet."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import MediaAccount
from assessments.models import Quarter, SchemeVersion
from assessments.quarters.changes import changed_units
from assessments.quarters.gathering import gather
from assessments.quarters.refs import link_of
from assessments.scoring import Row, plan_of
from assessments.scoring.judging import reader_of
from assessments.scoring.sentences import line_sentence
from filings.actions import annual
from filings.models import AnnualCheck, Obligation
from newmedia_portal.regimes.editions import edition_for
from tests.assessments.scoring.making import indicator, scheme_of
from tests.duties.making import account
from tests.filings.test_annual import reported
from tests.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S1-3.1.2b")]
JANUARY = datetime(2027, 1, 4, 4, tzinfo=UTC)
SPRING = date(2027, 4, 9)
SCHEME = """
code = "annual"
version = "1"
title = "示例"
places = 2
[[parts]]
code = "accounts"
label = "账号"
weight = 100
[[indicators]]
code = "annual_result"
label = "年度检查结果"
measure = "annual_result"
weight = 100
rule = { kind = "share" }
article = "3.1.2"
paraphrase = "示例。"
[[bands]]
code = "pass"
label = "合格"
at = 60
[[bands]]
code = "fail"
label = "不合格"
at = 0
passes = false
"""


@pytest.fixture
def world() -> World:
    """Return a company with three filed accounts."""
    made = build("corp")
    for number in range(3):
        account(made.owner, f"示例发布{number}", opened_on=date(2025, 3, 1), handle=f"shili{number}")
    return made


@pytest.fixture
def quarter(world: World) -> Quarter:
    """Return the quarter in which the window ends."""
    edition = edition_for(world.root.regime, SPRING)
    about = {"root": world.root, "edition": edition}
    scheme = SchemeVersion.objects.create(
        **about, number=1, title="示例", content=SCHEME, digest="0" * 64, created_at=JANUARY
    )
    return Quarter.objects.create(
        **about, period="2027Q1", start_on=date(2027, 1, 1), end_on=date(2027, 3, 31), scheme=scheme, opened_at=JANUARY
    )


def _figures(quarter: Quarter) -> dict[str, Any]:
    """Return value, whole and rows by name of account, of the unit under an empty name."""
    found: dict[str, Any] = {}
    for one in gather(quarter, on=SPRING).units:
        found |= {"": [(row.value, row.of, row.ids) for row in one.unit.rows]}
        for subject, mine in zip(one.subjects, one.unit.accounts, strict=True):
            found[subject.name] = [(row.value, row.of, row.ids) for row in mine.rows]
    return found


def test_results_of_the_check_count_and_not_that_a_report_came_in(world: World, quarter: Quarter) -> None:
    annual.open_campaign(world.root, year=2026, by=world.person("registrar"), at=JANUARY)
    passed, failed, late = AnnualCheck.objects.order_by("account__name")
    decided = {"decided_at": JANUARY, "decided_by": world.person("registrar")}
    AnnualCheck.objects.filter(pk__in=[passed.pk, failed.pk]).update(state="review")
    AnnualCheck.objects.filter(pk=passed.pk).update(state="passed", **decided)
    AnnualCheck.objects.filter(pk=failed.pk).update(state="failed", result="示例", **decided)
    Obligation.objects.filter(kind="annual").update(met_on=date(2027, 1, 20))

    found = _figures(quarter)

    assert found["示例发布0"] == [(1, 1, (f"账号年度检查#{passed.pk}",))]
    assert found["示例发布1"] == [(0, 1, (f"账号年度检查#{failed.pk}",))]
    assert found["示例发布2"] == [(0, 1, (f"账号年度检查#{late.pk}",))]
    assert link_of(f"账号年度检查#{passed.pk}", "1").url == f"/filings/annual/checks/{passed.pk}/"


def test_a_report_that_waits_for_its_result_is_not_known_and_one_that_dropped_out_is_not_asked(
    world: World, quarter: Quarter
) -> None:
    annual.open_campaign(world.root, year=2026, by=world.person("registrar"), at=JANUARY)
    waiting, void, _ = AnnualCheck.objects.order_by("account__name")
    reported(world, waiting)
    AnnualCheck.objects.filter(pk=void.pk).update(state="void")

    found = _figures(quarter)

    assert found["示例发布0"] == [(None, None, (f"账号年度检查#{waiting.pk}",))]
    assert found["示例发布1"] == []
    assert found[""] == [(0, 0, ())]


def test_without_a_check_in_the_period_the_annual_filings_count(world: World, quarter: Quarter) -> None:
    met, unmet, _ = MediaAccount.objects.order_by("name")
    annual.open_campaign(world.root, year=2026, by=world.person("registrar"), at=JANUARY)
    owed = {row.account_id: row.pk for row in Obligation.objects.filter(kind="annual")}
    Obligation.objects.filter(pk=owed[met.pk]).update(met_on=date(2027, 1, 20))
    AnnualCheck.objects.all().delete()

    found = _figures(quarter)

    assert found["示例发布0"] == [(1, 1, (f"年度检查#{owed[met.pk]}",))]
    assert found["示例发布1"] == [(0, 1, (f"年度检查#{owed[unmet.pk]}",))]


def test_a_decided_check_makes_its_unit_one_of_the_changed(world: World, quarter: Quarter) -> None:
    annual.open_campaign(world.root, year=2026, by=world.person("registrar"), at=JANUARY)
    now = datetime(2027, 4, 9, 4, tzinfo=UTC)
    MediaAccount.objects.update(updated_at=JANUARY)
    Quarter.objects.filter(pk=quarter.pk).update(scored_at=now, scored_until=date(2027, 3, 31))
    quarter.refresh_from_db()
    before = changed_units(quarter, at=now)
    one = AnnualCheck.objects.order_by("pk")[0]
    AnnualCheck.objects.filter(pk=one.pk).update(state="review")
    AnnualCheck.objects.filter(pk=one.pk).update(state="passed", decided_at=now, decided_by=world.person("registrar"))

    assert (before, changed_units(quarter, at=now)) == (set(), {one.unit_id})


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("weeks_kept", "（只计静默监测有记录的周，数据不全的周不计入）。"),
        ("annual_result", "（等待审核结果的不计入）。"),
        ("reply_in_time", "得 92.31 分。"),
    ],
)
def test_readers_are_told_what_a_figure_leaves_out(measure: str, says: str) -> None:
    scheme = scheme_of(indicator("x", 100, {"kind": "share"}, measure=measure, source="automatic"))
    line = reader_of(scheme.indicators[0], plan_of(scheme).scale)((Row(measure, 12, 13),))

    assert line_sentence(scheme, line).endswith(says)
