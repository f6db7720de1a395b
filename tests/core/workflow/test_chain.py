"""The approval chain: who may decide which step, where each verb leads, what stays on record."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.chain import Outcome
from newmedia_portal.core.workflow.handover import hand_over_steps
from newmedia_portal.core.workflow.models import Decision, Run
from newmedia_portal.core.workflow.states import RunState, StepState
from tests.core.ground import AT, person, step

pytestmark = pytest.mark.django_db


def states(run: Run) -> list[str]:
    """Return the states of the steps in their order."""
    return list(run.steps.order_by("position").values_list("state", flat=True))


def verbs(run: Run) -> list[str]:
    """Return what was done, in its order."""
    return list(run.decisions.order_by("pk").values_list("verb", flat=True))


def test_handing_in_opens_the_first_step_and_keeps_the_submission(office):
    result = office.submit()
    run = result.decision.run
    assert (result.outcome, result.next_step.role) == (Outcome.ADVANCED, "head")
    assert states(run) == [StepState.ACTIVE, StepState.WAITING, StepState.WAITING, StepState.WAITING]
    assert result.next_step.opened_at == AT
    decision = run.decisions.get()
    assert (decision.verb, decision.by, decision.content_hash) == ("submit", office.operator, "c" * 64)


def test_each_agreement_moves_one_step_and_a_step_that_informs_is_passed_and_reported(office):
    run = office.submit().decision.run
    assert office.decide(run, office.head).next_step.role == "chief"
    second = office.decide(run, office.chief)
    assert (second.next_step.role, [s.role for s in second.notified]) == ("registrar", ["superior"])
    last = office.decide(run, office.registrar)
    run.refresh_from_db()
    assert (last.outcome, last.next_step, run.state, run.ended_at) == (Outcome.COMPLETED, None, RunState.APPROVED, AT)
    assert states(run) == [StepState.DONE] * 4
    assert verbs(run) == ["submit", "approve", "approve", "notify", "approve"]


def test_a_chain_that_ends_with_informing_is_complete_after_the_last_agreement(office):
    run = office.submit(step(office.subject, "head"), step(office.authority, "superior", kind="notify")).decision.run
    result = office.decide(run, office.head)
    assert (result.outcome, [s.role for s in result.notified]) == (Outcome.COMPLETED, ["superior"])


def test_a_chain_of_informing_alone_is_complete_when_handed_in(office):
    result = office.submit(step(office.authority, "superior", kind="notify"))
    assert result.outcome == Outcome.COMPLETED
    assert states(result.decision.run) == [StepState.DONE]


def test_a_decision_keeps_who_in_which_role_under_which_article_and_why(office):
    run = office.submit().decision.run
    decision = office.decide(run, office.head, opinion=" 同意 ", reasons=["材料齐全"]).decision
    kept = (decision.by, decision.in_role, decision.article, decision.opinion, decision.reasons, decision.at)
    assert kept == (office.head, "head", "第三条", "同意", ["材料齐全"], AT)


@pytest.mark.parametrize(("verb", "state"), [("return", RunState.RETURNED), ("reject", RunState.REJECTED)])
def test_a_return_and_a_refusal_end_the_run_and_cancel_what_was_to_come(office, verb, state):
    run = office.submit().decision.run
    office.decide(run, office.head)
    result = office.decide(run, office.chief, verb, opinion="缺少盖章件")
    run.refresh_from_db()
    assert (result.outcome.value, run.state, run.ended_at) == (state.value, state, AT)
    assert states(run) == [StepState.DONE, StepState.DONE, StepState.CANCELLED, StepState.CANCELLED]


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_a_return_and_a_refusal_need_a_reason(office, verb):
    run = office.submit().decision.run
    with pytest.raises(Refused, match="请写明理由") as refused:
        office.decide(run, office.head, verb, opinion="  ")
    assert refused.value.field == "opinion"
    assert verbs(run) == ["submit"]
    assert states(run)[0] == StepState.ACTIVE


@pytest.mark.parametrize("who", ["outsider", "chief", "registrar", "operator"])
def test_nobody_but_the_holder_of_the_post_decides(office, who):
    run = office.submit().decision.run
    with pytest.raises(Forbidden, match="示例文旅局的部门负责人"):
        office.decide(run, getattr(office, who))
    assert verbs(run) == ["submit"]


def test_a_post_that_has_ended_no_longer_decides(office):
    run = office.submit().decision.run
    Post.objects.filter(user=office.head).update(until=date(2026, 9, 17))
    with pytest.raises(Forbidden):
        office.decide(run, office.head)


def test_nobody_decides_what_they_handed_in_themselves(office):
    Post.objects.create(user=office.operator, unit=office.subject, role="head", since=date(2020, 1, 1))
    run = office.submit().decision.run
    with pytest.raises(Forbidden, match="不能审批自己提交的事项"):
        office.decide(run, office.operator)


def test_a_step_is_decided_once_and_the_second_reader_learns_by_whom(office):
    run = office.submit().decision.run
    first = chain.current_step(run)
    office.decide(run, office.head)
    with pytest.raises(Conflict, match="李某二已于 2026-09-18 12:00 办理:同意。您的这次操作没有生效"):
        chain.decide(run, step_id=first.pk, verb="reject", by=office.second_head, at=AT, opinion="不")
    assert verbs(run) == ["submit", "approve"]


def test_the_database_itself_refuses_a_second_decision_on_a_step(office):
    run = office.submit().decision.run
    decided = office.decide(run, office.head).decision
    again = {"run": run, "step": decided.step, "verb": "reject", "by": office.head, "at": AT, "content_hash": "c"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**again)


def test_a_step_of_another_run_is_not_decided(office):
    run = office.submit().decision.run
    office.decide(run, office.head, "return", opinion="改")
    other = office.submit().decision.run
    with pytest.raises(Conflict):
        chain.decide(run, step_id=chain.current_step(other).pk, verb="approve", by=office.head, at=AT)


def test_an_object_has_one_open_run_held_by_the_database(office):
    office.submit()
    with pytest.raises(IntegrityError), transaction.atomic():
        office.submit()
    assert Run.objects.count() == 1


def test_an_empty_chain_is_refused(office):
    with pytest.raises(Refused, match="没有为该事项配置审批环节"):
        chain.open_run(office.subject, plan=[], edition_ref="t", content_hash="", by=office.operator, at=AT)
    assert Run.objects.count() == 0


def test_a_decision_cannot_be_changed_afterwards(office):
    decision = office.submit().decision
    decision.opinion = "改过"
    with pytest.raises(TypeError, match="不能修改"):
        decision.save()


def test_withdrawing_is_possible_until_the_first_agreement(office):
    run = office.submit().decision.run
    result = chain.withdraw(run, by=office.operator, at=AT, opinion="填错了")
    run.refresh_from_db()
    assert (result.outcome, run.state, states(run)[0]) == (Outcome.WITHDRAWN, RunState.WITHDRAWN, StepState.CANCELLED)
    with pytest.raises(Conflict, match="已经办结"):
        chain.withdraw(run, by=office.operator, at=AT, opinion="再撤")
    second = office.submit().decision.run
    office.decide(second, office.head)
    with pytest.raises(Conflict, match="已有环节办理"):
        chain.withdraw(second, by=office.operator, at=AT, opinion="太晚")


def test_a_transfer_gives_the_step_to_one_other_holder_of_the_post(office):
    run = office.submit().decision.run
    waiting = chain.current_step(run)
    chain.transfer(run, step_id=waiting.pk, to=office.second_head, by=office.head, at=AT, opinion="出差")
    with pytest.raises(Forbidden):
        office.decide(run, office.head)
    assert office.decide(run, office.second_head).outcome == Outcome.ADVANCED
    moved = run.decisions.get(verb="transfer")
    assert (moved.by, moved.for_user, moved.opinion) == (office.head, office.second_head, "出差")


@pytest.mark.parametrize("to", ["head", "chief", "outsider"])
def test_a_transfer_to_oneself_or_to_somebody_without_the_post_is_refused(office, to):
    run = office.submit().decision.run
    waiting, target = chain.current_step(run), getattr(office, to)
    with pytest.raises(Refused, match="另一位部门负责人") as refused:
        chain.transfer(run, step_id=waiting.pk, to=target, by=office.head, at=AT, opinion="")
    assert refused.value.field == "to"


def test_only_the_holder_transfers_and_only_the_waiting_step(office):
    run = office.submit().decision.run
    waiting = chain.current_step(run)
    with pytest.raises(Forbidden, match="只有当前承办人"):
        chain.transfer(run, step_id=waiting.pk, to=office.second_head, by=office.chief, at=AT, opinion="")
    office.decide(run, office.head)
    with pytest.raises(Conflict):
        chain.transfer(run, step_id=waiting.pk, to=office.second_head, by=office.head, at=AT, opinion="")


def test_a_reminder_is_kept_and_not_repeated_before_its_pause_has_passed(office):
    run = office.submit().decision.run
    day = timedelta(days=1)
    assert chain.urge(run, by=office.operator, at=AT, opinion="急", pause=day).role == "head"
    with pytest.raises(Refused, match="24 小时内已经催办过"):
        chain.urge(run, by=office.operator, at=AT + day - timedelta(seconds=1), opinion="", pause=day)
    chain.urge(run, by=office.operator, at=AT + day, opinion="", pause=day)
    office.decide(run, office.head)
    assert chain.urge(run, by=office.operator, at=AT + day, opinion="", pause=day).role == "chief"
    assert verbs(run) == ["submit", "urge", "urge", "approve", "urge"]


def test_a_reminder_on_what_is_over_is_refused(office):
    run = office.submit().decision.run
    chain.withdraw(run, by=office.operator, at=AT, opinion="填错了")
    with pytest.raises(Conflict, match="不需要催办"):
        chain.urge(run, by=office.operator, at=AT, opinion="", pause=timedelta(days=1))


def test_a_step_waits_for_everyone_who_holds_its_post_until_it_was_handed_to_one(office):
    run = office.submit().decision.run
    waiting = chain.current_step(run)
    everyone = [office.head, office.second_head, office.chief, office.operator, office.registrar, office.outsider]
    assert [chain.waiting_for(user).count() for user in everyone] == [1, 1, 0, 0, 0, 0]
    chain.transfer(run, step_id=waiting.pk, to=office.second_head, by=office.head, at=AT, opinion="")
    assert [chain.waiting_for(user).count() for user in everyone] == [0, 1, 0, 0, 0, 0]


def test_the_holders_of_a_step_are_the_active_people_in_the_post(office):
    waiting = chain.current_step(office.submit().decision.run)
    office.second_head.is_active = False
    office.second_head.save()
    assert list(chain.candidates(waiting)) == [office.head]


def test_steps_of_a_person_who_leaves_go_to_the_successor_or_back_to_the_post(office):
    run = office.submit().decision.run
    waiting = chain.current_step(run)
    chain.transfer(run, step_id=waiting.pk, to=office.second_head, by=office.head, at=AT, opinion="")
    newcomer = person("周某七", office.subject, "head")
    leaving = {"unit": office.subject, "role": "head", "by": None, "at": AT, "opinion": "离任移交"}
    assert hand_over_steps(old=office.second_head, new=newcomer, **leaving) == [waiting]
    assert [chain.waiting_for(user).count() for user in (office.second_head, newcomer)] == [0, 1]
    hand_over_steps(old=newcomer, new=None, **leaving)
    assert [chain.waiting_for(user).count() for user in (office.head, newcomer)] == [1, 1]
    assert verbs(run) == ["submit", "transfer", "transfer", "transfer"]


def test_the_last_decider_is_who_moved_the_newest_run(office):
    assert chain.last_decider(office.subject) is None
    run = office.submit().decision.run
    assert chain.last_decider(office.subject) is None
    office.decide(run, office.head)
    chain.urge(run, by=office.operator, at=AT, opinion="", pause=timedelta(days=1))
    assert chain.last_decider(office.subject) == office.head.pk
    office.decide(run, office.chief, "return", opinion="改")
    assert chain.last_decider(office.subject) == office.chief.pk
    second = office.submit(at=AT + timedelta(days=1)).decision.run
    office.decide(second, office.second_head)
    assert chain.last_decider(office.subject) == office.second_head.pk
