"""A unit's own rules and real names in groups: what the filing takes and keeps (自定制度、实名)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from filings import actions
from filings.problems import problems_of
from tests.filings.making import approved
from tests.papers import pdf
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


def opening(regime: str, variant: str = "standard"):
    world = build(regime)
    return world, actions.start(world.owner, kind="open", variant=variant, by=world.person("operator"), at=NOON)


@pytest.mark.clause("S1-3.3.2a")
@pytest.mark.clause("S1-4.2")
def test_a_unit_hands_in_its_own_rules_with_the_opening_and_may_do_without_them():
    world, filing = opening("corp")
    paper = next(one for one in filing.edition.edition.filing_kind("open").papers if one.code == "own_rules")
    without = [problem.field for problem in problems_of(filing)]
    upload = SimpleUploadedFile("示例管理办法.pdf", pdf(), content_type="application/pdf")
    kept = actions.add_paper(filing, paper="own_rules", upload=upload, by=world.person("operator"), at=NOON)
    assert (paper.article, paper.required, "own_rules" in without) == ("3.3.2", False, False)
    assert (kept.get_paper_display(), kept.name) == ("本单位新媒体管理制度", "示例管理办法.pdf")
    assert [one.code for one in filing.edition.edition.documents if "S1-4.2" in one.clauses] == ["own_rules"]


@pytest.mark.clause("S4-06.4")
def test_a_long_running_group_says_whether_its_members_stand_under_their_real_names():
    edition = build("jiusan").edition.edition
    asked = [one for one in edition.variants("open") if one.asks("group_owner")]
    assert asked
    for kind in asked:
        use = next(one for one in kind.fields if one.code == "group_real_name")
        assert use.required
    world = build("jiusan", mark="二")
    filing = actions.start(world.owner, kind="open", variant=asked[0].variant, by=world.person("operator"), at=NOON)
    assert "group_real_name" in [problem.field for problem in problems_of(filing)]


@pytest.mark.clause("S3-11.0a")
def test_a_county_account_is_not_handed_in_without_its_rules_of_safety_and_review():
    _, filing = opening("taibai")
    edition = filing.edition.edition

    asked = {one.code: one.required for one in edition.filing_kind("open").papers}
    lacking = [problem.field for problem in problems_of(filing)]

    assert [asked[code] for code in ("safety_rules", "secrecy_rules", "emergency_plan")] == [True, True, True]
    assert {"safety_rules", "secrecy_rules", "emergency_plan"} <= set(lacking)


@pytest.mark.clause("S3-11.0b")
def test_the_column_of_the_government_website_is_asked_and_kept_in_the_register():
    world = build("taibai")
    filing = approved(world, website_column="https://www.example.gov.cn/xxgk/")

    assert filing.edition.edition.filing_kind("open").asks("website_column")
    assert filing.data["website_column"] == "https://www.example.gov.cn/xxgk/"
    assert filing.account.website_column == "https://www.example.gov.cn/xxgk/"
