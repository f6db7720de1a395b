"""A measure from proposal to end (处置): who may, what is written, what follows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.actions import enforcement as actions
from assessments.actions.enforcement import Proposal
from assessments.enforcing.measures import measures_of
from assessments.models import EnforcementCase
from duties.models import Incident
from filings.models import Filing
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.world import NOON, build

from .making import TODAY, answered, decided, delivered, its_account, proposed, second_director

pytestmark = pytest.mark.django_db


def codes(world):
    return [one.code for one in measures_of(world.edition.edition)]


@pytest.mark.clause("S0-21")
def test_the_state_owned_company_summons_warns_criticises_and_orders_closing():
    world = build("soe")
    stated = [
        one for one in measures_of(world.edition.edition) if one.article == "第二十一条" and one.basis == "stated"
    ]
    assert [one.label for one in stated] == ["约谈", "警告", "通报", "责令关闭"]
    for one in stated:
        account = its_account(world, f"示例{one.code}") if one.needs_account else None
        case = decided(world, one.code, account=account)
        assert (case.state, case.label, case.article) == ("decided", one.label, "第二十一条")


@pytest.mark.clause("S2-21.1")
def test_the_city_may_take_each_of_its_five_measures():
    world = build("gejiu")
    five = [
        one for one in measures_of(world.edition.edition) if one.article == "第二十一条第一款" and one.basis == "stated"
    ]
    assert [one.label for one in five] == ["责令删除", "约谈", "警告", "通报", "责令关闭"]
    more = {"order_delete": {"link": "https://www.example.cn/1"}, "order_close": {"account": its_account(world)}}
    cases = [decided(world, one.code, **more.get(one.code, {})) for one in five]
    assert [case.number for case in cases] == [f"GJ处〔2026〕{n}号" for n in range(1, 6)]


@pytest.mark.clause("S3-24")
def test_the_county_may_take_its_four_measures_and_hand_grave_cases_over():
    world = build("taibai")
    found = [one.label for one in measures_of(world.edition.edition) if one.article == "第二十四条"]
    assert found == ["约谈", "警告", "通报", "责令关闭", "移交有关机关"]
    with pytest.raises(Refused, match="移送或联合处置的单位"):
        proposed(world, "referral")
    case = decided(world, "referral", partners="示例纪检监察机关")
    assert (case.label, case.partners) == ("移交有关机关", "示例纪检监察机关")


@pytest.mark.clause("S4-12")
def test_the_society_may_hold_people_responsible_in_three_ways_and_hand_over_what_breaks_the_law():
    world = build("jiusan")
    found = [one.label for one in measures_of(world.edition.edition) if one.article == "第十二条"]
    assert found == ["追究责任", "行政处分", "社纪处分", "移交司法机关"]
    for code in ("accountability", "discipline_admin", "discipline_society"):
        assert decided(world, code, persons="示例人员（群负责人）").persons == "示例人员（群负责人）"
    assert decided(world, "referral_justice", partners="示例司法机关").target == "referral"


@pytest.mark.clause("S0-20.1")
@pytest.mark.clause("S2-20.1")
@pytest.mark.parametrize("regime", ["soe", "gejiu"])
def test_a_grave_incident_leads_to_accountability_of_unit_and_managers(regime):
    from assessments.enforcing.facts import facts_of

    world = build(regime)
    incident = Incident.objects.create(
        unit=world.owner, root=world.root, edition=world.edition, kind="opinion", severity="major",
        title="示例重大舆情",
        found_at=NOON, found_by="示例人员", entered_by=world.person("operator"), entered_at=NOON,
    )  # fmt: skip
    (fact,) = facts_of(world.owner, TODAY)
    case = decided(world, "accountability", persons="示例负责人", facts=(fact,))
    basis = case.bases.get()
    assert (basis.code, basis.text, basis.object_id) == ("incident", "重大事件“示例重大舆情”", incident.pk)
    assert (case.label, case.article) == ("问责", "第二十条")


@pytest.mark.clause("S2-20.2")
def test_the_city_holds_people_responsible_and_only_few_see_it():
    world = build("gejiu")
    case = delivered(world, "accountability", persons="示例负责人（主要领导）")
    seen = {role for role in world.cast if EnforcementCase.objects.visible_to(world.person(role)).exists()}
    assert (case.article, seen) == ("第二十条", {"director", "registrar", "chief"})


@pytest.mark.clause("S1-3.3.3c")
def test_bad_management_may_cost_the_account_and_its_people_answer():
    world = build("corp")
    account = its_account(world)
    order = delivered(world, "order_close", account=account, due_on=TODAY + timedelta(days=10))
    blame = decided(world, "accountability", persons="示例单位领导、示例管理员")
    assert (order.article, blame.article) == ("3.3.3", "3.3.3")
    assert (order.closing.kind, order.closing.unit_id, order.closing.state) == ("close", world.owner.pk, "draft")
    assert "CORP处〔2026〕1号，依据3.3.3，期限 2026-09-28" in order.closing.data["close_reason"]


@pytest.mark.clause("S2-21.2")
def test_unlicensed_media_are_handled_together_with_other_departments():
    world = build("gejiu")
    case = decided(world, "joint_handling", partners="示例网信部门、示例公安机关")
    assert (case.article, case.target) == ("第二十一条第二款", "referral")
    with pytest.raises(Refused, match="请选择纸质送达"):
        actions.deliver(case, delivery="portal", on=TODAY, by=world.person("registrar"), at=NOON)
    sent = actions.deliver(
        case, delivery="paper", on=TODAY, received_by="示例公安机关", by=world.person("registrar"), at=NOON
    )
    assert (sent.state, Notice.objects.filter(kind="enforcement.delivered").count()) == ("delivered", 0)


@pytest.mark.clause("S2-21.3")
def test_a_breach_of_the_rule_on_sources_may_be_handled_together():
    world = build("gejiu")
    entry = next(one for one in world.edition.edition.prohibited if one.code == "P23")
    case = decided(
        world, "joint_handling", partners="示例版权部门", link="https://www.example.cn/2", category=entry.code
    )
    assert (entry.article, case.category) == ("第十二条", "P23")


@pytest.mark.clause("S2-17")
def test_chasing_followers_is_recorded_as_the_ground_of_a_measure():
    world = build("gejiu")
    entry = next(one for one in world.edition.edition.prohibited if one.code == "P24")
    case = proposed(world, "warning", category="P24", words="炒作负面话题涨粉。")
    assert (entry.article, case.category, case.facts) == ("第十七条", "P24", "炒作负面话题涨粉。")


def test_any_measure_may_be_the_first_because_they_are_a_set_and_no_ladder():
    world = build("gejiu")
    case = decided(world, "order_close", account=its_account(world))
    assert (case.state, EnforcementCase.objects.count()) == ("decided", 1)


def test_a_measure_that_the_edition_does_not_know_is_refused():
    with pytest.raises(Refused, match="没有这一措施"):
        proposed(build("soe"), "order_cancel", account=None)


def test_the_whole_way_is_logged_and_told():
    world = build("soe")
    case = answered(world, "warning", demand="补齐制度。", due_on=TODAY)
    done = actions.close(case, result="已补齐。", by=world.person("registrar"), at=NOON)
    told = Notice.objects.filter(kind__startswith="enforcement.").values_list("kind", "user__username")
    actions_logged = list(
        AuditEvent.objects.filter(action__startswith="enforcement.").order_by("seq").values_list("action", flat=True)
    )
    assert (done.state, done.result) == ("closed", "已补齐。")
    assert actions_logged == [f"enforcement.{w}" for w in ("proposed", "decided", "delivered", "answered", "closed")]
    assert ("enforcement.proposed", "soe-director") in told
    assert {user for kind, user in told if kind == "enforcement.delivered"} == {
        "soe-operator", "soe-head", "soe-deputy", "soe-chief",
    }  # fmt: skip


def test_whoever_proposes_never_decides_not_even_a_director():
    world = build("soe")
    case = proposed(world, by="director")
    with pytest.raises(Forbidden, match="提出人不能决定"):
        actions.decide(case, agrees=True, opinion="", by=world.person("director"), at=NOON)
    done = actions.decide(case, agrees=True, opinion="", by=second_director(world), at=NOON)
    assert done.state == "decided"


def test_the_database_refuses_a_decision_by_the_proposer():
    case = decided(build("soe"))
    with pytest.raises(IntegrityError, match="decided_by_another|CHECK"), transaction.atomic():
        EnforcementCase._base_manager.filter(pk=case.pk).update(decided_by=case.proposed_by)


@pytest.mark.parametrize("role", ["operator", "chief", "outsider", "observer", "registrar", "line"])
def test_nobody_but_the_director_decides(role):
    world = build("soe")
    case = proposed(world, by="director" if role == "registrar" else "registrar")
    with pytest.raises(Forbidden):
        actions.decide(case, agrees=True, opinion="", by=world.person(role), at=NOON)


@pytest.mark.parametrize("role", ["operator", "head", "chief", "outsider", "observer", "line"])
def test_nobody_but_the_department_proposes(role):
    world = build("soe")
    with pytest.raises(Forbidden):
        actions.propose(world.owner, Proposal("talk", "事实"), by=world.person(role), at=NOON)


@pytest.mark.parametrize("role", ["outsider", "child", "registrar", "secrecy", "editor"])
def test_nobody_but_the_unit_answers(role):
    world = build("soe")
    case = delivered(world)
    with pytest.raises(Forbidden):
        actions.answer(case, text="已整改。", by=world.person(role), at=NOON)


def test_a_refusal_needs_its_reason_and_ends_the_proposal():
    world = build("soe")
    case = proposed(world)
    with pytest.raises(Refused, match="写明理由"):
        actions.decide(case, agrees=False, opinion=" ", by=world.person("director"), at=NOON)
    done = actions.decide(case, agrees=False, opinion="事实不足。", by=world.person("director"), at=NOON)
    assert (done.state, done.number) == ("refused", "")
    with pytest.raises(Conflict):
        actions.decide(done, agrees=True, opinion="", by=world.person("director"), at=NOON)


def test_an_answer_signs_for_the_decision_and_may_be_asked_for_again():
    world = build("soe")
    case = answered(world)
    assert (case.state, case.acknowledged_by.username) == ("answered", "soe-operator")
    again = actions.ask_again(case, reason="缺少证明。", by=world.person("registrar"), at=NOON)
    assert again.state == "delivered"


def test_a_decision_is_signed_for_once():
    world = build("soe")
    case = actions.acknowledge(delivered(world), by=world.person("chief"), at=NOON)
    with pytest.raises(Conflict, match="已经签收"):
        actions.acknowledge(case, by=world.person("operator"), at=NOON)


def test_on_paper_the_recipient_and_a_day_between_decision_and_today_are_asked():
    world = build("soe")
    case = decided(world)
    with pytest.raises(Refused, match="收件人"):
        actions.deliver(case, delivery="paper", on=TODAY, by=world.person("registrar"), at=NOON)
    with pytest.raises(Refused, match="送达日期"):
        actions.deliver(
            case,
            delivery="paper",
            on=TODAY - timedelta(days=1),
            received_by="示例",
            by=world.person("registrar"),
            at=NOON,
        )


def test_an_order_to_close_ends_only_with_the_closing_or_its_revocation():
    world = build("gejiu")
    case = delivered(world, "order_close", account=its_account(world))
    with pytest.raises(Refused, match="关闭备案还没有办结"):
        actions.close(case, result="已要求。", by=world.person("registrar"), at=NOON)
    done = actions.revoke(case, reason="已恢复更新。", by=world.person("director"), at=NOON)
    assert (done.state, done.revoked_why) == ("revoked", "已恢复更新。")
    assert Filing.objects.get(pk=done.closing_id).state == "draft"


def test_a_late_filing_is_a_fact_and_no_job_makes_a_measure_of_it():
    from assessments.enforcing.facts import facts_of
    from filings.deadlines.open import open_for_account
    from filings.deadlines.scan import scan_overdue

    world = build("gejiu")
    account = its_account(world, state="unfiled")
    open_for_account(account, kind="open", edition=world.edition, anchor_on=TODAY - timedelta(90), by=None, at=NOON)
    scan_overdue(on=TODAY, at=NOON)
    assert [fact.code for fact in facts_of(world.owner, TODAY)] == ["overdue"]
    assert EnforcementCase.objects.count() == 0


def test_a_proposal_is_withdrawn_by_whoever_made_it_alone():
    world = build("soe")
    case = proposed(world)
    with pytest.raises(Forbidden):
        actions.withdraw(case, reason="重复。", by=world.person("director"), at=NOON)
    assert actions.withdraw(case, reason="重复。", by=world.person("registrar"), at=NOON).state == "withdrawn"
