"""Legal clocks and obligations: from which day, until when, met by what, watched by whom."""

from datetime import UTC, date, datetime

import pytest

from accounts.actions.register import record_unfiled
from filings import actions
from filings.clock import clock_of, time_spent
from filings.deadlines.scan import scan_overdue
from filings.models import Obligation
from filings.states import Flag, ObligationState
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays.actions import enter_year
from newmedia_portal.core.workdays.notice_text import read_notice
from tests.filings.making import approved, draft, submitted
from tests.world import NOON, admin, build

pytestmark = pytest.mark.django_db


def moment(day: date, hour: int = 4) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("regime", "kind", "event", "due", "article"),
    [
        pytest.param(
            "soe", "open", date(2026, 9, 18), date(2026, 11, 5), "第五条第一款", marks=pytest.mark.clause("S0-05.1b")
        ),
        pytest.param(
            "gejiu", "open", date(2026, 9, 18), date(2026, 10, 9), "第五条第一款", marks=pytest.mark.clause("S2-05.1c")
        ),
        pytest.param("soe", "close", date(2026, 9, 18), date(2026, 9, 24), "第八条", marks=pytest.mark.clause("S0-08")),
        pytest.param(
            "gejiu", "close", date(2026, 4, 30), date(2026, 5, 11), "第八条第一款", marks=pytest.mark.clause("S2-08.1")
        ),
        pytest.param(
            "corp", "change", date(2026, 9, 30), date(2026, 10, 13), "附表备注（3）", marks=pytest.mark.clause("S1-F21")
        ),
    ],
)
def test_the_due_date_counts_working_days_from_the_event(regime, kind, event, due, article):
    world = build(regime)
    account = None if kind == "open" else approved(world).account
    filing = draft(world, kind, account=account, event=event)
    clock = clock_of(filing)
    assert clock.due.due == due
    assert clock.limit.article == article
    assert clock.limit.article in clock.why


@pytest.mark.parametrize("regime", ["taibai", "jiusan", "corp"])
def test_where_the_regulation_sets_no_period_nothing_can_be_overdue(regime):
    filing = submitted(build(regime))
    assert clock_of(filing) is None
    assert filing.late_workdays is None


@pytest.mark.clause("S4-03.4c")
def test_a_temporary_group_is_dissolved_within_seven_calendar_days_of_the_end_of_work():
    world = build("jiusan")
    group = {"platform": "wechat_group", "account_kind": "work_group"}
    account = approved(world, "open", "group_temp", **group).account
    filing = draft(world, "close", "group_temp", account=account, event=date(2026, 9, 14))
    assert clock_of(filing).due.due == date(2026, 9, 21)


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2026, 10, 9), 0), (date(2026, 10, 10), 1), (date(2026, 10, 11), 1), (date(2026, 10, 12), 2)],
)
def test_the_due_day_itself_is_in_time_and_the_next_day_is_late(day, late):
    world = build("gejiu")
    filing = submitted(world, at=moment(day), event=date(2026, 9, 18))
    assert filing.late_workdays == late
    assert [fact["code"] for fact in filing.facts if fact["code"] == "late"] == ["late"] * bool(late)


def test_the_last_minute_of_the_due_day_in_beijing_is_in_time():
    world = build("gejiu")
    filing = submitted(world, at=datetime(2026, 10, 9, 15, 59, 59, tzinfo=UTC), event=date(2026, 9, 18))
    assert filing.late_workdays == 0


def test_a_late_filing_is_recorded_and_goes_its_way():
    filing = approved(build("gejiu"), at=moment(date(2026, 11, 2)), event=date(2026, 9, 18))
    assert filing.certificate.number == "GJ备2026-0001"
    assert filing.late_workdays == 17


@pytest.mark.clause("S1-3.1.1d")
def test_opening_before_approval_is_recorded_as_a_fact_and_not_refused():
    filing = submitted(build("corp"), opened_on="2026-09-01")
    assert [fact["code"] for fact in filing.facts] == ["opened_before_approval"]


def test_a_return_does_not_restart_the_clock_of_the_first_hand_in():
    world = build("gejiu")
    filing = submitted(world, at=moment(date(2026, 9, 30)), event=date(2026, 9, 18))
    filing = world.decide(filing, "approve", at=moment(date(2026, 10, 8)), opinion="同意")
    filing = world.decide(filing, "return", at=moment(date(2026, 10, 9)), opinion="请补充材料")
    filing = actions.submit(filing, version=filing.version, by=world.person("operator"), at=moment(date(2026, 10, 20)))
    assert filing.late_workdays == 0
    assert filing.first_submitted_at == moment(date(2026, 9, 30))
    assert filing.submissions.count() == 2


def test_a_return_opens_the_period_for_correction_and_the_new_hand_in_meets_it():
    world = build("soe")
    filing = submitted(world)
    filing = world.decide(filing, "return", opinion="请补充材料")
    correction = Obligation.objects.get(filing=filing, kind="resubmit")
    assert correction.due_on == date(2026, 9, 24)
    actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    correction.refresh_from_db()
    assert correction.state == ObligationState.MET


def test_time_at_the_unit_and_at_the_authority_is_counted_apart():
    world = build("soe")
    filing = submitted(world, at=moment(date(2026, 9, 14)), event=date(2026, 9, 14))
    filing = world.decide(filing, "approve", at=moment(date(2026, 9, 16)), opinion="同意")
    filing = world.decide(filing, "return", at=moment(date(2026, 9, 17)), opinion="请补正")
    actions.submit(filing, version=filing.version, by=world.person("operator"), at=moment(date(2026, 9, 21)))
    spent = time_spent(filing, moment(date(2026, 9, 22)))
    assert (spent.owner, spent.authority) == (6, 1)


def test_a_stated_opening_day_makes_an_obligation_and_the_hand_in_meets_it():
    world = build("soe")
    filing = draft(world, event=date(2026, 9, 1))
    owed = Obligation.objects.get(filing=filing)
    assert (owed.anchor_on, owed.due_on, owed.state) == (date(2026, 9, 1), date(2026, 10, 19), ObligationState.OPEN)
    actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    owed.refresh_from_db()
    assert (owed.state, owed.met_on) == (ObligationState.MET, date(2026, 9, 18))


def test_a_corrected_opening_day_moves_the_obligation():
    world = build("soe")
    filing = draft(world, event=date(2026, 9, 1))
    by = world.person("operator")
    actions.save_task(filing, answers={"opened_on": "2026-09-18"}, team=None, version=filing.version, by=by, at=NOON)
    assert Obligation.objects.get(filing=filing).due_on == date(2026, 11, 5)


def test_an_account_found_unfiled_owes_its_filing_and_the_job_says_so_once():
    world = build("gejiu")
    registrar = world.person("registrar")
    data = {"name": "示例巡查号", "platform": "weibo", "platform_id": "shili_x", "opened_on": "2026-08-03"}
    record_unfiled(unit=world.owner, data=data, found_on=date(2026, 9, 17), by=registrar, at=NOON)
    first = scan_overdue(on=date(2026, 9, 18), at=NOON)
    second = scan_overdue(on=date(2026, 9, 18), at=NOON)
    assert (first.flagged, second.flagged) == (1, 0)
    assert Obligation.objects.get().flag == Flag.OVERDUE
    told = Notice.objects.filter(kind="deadline.overdue").values_list("user__username", flat=True)
    assert sorted(told) == ["gejiu-chief", "gejiu-deputy", "gejiu-operator", "gejiu-registrar"]


def test_filing_the_account_that_was_found_clears_the_flag():
    world = build("gejiu")
    data = {
        "name": "示例文旅发布",
        "platform": "wechat_subscription",
        "platform_id": "shili_wenlv",
        "opened_on": "2026-08-03",
    }
    account = record_unfiled(
        unit=world.owner, data=data, found_on=date(2026, 9, 17), by=world.person("registrar"), at=NOON
    )
    scan_overdue(on=date(2026, 9, 18), at=NOON)
    filing = approved(world, "open", account=account)
    assert filing.account_id == account.pk
    cleared = scan_overdue(on=date(2026, 9, 21), at=moment(date(2026, 9, 21)))
    assert cleared.cleared == 1
    assert not Obligation.objects.exclude(flag="").exists()


def test_publishing_a_year_moves_open_clocks_tells_the_owner_and_leaves_closed_ones():
    world = build("soe")
    done = submitted(world, event=date(2026, 11, 20), at=moment(date(2026, 11, 23)))
    filing = draft(
        world, event=date(2026, 11, 23), platform_id="shili_two", name="示例二", at=moment(date(2026, 11, 24))
    )
    owed = Obligation.objects.get(filing=filing)
    assert (owed.due_on, owed.provisional) == (date(2027, 1, 5), True)
    festivals = ["2027-02-05 至 2027-02-11,春节", "2027-04-05,清明", "2027-05-01 至 2027-05-05,劳动"]
    festivals += ["2027-06-09,端午", "2027-09-15,中秋", "2027-10-01 至 2027-10-07,国庆"]
    text = "\n".join(f"{line},休" for line in ["2027-01-01 至 2027-01-05,元旦", *festivals])
    enter_year(2027, read_notice(text, 2027).rows, document="示例〔2026〕1号", by=admin("sysadmin"), at=NOON)
    owed.refresh_from_db()
    assert (owed.due_on, owed.provisional) == (date(2027, 1, 7), False)
    assert Notice.objects.filter(kind="deadline.moved", user=world.cast["operator"]).count() == 1
    assert Obligation.objects.get(filing=done).due_on == date(2027, 1, 4)


def test_taking_an_unread_hand_in_back_lets_the_clock_run_on():
    world = build("gejiu")
    by = world.person("operator")
    filing = submitted(world, at=moment(date(2026, 9, 30)), event=date(2026, 9, 18))
    filing = actions.withdraw(filing, reason="要改名称", by=by, at=moment(date(2026, 9, 30)))
    assert Obligation.objects.get(filing=filing, state=ObligationState.OPEN).due_on == date(2026, 10, 9)
    filing = actions.submit(filing, version=filing.version, by=by, at=moment(date(2026, 10, 12)))
    assert filing.late_workdays == 2


def test_taking_back_what_was_returned_before_keeps_the_first_day():
    world = build("gejiu")
    by = world.person("operator")
    filing = submitted(world, at=moment(date(2026, 9, 30)), event=date(2026, 9, 18))
    filing = world.decide(filing, "return", at=moment(date(2026, 10, 8)), opinion="请补正")
    filing = actions.submit(filing, version=filing.version, by=by, at=moment(date(2026, 10, 20)))
    filing = actions.withdraw(filing, reason="再核对", by=by, at=moment(date(2026, 10, 20)))
    assert filing.first_submitted_at == moment(date(2026, 9, 30))


def test_a_day_that_has_not_come_is_asked_about():
    world = build("gejiu")
    filing = draft(world, opened_on="2026-09-19")
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    assert [problem.field for problem in refused.value.problems] == ["opened_on"]


def test_a_closing_before_the_opening_is_asked_about():
    world = build("soe")
    account = approved(world).account
    filing = draft(world, "close", account=account, event=date(2026, 9, 17))
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    assert [problem.field for problem in refused.value.problems] == ["cancelled_on"]
