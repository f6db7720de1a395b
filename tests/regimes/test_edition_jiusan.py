"""Golden cases of the edition for 九三学社, read off its 14 articles."""

from datetime import date

import pytest

from .reading import chain, codes_at, count, edition, limit, listed, named_terms, required_fields, term

E = edition("jiusan")
RECORD = [("registrar", "authority", "record"), ("superior", "superior", "notify")]


@pytest.mark.clause("S4-01")
def test_it_names_its_basis():
    assert E.legal_basis == ("互联网信息服务管理办法", "即时通信工具公众信息服务发展管理暂行规定")


@pytest.mark.clause("S4-02.1")
def test_public_accounts_carry_the_name_of_the_society():
    assert {"public_account", "service_account"} <= {kind.code for kind in E.account_kinds}
    assert E.names.token == "九三学社"
    assert "name_token" in E.filing_kind("open").checks


@pytest.mark.clause("S4-02.2")
def test_work_groups_are_accounts_of_their_own_kind():
    assert "work_group" in {kind.code for kind in E.account_kinds}
    assert E.groups.kinds == ("wechat_group",)


@pytest.mark.clause("S4-03.1")
def test_an_account_of_the_organisation_is_approved_by_its_chief_and_filed_upward():
    opening = E.filing_kind("open")

    assert opening.mode == "internal_approval_then_file_upward"
    assert [step for step in chain(E, "open") if step != ("chief", "owner", "record")] == [
        ("chief", "owner", "approve"),
        *RECORD,
    ]
    assert "proposer" in required_fields(E, "open")
    assert limit(E, "open") is None


@pytest.mark.clause("S4-03.2")
def test_an_account_of_a_department_is_approved_by_the_deputy_and_filed_upward():
    steps = chain(E, "open", "department")
    assert [step for step in steps if step[2] != "record" or step[1] == "authority"] == [
        ("deputy", "parent", "approve"),
        *RECORD,
    ]
    assert "proposer" in required_fields(E, "open", "department")


def test_the_superior_takes_note_and_does_not_decide():
    steps = [step for kind in E.filing_kinds for step in kind.chain if step.unit == "superior"]

    assert {step.waits for step in steps} == {False}


@pytest.mark.clause("S4-03.3a")
def test_a_collective_decision_is_a_step_that_can_be_switched_on():
    for variant, unit in (("standard", "owner"), ("department", "parent")):
        (step,) = [step for step in E.filing_kind("open", variant).chain if step.optional]
        assert (step.code, step.role, step.unit, step.article) == ("collective", "chief", unit, "第三条第三款")


@pytest.mark.clause("S4-03.3b")
@pytest.mark.clause("S4-03.4d")
def test_existing_accounts_and_long_groups_file_without_a_deadline():
    for variant in ("standard", "department", "group", "group_department"):
        legacy = E.filing_kind("legacy", variant)
        assert (legacy.limit, legacy.issues_certificate) == (None, True)
        assert "is_legacy" in required_fields(E, "legacy", variant)


@pytest.mark.clause("S4-03.4a")
def test_a_group_of_the_organisation_needs_its_leader_and_one_of_a_department_its_head():
    assert chain(E, "open", "group_long") == [("chief", "owner", "approve"), *RECORD]
    assert chain(E, "open", "group_department") == [("head", "owner", "approve"), *RECORD]
    assert chain(E, "open", "group_temp") == [("chief", "owner", "approve")]
    assert chain(E, "open", "group_temp_department") == [("head", "owner", "approve")]


@pytest.mark.clause("S4-03.4b")
def test_a_long_group_is_filed_like_an_account():
    assert E.groups.long_must_file
    assert E.filing_kind("open", "group_long").issues_certificate


@pytest.mark.clause("S4-03.4c")
def test_a_temporary_group_is_not_filed_and_dissolved_within_a_week_of_the_end_of_work():
    week = (7, "calendar_day", "work_ended_on", "stated", "第三条第四款")

    assert not E.groups.temporary_must_file
    assert term(E.groups.dissolve) == week
    for variant in ("group_temp", "group_temp_department"):
        assert not E.filing_kind("open", variant).issues_certificate
        assert limit(E, "close", variant) == week


@pytest.mark.clause("S4-03.5")
def test_withdrawing_follows_the_same_way_and_cleans_up():
    assert chain(E, "close") == [("chief", "owner", "approve"), *RECORD]
    assert chain(E, "close", "department") == [("deputy", "parent", "approve"), *RECORD]
    assert chain(E, "close", "group_long") == [("chief", "owner", "approve"), *RECORD]
    assert chain(E, "close", "group_department") == [("head", "owner", "approve"), *RECORD]
    for kind in E.variants("close"):
        assert "cleaned_up" in required_fields(E, "close", kind.variant)
        assert "cleanup_confirmed" in kind.checks


@pytest.mark.clause("S4-04.2")
def test_a_group_has_exactly_one_head_and_may_have_a_review_team():
    owner, reviewer = count(E, "group_owner", "第四条第二款"), count(E, "group_reviewer", "第四条第二款")

    assert (owner.min, owner.max, reviewer.min) == (1, 1, 0)
    assert E.groups.review_team_optional


@pytest.mark.clause("S4-06.2")
def test_the_head_is_first_responsible():
    chief = count(E, "chief", "第六条第二款")

    assert (chief.min, chief.max) == (1, 1)


def test_the_owner_of_a_group_has_three_graded_measures():
    assert E.groups.measures == ("group_remind", "group_remove_member", "group_close")
    assert codes_at(E, "第六条第三款") == list(E.groups.measures)


@pytest.mark.clause("S4-07")
def test_nine_categories_are_prohibited():
    assert E.prohibited_list.count == 9
    assert listed(E) == list(range(1, 10))
    assert {item.code: item.item for item in E.prohibited if item.item} == {
        "P01": 1,
        "P02": 2,
        "P03": 3,
        "P16": 3,
        "P07": 4,
        "P08": 4,
        "P17": 4,
        "P18": 5,
        "P04": 6,
        "P05": 7,
        "P06": 8,
        "P11": 9,
    }


def test_discipline_and_justice():
    assert codes_at(E, "第十二条") == ["accountability", "discipline_admin", "discipline_society", "referral_justice"]


def test_nothing_is_assessed():
    assert (E.indicators, E.assessment, E.quotas) == ((), None, ())


@pytest.mark.clause("S4-13")
def test_the_members_app_falls_under_the_same_rules():
    assert "app" in {kind.code for kind in E.account_kinds}
    assert named_terms(E) == ["微信公众号", "服务号", "微信工作群", "APP"]


@pytest.mark.clause("S4-14")
def test_interpreter_and_effect():
    assert (E.effective_from, E.interpreter) == (date(2020, 11, 23), "社中央宣传部（第十四条）")


def test_every_kind_can_be_filed():
    assert E.kinds() == ("open", "change", "merge", "close", "legacy")
