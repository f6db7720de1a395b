"""Campaigns: preparing, drawing, checking, the second look, closing (检查抽查)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.actions import inspections as actions
from assessments.actions import rectification
from assessments.inspecting.frame import is_repeatable
from assessments.inspecting.states import CampaignState, InspectedState, Outcome, Verdict
from assessments.models import Campaign, Finding, Inspected
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.assessments.watch.making import account, publish
from tests.world import NOON, build

from .making import answers_of, fine, inspector_of, known, plan, prepared, row_of, second_of, shot, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build("taibai")


@pytest.mark.clause("S3-21")
def test_a_quarter_has_one_campaign_of_the_edition_with_its_article(world):
    made = prepared(world)
    assert (made.kind_label, made.article, made.edition) == ("季度检查抽查", "第二十一条", world.edition)
    with pytest.raises(Conflict, match="已经建立"):
        prepared(world)


def test_a_period_that_does_not_fit_the_kind_is_refused(world):
    with pytest.raises(Refused, match="写法"):
        prepared(world, period="2026-09")


def test_only_the_department_prepares_campaigns(world):
    for role in ("operator", "outsider", "observer"):
        with pytest.raises(Forbidden):
            actions.prepare(world.authority, plan(world), by=world.person(role), at=NOON)


@pytest.mark.clause("S3-21")
def test_the_draw_takes_every_account_keeps_the_seed_and_can_be_repeated(world):
    for number in range(4):
        known(world, f"示例{number}", unit=world.owner if number % 2 else world.foreign)
    campaign = started(world)
    assert campaign.state == CampaignState.RUNNING
    assert (campaign.draw.total, campaign.draw.drawn, campaign.seed) == (4, 4, "示例")
    assert is_repeatable(campaign)
    frame = campaign.draw.frame
    campaign.draw.frame = frame[:3]
    assert not is_repeatable(campaign)


def test_a_share_leaves_accounts_out_but_never_the_watch_list(world):
    accounts = [known(world, f"示例{number}") for number in range(6)]
    rectification.list_account(accounts[5], reason="多次整改不彻底", by=world.person("registrar"), at=NOON)
    campaign = started(world, percent=Decimal(20))
    drawn = {row.account_id: row.watched for row in campaign.accounts.all()}
    assert drawn[accounts[5].pk] is True
    assert len(drawn) == 2


def test_nobody_inspects_an_account_of_a_unit_in_which_they_hold_a_post(world):
    Post.objects.create(user=world.cast["director"], unit=world.owner, role="editor", since=date(2020, 1, 1))
    accounts = [known(world, f"示例{number}") for number in range(4)]
    campaign = started(world)
    assert {row_of(campaign, one).inspector_id for one in accounts} == {world.cast["registrar"].pk}
    with pytest.raises(Refused, match="应当回避"):
        actions.assign_to(
            row_of(campaign, accounts[0]), world.person("director"), by=world.person("registrar"), at=NOON
        )


def test_checks_are_spread_evenly_and_the_inspectors_are_told(world):
    for number in range(4):
        known(world, f"示例{number}")
    campaign = started(world)
    loads = [campaign.accounts.filter(inspector=world.cast[role]).count() for role in ("registrar", "director")]
    assert loads == [2, 2]
    assert Notice.objects.filter(kind="inspection.started").count() == 2


def test_without_inspectors_or_accounts_nothing_is_drawn(world):
    with pytest.raises(Refused, match="检查人员"):
        started(world, inspectors=())
    Campaign.objects.all().update(period="2026Q2")
    with pytest.raises(Refused, match="没有在用的账号"):
        started(world)


@pytest.mark.clause("S3-11.0c")
def test_two_weeks_without_an_item_before_the_time_point_is_a_veto(world):
    silent, active = known(world, "示例静默", silent=14), known(world, "示例更新", silent=12)
    campaign = started(world)
    answers = answers_of(row_of(campaign, silent))
    assert answers["silent"].outcome == Outcome.PROBLEM
    assert answers["silent"].facts["words"] == "最后发布 2026-09-03，到 2026-09-17 已 14 天没有发布，超过 14 天"
    assert answers_of(row_of(campaign, active))["silent"].outcome == Outcome.FINE
    assert row_of(campaign, silent).last_published_on == date(2026, 9, 3)


def test_missing_data_is_unknown_and_never_a_fail(world):
    bare = account(world.owner, "示例无数据")
    stale = account(world.owner, "示例断档")
    publish(stale, date(2026, 8, 1), known=(date(2026, 7, 1), date(2026, 9, 10)), at=date(2026, 9, 11))
    campaign = started(world)
    for one in (bare, stale):
        answers = answers_of(row_of(campaign, one))
        assert answers["silent"].outcome == Outcome.UNKNOWN
        assert answers["reply"].outcome == Outcome.UNKNOWN
    row = fine(row_of(campaign, stale))
    assert (row.verdict, row.state) == (Verdict.PASSED, InspectedState.DONE)


@pytest.mark.clause("S3-11.1")
def test_weeks_with_too_little_are_found_by_item_of_the_template(world):
    one = known(world, "示例漏周", silent=1)
    poor = account(world.owner, "示例少发", certified=True)
    publish(poor, date(2026, 9, 14), known=(date(2026, 1, 5), date(2026, 9, 17)), at=date(2026, 9, 18))
    campaign = started(world)
    assert answers_of(row_of(campaign, poor))["quota"].outcome == Outcome.PROBLEM
    assert answers_of(row_of(campaign, poor))["quota"].hits > 5
    assert answers_of(row_of(campaign, one))["quota"].hits <= 2


def test_a_new_time_point_fills_the_automatic_items_anew(world):
    one = known(world, "示例静默", silent=14)
    campaign = started(world)
    row = row_of(campaign, one)
    actions.refill(row, point=NOON - timedelta(days=2), by=inspector_of(row), at=NOON)
    row = row_of(campaign, one)
    assert row.inspected_at == NOON - timedelta(days=2)
    assert answers_of(row)["silent"].outcome == Outcome.FINE
    with pytest.raises(Refused, match="不能晚于现在"):
        actions.refill(row, point=NOON + timedelta(days=1), by=inspector_of(row), at=NOON)
    with pytest.raises(Refused, match="检查时间"):
        actions.refill(row, point=NOON - timedelta(days=60), by=inspector_of(row), at=NOON)


@pytest.mark.clause("S3-19.2")
def test_any_veto_fails_the_account_only_after_a_second_person_agrees(world):
    row = fine(_one(world), ["faking"])
    assert (row.state, row.verdict) == (InspectedState.SECOND, Verdict.FAILED)
    assert row.second_id != row.inspector_id
    assert not Finding.objects.exists()
    with pytest.raises(Forbidden):
        actions.agree(row, by=inspector_of(row), at=NOON)
    actions.agree(row, words="核对属实", by=second_of(row), at=NOON)
    finding = Finding.objects.get()
    assert (finding.kind, finding.is_veto, finding.metric) == ("faking", True, "data_faking")
    assert finding.article == "国办秘函〔2019〕19号；第十九条第二款"


def _one(world):
    one = known(world, "示例账号")
    return row_of(started(world), one)


@pytest.mark.clause("S3-19.1", "S3-11.2")
def test_deductions_are_findings_but_fail_nobody(world):
    row = fine(_one(world), ["text_errors", "privacy"])
    assert (row.state, row.verdict, row.points) == (InspectedState.DONE, Verdict.PASSED, Decimal(-7))
    assert [one.kind for one in Finding.objects.order_by("pk")] == ["text_errors", "privacy"]
    assert [one.article for one in Finding.objects.order_by("pk")] == ["第十一条第2项", "第十九条第一款"]


def test_the_second_look_may_send_back_with_a_reason(world):
    row = fine(_one(world), ["interaction"])
    with pytest.raises(Refused, match="理由"):
        actions.send_back(row, words=" ", by=second_of(row), at=NOON)
    actions.send_back(row, words="评论区可以留言", by=second_of(row), at=NOON)
    row = Inspected.objects.get(pk=row.pk)
    assert (row.state, row.verdict) == (InspectedState.WAITING, Verdict.UNCHECKED)


def test_a_chosen_share_of_the_passed_gets_a_second_look_too(world):
    one = known(world, "示例账号")
    row = fine(row_of(started(world, second_percent=100), one))
    assert (row.state, row.verdict) == (InspectedState.SECOND, Verdict.PASSED)


def test_a_veto_by_hand_needs_a_link_or_a_file_and_every_item_an_answer(world):
    row = _one(world)
    by = inspector_of(row)
    with pytest.raises(Refused, match="没有填写"):
        actions.finish(row, by=by, at=NOON)
    hand = {code: actions.Given(Outcome.FINE) for code in answers_of(row)}
    hand = {code: given for code, given in hand.items() if not answers_of(row)[code].suggested}
    hand["serious"] = actions.Given(Outcome.PROBLEM, "标题有严重表述错误")
    actions.answer(row, hand, by=by, at=NOON)
    with pytest.raises(Refused, match="作为证据"):
        actions.finish(row, by=by, at=NOON)
    proven = actions.Given(Outcome.PROBLEM, "标题有严重表述错误", files=(shot(),))
    actions.answer(row, {"serious": proven}, by=by, at=NOON)
    actions.finish(row, by=by, at=NOON)
    assert Inspected.objects.get(pk=row.pk).verdict == Verdict.FAILED


def test_to_contradict_the_portal_takes_words(world):
    one = known(world, "示例静默", silent=14)
    row = row_of(started(world), one)
    words = answers_of(row)["silent"].words
    with pytest.raises(Refused, match="与系统判断不同"):
        actions.answer(row, {"silent": actions.Given(Outcome.FINE, words)}, by=inspector_of(row), at=NOON)
    actions.answer(row, {"silent": actions.Given(Outcome.FINE, "今天上午已发布")}, by=inspector_of(row), at=NOON)
    assert answers_of(row)["silent"].outcome == Outcome.FINE


def test_only_the_assigned_inspector_answers(world):
    row = _one(world)
    for role in ("operator", "outsider", "observer", "registrar", "director"):
        if world.cast[role].pk != row.inspector_id:
            with pytest.raises(Forbidden):
                actions.answer(row, {"serious": actions.Given(Outcome.FINE)}, by=world.person(role), at=NOON)


def test_items_may_be_changed_until_the_draw_and_not_after(world):
    known(world, "示例账号")
    campaign = prepared(world)
    rows = [row for row in campaign.template if row["code"] != "unrelated"]
    actions.change_items(campaign, rows, by=world.person("registrar"), at=NOON)
    actions.start(campaign, by=world.person("registrar"), at=NOON)
    assert len(Campaign.objects.get(pk=campaign.pk).template_digest) == 64
    with pytest.raises(Conflict, match="不能再改"):
        actions.change_items(campaign, rows, by=world.person("registrar"), at=NOON)


def test_a_campaign_closes_when_all_is_checked_told_and_decided(world):
    row = _one(world)
    campaign, by = row.campaign, world.person("registrar")
    with pytest.raises(Conflict, match="没有检查"):
        actions.review(campaign, by=by, at=NOON)
    fine(row, ["text_errors"])
    actions.review(campaign, by=by, at=NOON)
    with pytest.raises(Conflict, match="没有通知单位"):
        actions.close(campaign, by=by, at=NOON)
    rectification.notify_unit(list(Finding.objects.all()), by=by, at=NOON)
    actions.close(campaign, by=by, at=NOON)
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.CLOSED


def test_an_account_that_cannot_be_checked_is_not_counted(world):
    row = _one(world)
    actions.skip(row, why="账号正在平台申诉", by=inspector_of(row), at=NOON)
    row = Inspected.objects.get(pk=row.pk)
    assert (row.state, row.verdict) == (InspectedState.SKIPPED, Verdict.UNCHECKED)
    actions.reopen(row, reason="申诉结束", by=world.person("registrar"), at=NOON)
    assert Inspected.objects.get(pk=row.pk).state == InspectedState.WAITING
