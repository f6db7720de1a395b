"""Golden cases of the edition for 个旧市, read off its 23 articles."""

import pytest

from .reading import chain, codes_at, count, edition, limit, listed, named_terms, papers, required_fields, rules

E = edition("gejiu")
CHIEF = ("chief", "owner", "approve")
AUTHORITY = [("registrar", "authority", "approve"), ("director", "authority", "sign")]
FIRST = "第五条第一款"


@pytest.mark.clause("S2-01")
def test_it_rests_on_the_party_duty_for_ideology_online_too():
    assert "党委（党组）网络意识形态工作责任制实施细则" in E.legal_basis


@pytest.mark.clause("S2-02.1")
def test_it_covers_nine_kinds_of_subject_and_four_named_platforms():
    assert len([code for code in E.subject_kinds if code != "official"]) == 9
    assert named_terms(E) == ["微博", "官方微信订阅号", "APP移动客户端", "网站"]


@pytest.mark.clause("S2-02.2")
def test_accounts_have_two_classes():
    assert [item.code for item in E.account_classes] == ["gov", "nongov"]


@pytest.mark.clause("S2-05.1a")
def test_the_meeting_has_three_topics_and_minutes():
    assert {"meeting_on", "meeting_need", "meeting_operation", "meeting_risk"} <= required_fields(E, "open")
    assert "meeting_topics" in E.filing_kind("open").checks
    assert ("meeting_minutes", "submission") in papers(E, "open")


@pytest.mark.clause("S2-05.1b")
def test_the_chief_approves_before_opening():
    assert chain(E, "open") == [CHIEF, *AUTHORITY]
    assert "approved_before_opening" in E.filing_kind("open").checks


@pytest.mark.clause("S2-05.1c")
def test_opening_is_filed_within_ten_working_days():
    assert E.filing_kind("open").mode == "internal_approval_then_notify_after"
    assert limit(E, "open") == (10, "wd", "opened_on", "stated", FIRST)


@pytest.mark.clause("S2-05.2")
def test_eight_kinds_of_unit_go_through_their_line_department():
    line = E.filing_kind("open", "line")

    assert line.unit_kinds == (
        "education",
        "health",
        "water",
        "housing",
        "human_resources",
        "station",
        "community",
        "village",
    )
    assert chain(E, "open", "line") == [CHIEF, ("line", "line", "approve"), *AUTHORITY]
    assert limit(E, "open", "line") == (10, "wd", "opened_on", "presumed", FIRST)
    assert [step.side for step in line.chain] == ["owner", "owner", "authority", "authority"]


@pytest.mark.clause("S2-05.3")
def test_an_official_needs_the_unit_first_and_files_with_the_authority():
    staff = E.filing_kind("open", "staff")

    assert staff.filing_level == "authority"
    assert chain(E, "open", "staff") == [CHIEF, *AUTHORITY]
    assert {"staff_person", "staff_post", "unit_consent_on"} <= required_fields(E, "open", "staff")


@pytest.mark.clause("S2-05.4")
def test_non_government_media_state_their_licence_and_it_is_reported_upward():
    nongov = E.filing_kind("open", "nongov")

    assert nongov.asks("licence_no")
    assert "licence_valid" in nongov.checks
    assert chain(E, "open", "nongov")[-1] == ("superior", "superior", "notify")


@pytest.mark.clause("S2-05.5")
def test_three_lists_and_two_documents_are_handed_in():
    assert {"chief", "deputy", "staff"} <= set(E.filing_kind("open").roles)
    assert [code for code, _ in papers(E, "open") if code != "meeting_minutes"] == [
        "review_rules",
        "security_measures",
    ]
    assert count(E, "staff", "第五条第五款").min == 1


@pytest.mark.clause("S2-06")
def test_leaders_an_editor_in_chief_and_a_department_are_named():
    assert {"chief", "deputy", "editor"} <= set(E.filing_kind("open").roles)
    assert "managing_department" in required_fields(E, "open")


@pytest.mark.clause("S2-07.1")
@pytest.mark.clause("S2-07.2")
def test_platform_and_name_are_checked():
    assert {"platform_approved", "name_rules", "name_linked_to_unit"} <= set(E.filing_kind("open").checks)
    assert E.names.link_to_unit_classes == ("gov",)


@pytest.mark.clause("S2-07.3")
def test_non_government_names_are_held_against_a_list_of_words():
    assert E.names.forbidden_words_classes == ("nongov",)
    assert {"煽动", "暴力", "恐怖", "迷信"} <= set(E.names.forbidden_words)


@pytest.mark.clause("S2-08.1")
def test_closing_is_filed_within_five_working_days():
    assert limit(E, "close") == (5, "wd", "closed_on", "stated", "第八条第一款")
    assert chain(E, "close") == [CHIEF, *AUTHORITY]
    assert {"approved_on", "announced_on", "cancelled_on"} <= required_fields(E, "close")
    assert "dates_in_order" in E.filing_kind("close").checks


@pytest.mark.clause("S2-08.2")
def test_a_licensed_medium_closes_by_decision_of_its_unit():
    assert limit(E, "close", "nongov") == (5, "wd", "closed_on", "stated", "第八条第二款")
    assert "unit_decision" in required_fields(E, "close", "nongov")


def test_there_are_seven_bottom_lines():
    (bottom,) = [item for item in E.review.checklists if item.code == "bottom_lines"]

    assert len(bottom.lines) == 7


def test_news_on_politics_needs_a_licence():
    (news,) = [item for item in E.prohibited if item.code == "P19"]

    assert news.article == "第九条第三款"


def test_monthly_pushes_are_held_against_what_is_possible_for_government_accounts():
    (quota,) = E.quotas

    assert (quota.metric, quota.period, quota.ratio_percent, quota.minimum) == ("pushes", "month", 50, None)
    assert quota.classes == ("gov",)


@pytest.mark.clause("S2-10.3")
def test_fourteen_categories_are_prohibited():
    assert E.prohibited_list.count == 14
    assert listed(E) == list(range(1, 15))
    assert {item.code: item.item for item in E.prohibited if item.item and item.item > 10} == {
        "P12": 11,
        "P13": 12,
        "P14": 13,
        "P11": 14,
    }


def test_four_source_fields_are_required():
    needed = {item.code for item in E.source_fields if item.required}

    assert {"source_name", "author", "original_title", "editor_name"} <= needed


@pytest.mark.clause("S2-15")
def test_one_first_responsible_leader_and_a_mainly_responsible_deputy():
    chief, deputy = count(E, "chief", "第十五条"), count(E, "deputy", "第十五条")

    assert (chief.min, chief.max, deputy.min) == (1, 1, 1)


@pytest.mark.clause("S2-16.1a")
def test_exactly_one_editor_in_chief():
    editor = count(E, "editor", "第十六条第一款")

    assert (editor.min, editor.max) == (1, 1)


def test_three_reviews_with_the_signer_by_weight_and_a_secrecy_review():
    assert len(E.review.tiers) == 3
    assert [tier.by_grade for tier in E.review.tiers] == [False, False, True]
    assert {signer.importance: signer.role for signer in E.review.final_signers} == {
        "ordinary": "head",
        "important": "deputy",
        "major": "chief",
    }
    assert (E.review.secrecy_review, E.review.block_unreviewed) == (True, True)


def test_the_password_changes_on_three_events():
    (handover,) = [rule for rule in E.personnel if rule.code == "handover"]

    assert handover.events == ("离职", "调任", "辞职")
    assert "background_check" in rules(E)


def test_five_indicators_are_compared():
    assert [item.code for item in E.indicators] == ["items", "content", "followers", "forwards", "comments"]
    assert {item.code for item in E.indicators if item.scored} == {"items", "content"}


def test_five_measures_against_bad_management():
    assert codes_at(E, "第二十一条第一款") == ["order_delete", "talk", "warning", "bulletin", "order_close"]
    assert codes_at(E, "第二十一条第二款") == ["joint_handling"]


@pytest.mark.clause("S2-22")
@pytest.mark.clause("S2-23")
def test_interpreter_and_effect_without_a_year():
    assert E.interpreter.startswith("中共个旧市委宣传部")
    assert E.effective_from is None
    assert "10月9日" in E.effective_note


def test_every_kind_can_be_filed():
    assert E.kinds() == ("open", "change", "merge", "close", "legacy")
    assert [kind.variant for kind in E.variants("open")] == ["standard", "line", "staff", "nongov"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("open", "单位内部批准，开通后备案"),
        ("change", "单位内部批准，办理后备案"),
        ("close", "单位内部批准，办理后备案"),
        ("legacy", "单位内部批准，开通后备案"),
    ],
)
def test_only_an_opening_is_said_to_be_filed_after_opening(kind, words):
    assert E.variants(kind)[0].mode_label == words
