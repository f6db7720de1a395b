"""Golden cases of the edition for the large company, with its 备案登记表."""

import pytest

from .reading import chain, codes_at, count, edition, limit, listed, named_terms, papers, required_fields

E = edition("corp")
CHAIN = [("chief", "owner", "sign"), ("registrar", "authority", "approve"), ("director", "authority", "approve")]
FORM = E.print_form("register")


@pytest.mark.clause("S1-1.2")
def test_seven_kinds_of_media_are_named():
    terms = ["微博", "微信", "QQ工作群号", "手机报", "APP客户端", "网络视频", "移动电视"]

    assert [name for name in named_terms(E) if name not in ("人人网", "其他")] == sorted(terms, key=terms.index)


@pytest.mark.clause("S1-F20")
def test_the_form_adds_one_more_medium():
    assert [item.code for item in E.platforms if item.article == "附表备注（2）"] == ["renren"]


@pytest.mark.clause("S1-1.3")
def test_opening_asks_why_the_account_is_needed():
    assert "need" in required_fields(E, "open")


@pytest.mark.clause("S1-1.4")
def test_individuals_may_not_open_accounts():
    assert E.names.individuals_forbidden
    assert "registrant_is_org" in E.filing_kind("open").checks
    assert "registrant" in required_fields(E, "open")


@pytest.mark.clause("S1-2.1")
@pytest.mark.clause("S1-2.2")
def test_the_publicity_department_approves_and_the_units_apply():
    assert (E.authority.title, E.authority.article) == ("公司宣传部", "2.1")
    assert {step.unit for step in E.filing_kind("open").chain} == {"owner", "authority"}


@pytest.mark.clause("S1-3.1.1a")
def test_the_form_explains_name_purpose_and_range():
    assert {"name", "purpose"} <= required_fields(E, "open")


@pytest.mark.clause("S1-3.1.1b")
def test_a_leader_and_a_back_end_manager_are_named():
    assert (count(E, "deputy", "3.1.1").min, count(E, "manager", "3.1.1").min) == (1, 1)
    assert {"deputy", "manager"} <= set(E.filing_kind("open").roles)


@pytest.mark.clause("S1-3.1.1c")
def test_the_head_of_the_unit_signs_and_the_sealed_form_must_be_there_before_acceptance():
    assert chain(E, "open")[0] == ("chief", "owner", "sign")
    assert papers(E, "open") == [("signed_form", "acceptance")]


@pytest.mark.clause("S1-3.1.1d")
def test_approval_comes_before_opening():
    opening = E.filing_kind("open")

    assert opening.mode == "approve_before"
    assert opening.limit is None
    assert "opened_not_before_approval" in opening.checks
    assert chain(E, "open") == CHAIN


def test_every_year_a_report_is_filed_and_a_failure_can_lead_to_cancelling():
    assert (E.annual_check.enabled, E.annual_check.on_failure) == (True, "order_cancel")
    assert chain(E, "annual") == CHAIN
    assert codes_at(E, "3.1.2") == ["order_cancel"]


def test_three_topics_need_the_publicity_department():
    topics = [step for step in E.review.extra_steps if step.article == "3.2.2"]

    assert [step.unit for step in topics] == ["authority"] * 3


@pytest.mark.clause("S1-3.3.1")
def test_one_first_responsible_leader():
    chief = count(E, "chief", "3.3.1")

    assert (chief.min, chief.max, chief.per) == (1, 1, "unit")


@pytest.mark.clause("S1-3.3.2b")
def test_a_dedicated_person_reviews_and_maintains():
    assert count(E, "staff", "3.3.2").min == 1


def test_monitoring_runs_round_the_clock():
    (watch,) = E.monitoring

    assert (watch.hours_a_day, watch.article) == (24, "3.3.2")


@pytest.mark.clause("S1-3.3.2d")
def test_harmful_comments_are_reported_to_the_unit_head_and_the_department():
    told = [(item.unit, item.role, item.article) for item in E.incident_reports]

    assert told == [("owner", "head", "3.3.2"), ("authority", "registrar", "3.3.2")]


def test_closing_by_order_and_accountability():
    assert codes_at(E, "3.3.3") == ["order_close", "accountability"]


def test_assessed_since_june_2018_and_violators_lose_awards():
    assert E.assessment is not None
    assert (E.assessment.since, E.assessment.periods) == ("2018-06", ("year",))
    assert codes_at(E, "4.1") == ["no_award"]
    assert [item.code for item in E.indicators if item.counts_as_stated] == ["building", "operation", "maintenance"]


def test_there_is_no_general_list_of_prohibited_content():
    assert (E.prohibited_list.count, listed(E)) == (0, [])
    assert {item.code for item in E.prohibited} == {"P20", "P21"}


@pytest.mark.clause("S1-F19")
def test_the_form_is_printed_in_two_copies_each_with_its_keeper():
    assert FORM.copies == 2
    assert FORM.copy_labels == ("公司宣传部留存", "主办单位留存")


@pytest.mark.parametrize(
    ("clause", "fields"),
    [
        pytest.param("S1-F01", (), marks=pytest.mark.clause("S1-F01")),
        pytest.param("S1-F02", ("opened_on", "planned_on"), marks=pytest.mark.clause("S1-F02")),
        pytest.param("S1-F03", ("platform", "platform_other"), marks=pytest.mark.clause("S1-F03")),
        pytest.param("S1-F04", ("name",), marks=pytest.mark.clause("S1-F04")),
        pytest.param("S1-F05", ("platform_id",), marks=pytest.mark.clause("S1-F05")),
        pytest.param("S1-F06", ("link",), marks=pytest.mark.clause("S1-F06")),
        pytest.param("S1-F07", ("certified",), marks=pytest.mark.clause("S1-F07")),
        pytest.param("S1-F08", ("certification_papers",), marks=pytest.mark.clause("S1-F08")),
        pytest.param("S1-F09", ("purpose",), marks=pytest.mark.clause("S1-F09")),
    ],
)
def test_the_form_prints_every_field_of_the_annex(clause, fields):
    (row,) = [row for row in FORM.rows if clause in row.clauses]

    assert row.fields == fields
    assert row.unit_name == (fields == ())


def test_the_form_offers_the_five_platforms_of_the_annex():
    (row,) = [row for row in FORM.rows if "S1-F03" in row.clauses]

    assert row.options == ("官方微博", "官方微信", "QQ工作群", "网络视频", "其他")


@pytest.mark.parametrize(
    ("clause", "role", "column"),
    [
        pytest.param("S1-F10", "deputy", "name", marks=pytest.mark.clause("S1-F10")),
        pytest.param("S1-F10", "deputy", "post", marks=pytest.mark.clause("S1-F10")),
        pytest.param("S1-F11", "deputy", "office_phone", marks=pytest.mark.clause("S1-F11")),
        pytest.param("S1-F12", "deputy", "phone", marks=pytest.mark.clause("S1-F12")),
        pytest.param("S1-F13", "manager", "name", marks=pytest.mark.clause("S1-F13")),
        pytest.param("S1-F14", "manager", "office_phone", marks=pytest.mark.clause("S1-F14")),
        pytest.param("S1-F15", "manager", "phone", marks=pytest.mark.clause("S1-F15")),
        pytest.param("S1-F16", "manager", "email", marks=pytest.mark.clause("S1-F16")),
    ],
)
def test_the_form_prints_the_people_of_the_annex(clause, role, column):
    (row,) = [row for row in FORM.rows if clause in row.clauses]

    assert row.people is not None
    assert row.people.role == role
    assert column in row.people.columns


@pytest.mark.clause("S1-F17")
@pytest.mark.clause("S1-F18")
def test_the_form_has_two_boxes_for_opinion_signature_and_seal():
    assert [(box.label, box.signature, box.seal) for box in FORM.boxes] == [
        ("主办单位意见", "负责人签字", "加盖单位公章"),
        ("公司宣传部意见", "负责人签字", "加盖单位公章"),
    ]


@pytest.mark.clause("S1-F21")
def test_a_change_of_name_team_or_upkeep_is_filed_in_writing_within_five_working_days():
    change = E.filing_kind("change")

    assert limit(E, "change") == (5, "wd", "changed_on", "stated", "附表备注（3）")
    assert change.triggers == ("name", "team", "maintenance_mode")
    assert papers(E, "change") == [("signed_form", "acceptance")]
    assert chain(E, "change") == CHAIN


@pytest.mark.clause("S1-F22")
def test_the_contact_of_the_authority_is_left_to_the_administrator():
    assert E.authority.contact == ""


def test_voluntary_closing_is_presumed_to_take_five_working_days():
    assert limit(E, "close") == (5, "wd", "closed_on", "presumed", "附表备注（3）")


def test_every_kind_can_be_filed():
    assert E.kinds() == ("open", "change", "merge", "close", "legacy", "annual")
