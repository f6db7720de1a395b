"""The annual check (年度检查): opened within its window, reported by the unit, judged by the department."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import MediaAccount
from filings.actions import annual as actions
from filings.actions import save_task, start, submit
from filings.annual.scan import open_annual
from filings.checks import checks_of
from filings.deadlines.scan import scan_overdue
from filings.models import AnnualCampaign, AnnualCheck, Filing, Obligation
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.duties.making import account
from tests.world import World, build

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 4, 4, tzinfo=UTC)
ANSWERS = {"annual_problems": "示例：评论答复不够及时，已安排专人。", "contact_name": "示例", "contact_phone": "0000-1"}


def opened(world: World | None = None) -> tuple[World, AnnualCheck]:
    world = world or build("corp")
    account(world.owner, "示例发布", opened_on=date(2025, 3, 1), handle="shili")
    actions.open_campaign(world.root, year=2026, by=world.person("registrar"), at=JANUARY)
    return world, AnnualCheck.objects.get(unit=world.owner)


def reported(world: World, check: AnnualCheck) -> Filing:
    by = world.person("operator")
    filing = actions.begin_report(check, by=by, at=JANUARY)
    filing = save_task(filing, answers=ANSWERS, team=None, version=filing.version, by=by, at=JANUARY)
    return submit(filing, version=filing.version, by=by, at=JANUARY)


@pytest.mark.clause("S1-3.1.2a")
def test_every_filed_account_owes_its_report_within_the_window_of_the_edition():
    world = build("corp")
    account(world.owner, "示例发布", opened_on=date(2025, 3, 1))
    account(world.owner, "示例新号", opened_on=date(2027, 1, 2))
    account(world.owner, "示例未备案", state="unfiled")
    counts = [open_annual(on=date(2027, 1, day), at=JANUARY) for day in (1, 2)]
    campaign, owed = AnnualCampaign.objects.get(), Obligation.objects.get(kind="annual")
    assert [count.flagged for count in counts] == [1, 0]
    assert (campaign.year, str(campaign.opens_on), str(campaign.closes_on)) == (2026, "2027-01-01", "2027-01-31")
    assert (owed.account.name, owed.article, str(owed.anchor_on)) == ("示例发布", "3.1.2", "2027-01-01")
    assert owed.due_on == date(2027, 2, 1)
    assert "corp-chief" in Notice.objects.filter(kind="annual.opened").values_list("user__username", flat=True)


def test_outside_the_window_and_in_other_regimes_the_job_opens_nothing():
    build("corp")
    build("gejiu")
    for day in (date(2026, 12, 31), date(2027, 2, 1)):
        assert open_annual(on=day, at=JANUARY).looked_at == 0
    assert AnnualCampaign.objects.count() == 0


def test_a_window_that_has_not_begun_is_refused():
    world = build("corp")
    with pytest.raises(Refused, match="2027年度检查从 2028-01-01 开始，还没有到"):
        actions.open_campaign(world.root, year=2027, by=world.person("registrar"), at=JANUARY)


def test_a_report_not_handed_in_is_reminded_of_and_overdue_after_the_window():
    _, check = opened()
    scan_overdue(on=date(2027, 2, 2), at=JANUARY)
    check.obligation.refresh_from_db()
    assert (check.obligation.flag, check.state) == ("overdue", "open")


def test_the_report_begins_with_what_the_portal_knows_of_the_year():
    world, check = opened()
    filing = actions.begin_report(check, by=world.person("operator"), at=JANUARY)
    assert (filing.kind, filing.data["report_year"], filing.account_id) == ("annual", 2026, check.account_id)
    assert "年内办理备案 0 件" in filing.data["annual_summary"]
    assert actions.begin_report(check, by=world.person("operator"), at=JANUARY).pk == filing.pk


def test_the_hand_in_meets_what_was_owed():
    world, check = opened()
    reported(world, check)
    check.refresh_from_db()
    assert (check.state, check.obligation.state) == ("review", "met")


def test_the_review_looks_at_report_entry_and_team():
    world, check = opened()
    checks = {one.label: one.status for one in checks_of(reported(world, check)) if one.code.startswith("annual_")}
    assert checks == {"年度报告": "ok", "登记事项": "look", "管理队伍": "fail"}


def test_the_last_agreement_passes_the_account():
    world, check = opened()
    filing = world.approve_all(reported(world, check), at=JANUARY)
    check.refresh_from_db()
    assert (filing.state, check.state, check.decided_by.username) == ("approved", "passed", "corp-director")
    assert AnnualCheck.objects.passed().count() == 1


@pytest.mark.clause("S1-3.1.2b")
def test_a_refused_report_fails_the_account_with_its_reason_and_lays_an_order_to_cancel_ready():
    from assessments.models import EnforcementCase

    world, check = opened()
    filing = world.decide(reported(world, check), "approve", at=JANUARY)
    world.decide(filing, "reject", at=JANUARY, opinion="长期无人维护。")
    check.refresh_from_db()
    case = EnforcementCase.objects.get()
    assert (check.state, check.result) == ("failed", "长期无人维护。")
    assert (case.state, case.measure, case.account_id) == ("draft", "order_cancel", check.account_id)
    assert (case.proposed_by, case.article, case.number) == (None, "3.1.2", "")
    assert MediaAccount.objects.get(pk=check.account_id).state == "filed"


def test_a_returned_report_is_to_be_handed_in_again():
    world, check = opened()
    filing = world.decide(reported(world, check), "approve", at=JANUARY)
    world.decide(filing, "return", at=JANUARY, opinion="请补充问题与措施。")
    check.refresh_from_db()
    assert check.state == "open"
    filing.refresh_from_db()
    submit(filing, version=filing.version, by=world.person("operator"), at=JANUARY)
    check.refresh_from_db()
    assert check.state == "review"


def test_after_a_failure_the_department_may_let_the_unit_report_again():
    world, check = opened()
    filing = world.decide(reported(world, check), "approve", at=JANUARY)
    world.decide(filing, "reject", at=JANUARY, opinion="数据不实。")
    check.refresh_from_db()
    with pytest.raises(Forbidden):
        actions.reopen(check, reason="已更正。", by=world.person("operator"), at=JANUARY)
    actions.reopen(check, reason="已更正。", by=world.person("registrar"), at=JANUARY)
    again = reported(world, check)
    assert (check.state, again.pk != filing.pk) == ("open", True)


def test_an_account_that_has_ended_drops_out():
    _, check = opened()
    MediaAccount._base_manager.filter(pk=check.account_id).update(state="closed")
    open_annual(on=date(2027, 1, 5), at=JANUARY)
    check.refresh_from_db()
    assert (check.state, check.obligation.state) == ("void", "void")


@pytest.mark.parametrize("role", ["outsider", "child", "registrar", "chief"])
def test_nobody_but_the_units_writer_reports(role):
    world, check = opened()
    with pytest.raises(Forbidden):
        actions.begin_report(check, by=world.person(role), at=JANUARY)


def test_a_report_is_never_begun_by_the_unit_alone():
    world, check = opened()
    with pytest.raises(Refused, match="由备案机关发起"):
        start(
            world.owner,
            kind="annual",
            variant="standard",
            account=check.account,
            by=world.person("operator"),
            at=JANUARY,
        )


def test_a_passed_account_reports_no_more():
    world, check = opened()
    world.approve_all(reported(world, check), at=JANUARY)
    check.refresh_from_db()
    with pytest.raises(Conflict, match="年度报告合格"):
        actions.begin_report(check, by=world.person("operator"), at=JANUARY)


@pytest.mark.parametrize(("role", "seen"), [("operator", 1), ("chief", 1), ("director", 1), ("outsider", 0)])
def test_the_list_shows_what_the_person_may_see(client, role, seen, django_assert_max_num_queries):
    world, check = opened()
    client.force_login(world.person(role))
    client.get("/filings/annual/")
    with django_assert_max_num_queries(10):
        page = client.get("/filings/annual/").content.decode()
    assert page.count("示例发布") >= 1 if seen else "示例发布" not in page
    assert client.get(f"/filings/annual/checks/{check.pk}/").status_code == (200 if seen else 404)


def test_the_list_of_the_passed_is_printed_and_given_as_files(client):
    world, check = opened()
    world.approve_all(reported(world, check), at=JANUARY)
    client.force_login(world.person("director"))
    address = f"/filings/annual/{check.campaign_id}/list/passed/"
    page = client.get(address).content.decode()
    assert "2026年度检查合格名单" in page
    assert "共 1 个账号" in page
    assert client.get(f"{address}?as=docx").status_code == 200
    assert client.get("/filings/annual/?state=passed&export=xlsx").status_code == 200
