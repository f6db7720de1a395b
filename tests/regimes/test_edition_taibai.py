"""Golden cases of the edition for 太白县, read off its 25 articles."""

from datetime import date

import pytest

from .reading import chain, codes_at, count, edition, limit, listed, named_terms, papers, required_fields, rules, term

E = edition("taibai")
CHAIN = [
    ("chief", "owner", "sign"),
    ("registrar", "authority", "approve"),
    ("director", "authority", "sign"),
    ("observer", "authority", "notify"),
]


@pytest.mark.clause("S3-01")
def test_it_rests_on_the_opinion_of_the_state_council():
    assert any("国办发〔2018〕123号" in name for name in E.legal_basis)


@pytest.mark.clause("S3-02")
def test_it_covers_organs_institutions_and_their_inner_bodies_with_accounts_and_clients():
    assert {"gov_organ", "gov_institution", "inner_body"} <= set(E.unit_kinds)
    assert [kind.code for kind in E.account_kinds] == ["institutional", "inner_body", "app"]
    assert named_terms(E) == ["微博", "微信", "移动客户端"]


@pytest.mark.clause("S3-03.1")
@pytest.mark.clause("S3-03.2")
@pytest.mark.clause("S3-07")
def test_the_county_supervises_and_two_departments_observe():
    assert E.authority.desk == "县政务公开办"
    assert [(level.code, level.reads_only) for level in E.supervision] == [("county", False), ("observers", True)]
    assert chain(E, "open")[-1] == ("observer", "authority", "notify")


@pytest.mark.clause("S3-04")
def test_an_entrusted_operator_is_named_with_its_contract():
    assert {"entrusted_unit", "contract_no"} <= required_fields(E, "open", "entrusted")
    assert ("entrustment_contract", "submission") in papers(E, "open", "entrusted")
    assert "contract_present" in E.filing_kind("open", "entrusted").checks


@pytest.mark.clause("S3-05.1")
def test_one_account_for_each_platform_with_reasoned_exceptions():
    assert E.names.one_per_platform
    assert "one_per_platform" in E.filing_kind("open").checks
    assert (E.setting("one_per_platform"), E.setting("platform_granularity")) == ("soft", "kind")


@pytest.mark.clause("S3-05.2")
def test_individuals_may_not_open_official_accounts():
    assert E.names.individuals_forbidden
    assert "registrant_is_org" in E.filing_kind("open").checks


@pytest.mark.clause("S3-06.1")
def test_the_form_is_signed_sealed_and_filed_without_an_overdue():
    assert E.filing_kind("open").mode == "file"
    assert limit(E, "open") is None
    assert ("signed_form", "acceptance") in papers(E, "open")
    assert chain(E, "open") == CHAIN
    assert {"deputy", "manager"} <= set(E.filing_kind("open").roles)


@pytest.mark.clause("S3-06.2")
def test_closing_merging_and_changing_refill_the_form_without_an_overdue():
    for kind in ("change", "merge", "close"):
        filing = E.filing_kind(kind)
        assert (filing.basis, filing.article, filing.limit) == ("stated", "第六条", None)
        assert [code for code, _ in papers(E, kind)] == ["signed_form"]
        assert chain(E, kind) == CHAIN


@pytest.mark.clause("S3-08")
def test_ten_categories_are_prohibited():
    assert E.prohibited_list.count == 10
    assert listed(E) == list(range(1, 11))
    assert {item.code: item.item for item in E.prohibited if item.item and item.item > 8} == {"P15": 9, "P11": 10}


@pytest.mark.clause("S3-10")
def test_leaders_and_a_dedicated_person():
    chief, deputy, manager = count(E, "chief", "第十条"), count(E, "deputy", "第十条"), count(E, "manager", "第六条")

    assert ((chief.min, chief.max), (deputy.min, deputy.max), manager.min) == ((1, 1), (1, 1), 1)


def test_at_least_one_item_a_week():
    (quota,) = E.quotas

    assert (quota.metric, quota.period, quota.minimum, quota.in_principle) == ("items", "week", 1, False)


def test_messages_are_answered_within_two_days_in_principle_by_the_liaison():
    assert term(E.reply.limit) == (2, "calendar_day", "received_on", "stated", "第十一条第3项")
    assert (E.reply.in_principle, E.reply.answered_by) == (True, "liaison")


@pytest.mark.clause("S3-14")
def test_exactly_one_liaison_for_a_unit():
    liaison = count(E, "liaison", "第十四条")

    assert (liaison.min, liaison.max, liaison.per) == (1, 1, "unit")


def test_the_liaison_meets_three_conditions():
    (rule,) = [rule for rule in E.personnel if rule.code == "qualification"]

    assert (len(rule.conditions), rule.role) == (3, "liaison")


def test_people_are_trained_before_they_start():
    (training,) = [rule for rule in E.personnel if rule.code == "training"]

    assert (training.when, training.strict) == ("before_post", True)
    assert "offboarding" in rules(E)


@pytest.mark.clause("S3-18")
def test_three_documents_are_handed_in():
    needed = [code for code, _ in papers(E, "open") if code != "signed_form"]

    assert needed == ["safety_rules", "secrecy_rules", "emergency_plan"]


def test_a_false_account_is_handled_at_once_in_four_steps():
    assert E.impostors is not None
    assert (E.impostors.at_once, len(E.impostors.steps), E.impostors.report_to) == (True, 4, "县人民政府办公室")


def test_inspections_are_quarterly_and_assessment_yearly():
    (inspection,) = E.inspections

    assert (inspection.period, inspection.sample_percent) == ("quarter", 100)
    assert E.assessment is not None
    assert E.assessment.periods == ("quarter", "year")
    assert E.bulletin is not None
    assert E.bulletin.public


def test_a_national_or_provincial_veto_takes_all_points_of_the_year():
    outside, local = [item for item in E.vetoes if item.code == "external_veto"]

    assert (outside.levels, outside.effect, outside.score) == (("national", "provincial"), "zero_year", 0)
    assert (local.levels, local.effect) == (("local",), "fail_quarter")


def test_four_measures_and_referral():
    assert codes_at(E, "第二十四条") == ["talk", "warning", "bulletin", "order_close", "referral"]


@pytest.mark.clause("S3-25")
def test_in_force_from_its_issue():
    assert E.effective_from == date(2021, 8, 18)


def test_every_kind_can_be_filed():
    assert E.kinds() == ("open", "change", "merge", "close", "legacy")
