"""Every variant of a filing as its regulation describes it: article, period, chain, papers, the questions it adds."""

import pytest

from .reading import chain, edition, limit, papers

#: chain in short: role@unit, with ! where the step only tells and + where it only records
OWN, DESK = ["chief@owner"], ["registrar@authority", "director@authority"]
UP = ["registrar@authority+", "superior@superior!"]
OBSERVED = [*DESK, "observer@authority!"]
TEN, THIRTY = (10, "wd", "opened_on", "presumed", "第五条第一款"), (30, "wd", "opened_on", "presumed", "第五条第一款")
WEEK = (7, "calendar_day", "work_ended_on", "stated", "第三条第四款")
RULES = ["review_rules", "security_measures"]
COUNTY = ["entrustment_contract", "safety_rules", "secrecy_rules", "emergency_plan", "signed_form"]
CONTRACT = ["entrusted_unit", "contract_no", "contract_starts_on", "contract_expires_on", "entrusted_duties"]
LICENCE = ["licence_no?", "licence_scope?", "licence_issued_on?", "licence_expires_on?"]
STAFF, CONSENT = ["staff_person", "staff_post"], ["unit_consent_on"]
GROUP = ["group_owner", "group_term", "group_real_name", "group_review_team?"]
APPROVED = ["proposer", "approver_name", "approver_post", "approved_on"]
DISSOLVED = ["group_dissolved_on", "cleaned_up"]


def clause(*names: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.clause(name) for name in names]


def row(key: str, *cells: object, clauses: tuple[str, ...] = ()) -> object:
    return pytest.param(*key.split(" "), *cells, id=key, marks=clause(*clauses))


VARIANTS = [
    row("soe open staff", "第五条第二款", THIRTY, [*OWN, "registrar@authority!"], [], [*STAFF, *CONSENT],
        clauses=("S0-05.2",)),
    row("soe change staff", "第五条第二款", None, [*OWN, "registrar@authority!"], [],
        ["changed_on", "staff_person?", "staff_post?", *CONSENT], clauses=("S0-05.2",)),
    row("soe close staff", "第五条第二款", (5, "wd", "closed_on", "presumed", "第八条"), [*OWN, "registrar@authority!"],
        ["cancellation_proof"], ["announced_on", "cancelled_on", *CONSENT], clauses=("S0-05.2",)),
    row("gejiu open line", "第五条第二款", TEN, [*OWN, "line@line", *DESK], ["meeting_minutes", *RULES],
        ["line_unit", "meeting_need", "meeting_operation", "meeting_risk"], clauses=("S2-05.2",)),
    row("gejiu legacy line", "第五条第一款", None, [*OWN, "line@line", *DESK], RULES, ["line_unit", "filing_reason"]),
    row("gejiu open staff", "第五条第三款", TEN, [*OWN, *DESK], [], [*STAFF, *CONSENT], clauses=("S2-05.3",)),
    row("gejiu change staff", "第五条第三款", None, [*OWN, *DESK], [], ["staff_person?", "staff_post?", *CONSENT],
        clauses=("S2-05.3",)),
    row("gejiu open nongov", "第五条第四款", None, [*OWN, *DESK, "superior@superior!"], RULES,
        ["subject_kind", *LICENCE], clauses=("S2-05.4",)),
    row("gejiu close nongov", "第八条第二款", (5, "wd", "closed_on", "stated", "第八条第二款"), [*OWN, *DESK],
        ["unit_decision_paper", "closing_announcement", "cancellation_proof"],
        ["unit_decision", "announced_on", "cancelled_on"], clauses=("S2-08.2",)),
    row("taibai open entrusted", "第四条", None, [*OWN, *OBSERVED], COUNTY, CONTRACT, clauses=("S3-04",)),
    row("taibai open standard", "第六条", None, [*OWN, *OBSERVED], [code for code in COUNTY if "contract" not in code],
        ["account_kind", "host_unit?"], clauses=("S3-02",)),
    row("taibai merge standard", "第六条", None, [*OWN, *OBSERVED], ["signed_form"],
        ["kept_account", "merged_accounts", "change_reason"], clauses=("S3-06.2",)),
    row("jiusan open department", "第三条第二款", None, ["chief@parent+", "deputy@parent", *UP], [], APPROVED,
        clauses=("S4-03.2",)),
    row("jiusan open group_long", "第三条第四款", None, [*OWN, *UP], [], [*GROUP, *APPROVED],
        clauses=("S4-03.4a", "S4-03.4b")),
    row("jiusan open group_department", "第三条第四款", None, ["head@owner", *UP], [], [*GROUP, *APPROVED],
        clauses=("S4-03.4a", "S4-03.4b")),
    row("jiusan open group_temp", "第三条第四款", None, OWN, [], [*GROUP, "expected_end_on"],
        clauses=("S4-03.4a", "S4-03.4c")),
    row("jiusan open group_temp_department", "第三条第四款", None, ["head@owner"], [], [*GROUP, "expected_end_on"],
        clauses=("S4-03.4a", "S4-03.4c")),
    row("jiusan close department", "第三条第五款", None, ["deputy@parent", *UP], [], ["close_reason", "cleaned_up"],
        clauses=("S4-03.5",)),
    row("jiusan close group_long", "第三条第五款", None, [*OWN, *UP], [], ["close_reason", *DISSOLVED],
        clauses=("S4-03.5",)),
    row("jiusan close group_department", "第三条第五款", None, ["head@owner", *UP], [], ["close_reason", *DISSOLVED],
        clauses=("S4-03.5",)),
    row("jiusan close group_temp", "第三条第四款", WEEK, ["chief@owner+"], [], ["work_ended_on", *DISSOLVED],
        clauses=("S4-03.4c",)),
    row("jiusan close group_temp_department", "第三条第四款", WEEK, ["head@owner+"], [],
        ["work_ended_on", *DISSOLVED], clauses=("S4-03.4c",)),
    row("jiusan legacy department", "第三条第三款", None, ["deputy@parent", *UP], [], ["is_legacy", *APPROVED],
        clauses=("S4-03.3b",)),
    row("jiusan legacy group_department", "第三条第四款", None, ["head@owner", *UP], [], ["is_legacy", "group_owner"],
        clauses=("S4-03.4d",)),
    row("jiusan change department", "第五条", None, ["deputy@parent", *UP], [], ["changed_on", "group_owner?"],
        clauses=("S4-05.2",)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind", "variant", "article", "period", "steps", "handed_in", "asked"), VARIANTS)
def test_a_variant_is_the_one_of_its_article(code, kind, variant, article, period, steps, handed_in, asked):
    of = edition(code)
    chosen = of.filing_kind(kind, variant)

    assert chosen.article == article
    assert limit(of, kind, variant) == period
    assert [short(step) for step in chain(of, kind, variant) if step[0] != "collective"] == steps
    assert sorted(paper for paper, _ in papers(of, kind, variant)) == sorted(handed_in)
    fields = {use.code + ("" if use.required else "?") for use in chosen.fields}
    assert [question for question in asked if question not in fields] == []


def short(step: tuple[str, str, str]) -> str:
    role, unit, kind = step
    return f"{role}@{unit}" + {"notify": "!", "record": "+"}.get(kind, "")


@pytest.mark.parametrize("code", ["soe", "corp", "gejiu", "taibai", "jiusan"])
def test_what_no_regulation_states_says_so(code):
    of = edition(code)

    assert {item.basis for item in of.validities} <= {"local"}
    assert {line.basis for line in of.groups.cleanup} <= {"local"}
    assert all(kind.limit or kind.limit_note for kind in of.filing_kinds)


@pytest.mark.parametrize(
    ("code", "kept", "lead", "article"),
    [
        pytest.param("gejiu", "licence", (90, 30, 7), "第五条第四款", marks=clause("S2-05.4")),
        pytest.param("taibai", "contract", (60, 30, 7), "第四条", marks=clause("S3-04")),
    ],
)
def test_a_licence_and_a_contract_are_watched_to_their_end(code, kept, lead, article):
    (watched,) = edition(code).validities

    assert (watched.code, watched.lead_days, watched.article) == (kept, lead, article)


@pytest.mark.parametrize(
    ("code", "article"),
    [
        pytest.param("soe", "第五条第二款", marks=clause("S0-05.2")),
        pytest.param("gejiu", "第五条第三款", marks=clause("S2-05.3")),
    ],
)
def test_the_end_of_a_post_is_a_duty_without_a_period_until_a_local_one_is_set(code, article):
    rule = edition(code).staff_accounts

    assert rule is not None
    assert (rule.article, rule.basis, rule.limit) == (article, "presumed", None)


@pytest.mark.clause("S1-1.2")
@pytest.mark.clause("S1-F03")
def test_a_work_group_is_registered_like_any_account_where_the_form_names_it():
    of = edition("corp")

    for kind in ("open", "legacy"):
        assert not of.filing_kind(kind).account_kinds or "work_group" in of.filing_kind(kind).account_kinds
    assert "qq_group" in of.platform_codes()
