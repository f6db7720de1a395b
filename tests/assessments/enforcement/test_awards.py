"""Commendations (表彰) and what bars them (取消评先资格)."""

import pytest

from assessments.actions import enforcement as actions
from assessments.enforcing.bars import is_barred
from newmedia_portal.core.refusals import Refused
from tests.world import NOON, build

from .making import decided, delivered, proposed

pytestmark = pytest.mark.django_db


@pytest.mark.clause("S0-19.5")
def test_the_state_owned_company_commends_a_well_run_account():
    case = delivered(build("soe"), "commendation", words="运行良好。")
    assert (case.kind, case.label, case.article, case.number) == ("reward", "表彰奖励", "第十九条", "SOE表〔2026〕1号")


@pytest.mark.clause("S3-23")
def test_the_county_praises_good_work_and_holds_people_responsible_for_harm():
    world = build("taibai")
    praise = decided(world, "praise", words="成效好。")
    blame = decided(world, "accountability", persons="示例负责人")
    assert (praise.label, praise.article) == ("激励表扬", "第二十三条")
    assert (blame.label, blame.article) == ("追责问责", "第二十三条")


@pytest.mark.clause("S1-4.1")
def test_a_unit_that_broke_the_rules_cannot_be_a_leading_unit_in_that_year():
    world = build("corp")
    bar = decided(world, "no_award", year=2026)
    with pytest.raises(Refused, match=rf"2026年度已取消评先资格（{bar.number}，依据4.1），不能表彰"):
        proposed(world, "commendation", year=2026)
    assert proposed(world, "commendation", year=2027).state == "proposed"
    assert proposed(world, "commendation", unit=world.foreign, year=2026).state == "proposed"


def test_help_for_registered_accounts_is_not_an_award():
    world = build("corp")
    decided(world, "no_award", year=2026)
    assert proposed(world, "promotion", year=2026).state == "proposed"


def test_a_bar_that_came_in_between_stops_the_decision():
    world = build("corp")
    case = proposed(world, "commendation", year=2026)
    decided(world, "no_award", year=2026)
    with pytest.raises(Refused, match="已取消评先资格"):
        actions.decide(case, agrees=True, opinion="", by=world.person("director"), at=NOON)


def test_a_revoked_bar_bars_no_longer():
    world = build("corp")
    bar = decided(world, "no_award", year=2026)
    assert is_barred(world.owner, 2026)
    actions.revoke(bar, reason="认定有误。", by=world.person("director"), at=NOON)
    assert not is_barred(world.owner, 2026)
    assert decided(world, "commendation", year=2026).state == "decided"
