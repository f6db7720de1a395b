"""Findings: notice, proof, re-check, objection, repeated ones, watch list, overdue reports (问题整改)."""

from datetime import date, timedelta

import pytest

from assessments.actions import inspections
from assessments.actions import rectification as actions
from assessments.inspecting.scan import scan_rectification
from assessments.inspecting.states import FindingState, FoundBy, ObjectionState, Verdict
from assessments.models import Campaign, Finding, FindingObjection, Inspected, RectificationNotice, WatchListEntry
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.world import NOON, build

from .making import (
    failed,
    fine,
    known,
    other_than_finder,
    row_of,
    same_as_finder,
    second_of,
    shot,
    started,
    told,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)


@pytest.fixture
def world():
    return build("taibai")


def proven(world, finding):
    """Let the unit report."""
    actions.prove(finding, text="已开通留言功能", done_on=TODAY, files=(shot(),), by=world.person("operator"), at=NOON)
    return Finding.objects.get(pk=finding.pk)


def disputed(world, finding):
    """Let the unit object."""
    by = world.person("operator")
    return actions.dispute(finding, reason="评论区一直开放", files=(shot(),), by=by, at=NOON)


@pytest.mark.clause("S3-21")
def test_a_notice_tells_the_unit_with_a_number_and_a_date_in_working_days(world):
    finding = told(world)
    notice = RectificationNotice.objects.get()
    assert (notice.number, notice.unit) == ("整改〔2026〕1号", world.owner)
    assert (finding.state, finding.anchor_on, finding.due_on) == (FindingState.NOTIFIED, TODAY, date(2026, 10, 9))
    assert finding.objection_due_on == date(2026, 9, 24)
    told_to = set(Notice.objects.filter(kind="finding.notified").values_list("user", flat=True))
    assert told_to == {world.cast[role].pk for role in ("operator", "head", "deputy", "chief")}


def test_the_unit_sees_a_finding_only_when_it_has_been_told(world):
    finding = failed(world)
    assert not Finding.objects.visible_to(world.person("operator")).exists()
    actions.notify_unit([finding], by=world.person("registrar"), at=NOON)
    assert Finding.objects.visible_to(world.person("operator")).count() == 1
    assert not Finding.objects.visible_to(world.person("outsider")).exists()
    assert Finding.objects.visible_to(world.person("observer")).count() == 1


@pytest.mark.clause("S3-21")
def test_a_report_with_proof_is_rechecked_and_settled(world):
    finding = proven(world, told(world))
    assert finding.state == FindingState.PROVEN
    made = actions.recheck(finding, passed=True, words="评论区可以留言", by=world.person("registrar"), at=NOON)
    finding.refresh_from_db()
    assert (finding.state, made.campaign, made.finding) == (FindingState.SETTLED, finding.campaign, finding)


def test_a_report_needs_words_and_proof_and_comes_from_the_unit(world):
    finding, by = told(world), world.person("operator")
    with pytest.raises(Refused, match="佐证"):
        actions.prove(finding, text="已整改", done_on=TODAY, by=by, at=NOON)
    with pytest.raises(Refused, match="晚于今天"):
        actions.prove(finding, text="已整改", done_on=TODAY + timedelta(days=1), files=(shot(),), by=by, at=NOON)
    for role in ("outsider", "registrar", "head", "observer"):
        with pytest.raises(Forbidden):
            actions.prove(finding, text="已整改", done_on=TODAY, files=(shot(),), by=world.person(role), at=NOON)


def test_a_late_report_is_taken_and_marked(world):
    finding = told(world)
    later = NOON + timedelta(days=40)
    by = world.person("operator")
    proof = actions.prove(finding, text="已整改", done_on=TODAY, files=(shot(),), by=by, at=later)
    assert proof.late is True


def test_a_report_may_be_sent_back_and_the_term_runs_anew(world):
    finding = proven(world, told(world))
    later = NOON + timedelta(days=7)
    actions.ask_more(finding, reason="截图看不清", by=world.person("registrar"), at=later)
    finding.refresh_from_db()
    assert (finding.state, finding.anchor_on) == (FindingState.NOTIFIED, date(2026, 9, 25))


@pytest.mark.clause("S3-21")
def test_a_failed_recheck_makes_a_finding_linked_to_the_old_one_and_watches_the_account(world):
    old = proven(world, told(world))
    actions.recheck(old, passed=False, words="仍不能留言", watch=True, by=world.person("registrar"), at=NOON)
    old.refresh_from_db()
    new = Finding.objects.get(recheck_of=old)
    assert (old.state, new.state, new.kind, new.repeats) == (FindingState.FAILED, FindingState.OPEN, old.kind, old)
    assert WatchListEntry.objects.standing().get().account == old.account


def test_an_accepted_objection_withdraws_the_finding_and_corrects_the_result(world):
    finding = told(world)
    objection = disputed(world, finding)
    actions.decide(objection, accepted=True, opinion="情况属实", by=other_than_finder(world, finding), at=NOON)
    finding.refresh_from_db()
    assert finding.state == FindingState.WITHDRAWN
    assert Inspected.objects.get(pk=finding.inspected_id).verdict == Verdict.PASSED


def test_a_rejected_objection_lets_the_term_run_anew(world):
    finding = told(world)
    objection = disputed(world, finding)
    later = NOON + timedelta(days=7)
    actions.decide(objection, accepted=False, opinion="当时已关闭", by=other_than_finder(world, finding), at=later)
    finding.refresh_from_db()
    assert (finding.state, finding.anchor_on) == (FindingState.NOTIFIED, date(2026, 9, 25))


def test_who_inspected_does_not_decide_the_objection_nor_does_the_unit(world):
    finding = told(world)
    objection = disputed(world, finding)
    for by in (same_as_finder(world, finding), *(world.person(role) for role in ("operator", "outsider", "observer"))):
        with pytest.raises(Forbidden):
            actions.decide(objection, accepted=True, opinion="同意", by=by, at=NOON)


def test_a_decided_objection_is_not_decided_again(world):
    finding = told(world)
    objection, by = disputed(world, finding), other_than_finder(world, finding)
    actions.decide(objection, accepted=False, opinion="不成立", by=by, at=NOON)
    with pytest.raises(Conflict):
        actions.decide(objection, accepted=True, opinion="成立", by=by, at=NOON)
    assert FindingObjection.objects.get().state == ObjectionState.REJECTED


def test_after_its_term_an_objection_is_refused_and_nothing_changes(world):
    finding = told(world)
    with pytest.raises(Refused, match="申诉期限"):
        actions.dispute(finding, reason="有异议", by=world.person("operator"), at=NOON + timedelta(days=20))
    finding.refresh_from_db()
    assert finding.state == FindingState.NOTIFIED


def test_an_objection_may_be_taken_back(world):
    finding = told(world)
    actions.take_back(disputed(world, finding), by=world.person("operator"), at=NOON)
    finding.refresh_from_db()
    assert finding.state == FindingState.NOTIFIED


@pytest.mark.clause("S3-21")
def test_the_same_problem_of_an_account_is_recognised_as_repeated(world):
    first = told(world)
    Campaign.objects.update(period="2026Q2")
    row = fine(row_of(started(world, name="下一次"), first.account), ["interaction"])
    inspections.agree(row, by=second_of(row), at=NOON + timedelta(hours=1))
    assert Finding.objects.get(inspected=row).repeats is None
    later = NOON + timedelta(days=1)
    found = actions.Found("no_interaction", "不能留言", later)
    again = actions.enter_finding(first.account, found, by=world.person("registrar"), at=later)
    assert again.repeats_id is not None


@pytest.mark.clause("S3-11.0c", "S0-19.3")
def test_findings_of_higher_inspections_are_entered_with_their_level(world):
    one = known(world, "示例账号")
    found = actions.Found("silent_two_weeks", "省级抽查通报", NOON, found_by=FoundBy.PROVINCIAL, is_veto=True)
    made = actions.enter_finding(one, found, by=world.person("registrar"), at=NOON)
    assert (made.found_by, made.is_veto, made.state) == (FoundBy.PROVINCIAL, True, FindingState.OPEN)
    with pytest.raises(Forbidden):
        actions.enter_finding(one, found, by=world.person("operator"), at=NOON)


@pytest.mark.clause("S3-21")
def test_an_overdue_report_is_flagged_once_and_told(world):
    finding = told(world)
    assert scan_rectification(on=date(2026, 10, 9), at=NOON).flagged == 0
    assert scan_rectification(on=date(2026, 10, 10), at=NOON).flagged == 1
    assert scan_rectification(on=date(2026, 10, 11), at=NOON).flagged == 0
    finding.refresh_from_db()
    assert finding.overdue_on == date(2026, 10, 10)
    assert Notice.objects.filter(kind="finding.overdue", user=world.cast["operator"]).count() == 1


def test_the_watch_list_takes_reasons_and_holds_an_account_once(world):
    one, by = known(world, "示例账号"), world.person("registrar")
    entry = actions.list_account(one, reason="多次静默", by=by, at=NOON)
    with pytest.raises(Conflict):
        actions.list_account(one, reason="再次", by=by, at=NOON)
    with pytest.raises(Forbidden):
        actions.leave(entry, why="已好转", by=world.person("operator"), at=NOON)
    actions.leave(entry, why="连续两次合格", by=by, at=NOON)
    assert not WatchListEntry.objects.standing().exists()


def test_one_notice_goes_to_one_unit_only(world):
    one, two = known(world, "示例甲"), known(world, "示例乙", unit=world.foreign)
    found = actions.Found("advertising", "有广告", NOON)
    made = [actions.enter_finding(each, found, by=world.person("registrar"), at=NOON) for each in (one, two)]
    with pytest.raises(Refused, match="只发一个单位"):
        actions.notify_unit(made, by=world.person("registrar"), at=NOON)
