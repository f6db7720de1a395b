"""Golden cases of the edition for the state-owned company, read off its 24 articles."""

import pytest

from .reading import chain, codes_at, count, edition, limit, listed, named_terms, papers, required_fields, rules

E = edition("soe")
AUTHORITY = [("registrar", "authority", "approve"), ("director", "authority", "sign")]


@pytest.mark.clause("S0-01")
def test_it_rests_on_three_national_and_two_company_rules():
    assert len([name for name in E.legal_basis if not name.startswith("公司")]) == 3
    assert len([name for name in E.legal_basis if name.startswith("公司")]) == 2


@pytest.mark.clause("S0-02")
def test_it_covers_institutional_and_staff_accounts_on_four_media():
    assert [kind.code for kind in E.account_kinds] == ["institutional", "staff"]
    assert named_terms(E) == ["微信", "微博", "新闻客户端", "视频直播"]


@pytest.mark.clause("S0-03")
def test_five_purposes_can_be_chosen():
    assert E.functions == ("publicity", "openness", "interaction", "service", "guidance")


@pytest.mark.clause("S0-04")
def test_departments_and_project_companies_are_kinds_of_unit():
    assert {"department", "project_company"} <= set(E.unit_kinds)


@pytest.mark.clause("S0-05.1a")
def test_opening_asks_who_approved_with_post_date_and_paper_and_the_chief_decides_first():
    assert {"approver_name", "approver_post", "approved_on"} <= required_fields(E, "open")
    assert papers(E, "open") == [("leader_approval", "submission")]
    assert chain(E, "open") == [("chief", "owner", "approve"), *AUTHORITY]


@pytest.mark.clause("S0-05.1b")
def test_opening_is_filed_within_thirty_working_days_after_opening():
    assert E.filing_kind("open").mode == "notify_after"
    assert limit(E, "open") == (30, "wd", "opened_on", "stated", "第五条第一款")


@pytest.mark.clause("S0-05.1c")
def test_name_avatar_and_certification_are_checked():
    assert {"name_rules", "avatar_present", "certification_complete"} <= set(E.filing_kind("open").checks)


@pytest.mark.clause("S0-05.2")
def test_a_staff_account_is_filed_with_its_own_unit_and_only_made_known_to_the_authority():
    staff = E.filing_kind("open", "staff")

    assert staff.filing_level == "own_unit"
    assert chain(E, "open", "staff") == [("chief", "owner", "approve"), ("registrar", "authority", "notify")]
    assert limit(E, "open", "staff") == (30, "wd", "opened_on", "presumed", "第五条第一款")


@pytest.mark.clause("S0-06.1")
def test_an_account_names_at_least_one_worker_and_its_managing_department():
    assert count(E, "staff", "第六条").min == 1
    assert "managing_department" in required_fields(E, "open")


@pytest.mark.clause("S0-06.2")
def test_a_project_company_names_exactly_one_deputy():
    deputy = count(E, "deputy", "第六条")

    assert (deputy.min, deputy.max, deputy.applies_to) == (1, 1, ("project_company",))


@pytest.mark.clause("S0-07")
def test_the_platform_is_checked():
    assert "platform_approved" in E.filing_kind("open").checks


@pytest.mark.clause("S0-08")
def test_closing_is_approved_announced_cancelled_and_filed_within_five_working_days():
    close = E.filing_kind("close")

    assert limit(E, "close") == (5, "wd", "closed_on", "stated", "第八条")
    assert {"approved_on", "announced_on", "cancelled_on"} <= required_fields(E, "close")
    assert [code for code, _ in papers(E, "close")] == ["leader_approval", "closing_announcement", "cancellation_proof"]
    assert "dates_in_order" in close.checks
    assert chain(E, "close") == [("chief", "owner", "approve"), *AUTHORITY]


def test_there_are_seven_bottom_lines():
    (bottom,) = [item for item in E.review.checklists if item.code == "bottom_lines"]

    assert (len(bottom.lines), bottom.article) == (7, "第九条")


def test_at_least_two_items_a_week_in_principle():
    (quota,) = E.quotas

    assert (quota.metric, quota.period, quota.minimum, quota.in_principle) == ("items", "week", 2, True)


@pytest.mark.clause("S0-10.3")
def test_eleven_categories_are_prohibited():
    assert (E.prohibited_list.count, E.prohibited_list.article) == (11, "第十条第二款")
    assert listed(E) == list(range(1, 12))
    assert [item.code for item in E.prohibited if item.item] == [f"P{number:02d}" for number in range(1, 12)]


@pytest.mark.clause("S0-15")
def test_one_first_responsible_leader_and_a_mainly_responsible_deputy():
    chief, deputy = count(E, "chief", "第十五条"), count(E, "deputy", "第十五条")

    assert (chief.min, chief.max, deputy.min) == (1, 1, 1)


def test_three_reviews_and_no_grading_of_the_signer():
    assert len(E.review.tiers) == 3
    assert not E.review.graded
    assert {signer.role for signer in E.review.final_signers} == {"deputy"}


@pytest.mark.clause("S0-17")
def test_followers_are_shown_and_never_scored_by_default():
    (followers,) = [item for item in E.indicators if item.code == "followers"]

    assert (followers.scored, followers.weight) == (False, 0)


def test_the_password_has_one_keeper():
    keeper = count(E, "keeper", "第十八条")

    assert (keeper.min, keeper.max) == (1, 1)


@pytest.mark.clause("S0-19.1")
def test_supervision_has_two_levels():
    assert [level.code for level in E.supervision] == ["headquarters", "project_company"]


def test_four_indicators_are_compared():
    compared = [item.code for item in E.indicators if item.counts_as_stated]

    assert compared == ["items", "content", "forwards", "comments"]
    assert {item.code for item in E.indicators if item.confirm_before_scoring} == {"forwards", "comments", "followers"}


def test_four_failings_lead_to_a_bulletin():
    assert E.bulletin is not None
    assert len(E.bulletin.triggers) == 4


@pytest.mark.clause("S0-20.2")
def test_serious_results_lead_to_accountability():
    assert codes_at(E, "第二十条") == ["accountability"]


def test_four_measures_against_bad_management():
    assert codes_at(E, "第二十一条") == ["talk", "warning", "bulletin", "order_close"]


@pytest.mark.clause("S0-22")
@pytest.mark.clause("S0-23")
@pytest.mark.clause("S0-24")
def test_interpreter_effect_and_scope():
    assert E.interpreter.startswith("党群工作部")
    assert (E.effective_from, E.articles, E.trial) == (None, 24, True)
    assert {"headquarters", "project_company"} <= set(E.unit_kinds)


def test_a_change_is_recorded_without_a_limit_until_the_authority_sets_one():
    assert limit(E, "change") is None
    assert E.filing_kind("change").basis == "presumed"
    assert chain(E, "change") == [("chief", "owner", "approve"), *AUTHORITY]


def test_every_kind_can_be_filed():
    assert E.kinds() == ("open", "change", "merge", "close", "legacy")


def test_staff_rules_are_kept():
    assert rules(E) == {"training", "offboarding", "password_custody", "terminal_safety", "declaration", "confirmation"}
