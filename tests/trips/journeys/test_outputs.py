"""From a published quarter to workbook, bulletin and dashboard in a real browser, and the download centre."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from assessments.models import Bulletin, Quarter
from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.jobs.outbox import drain

from .walk import Look

pytestmark = pytest.mark.browser
MOST_CLICKS = 5


def _locked() -> Quarter:
    """Return the latest locked quarter of the county."""
    rows = Quarter.objects.closed().filter(root__regime="taibai", of_year=False).select_related("root")
    found = rows.order_by("-start_on").first()
    assert found is not None
    return found


@pytest.mark.clause("S3-21", "S3-22.1")
def test_a_locked_quarter_goes_to_workbook_and_bulletin_in_a_few_clicks(desk):
    look, wrong, quarter = Look(), [], _locked()
    registrar, clicks = desk("taibai-registrar").go(f"/assessments/{quarter.period}/?root={quarter.root_id}"), 0
    page = registrar.page

    with page.expect_download() as told:
        page.get_by_test_id("workbook").click()
    clicks += 1
    book = load_workbook(io.BytesIO(told.value.path().read_bytes()))
    assert book.sheetnames[0] == "封面"
    assert len(book.sheetnames) == 10

    page.get_by_test_id("draft-bulletin").click()
    clicks += 1
    problems = page.locator("[name=text_problems]")
    expect(problems).to_be_visible()
    wrong += look.at(page, "a bulletin in draft")
    problems.fill("（一）示例问题，请有关单位整改。")
    expect(page.locator("[data-saved-at]")).to_contain_text("已自动保存")
    page.locator("[name=text_demands]").fill("（一）请按期报送整改情况。")
    page.locator("[name=demand_on]").fill("2099-01-08")
    page.get_by_test_id("issue").click()
    clicks += 1
    expect(page.get_by_test_id("status").first).to_have_text("已定稿")
    wrong += look.at(page, "a bulletin that stands")
    page.get_by_test_id("paper").click()
    with page.expect_download() as told:
        page.get_by_test_id("docx").click()
    clicks += 2

    assert told.value.suggested_filename.endswith(".docx")
    assert clicks <= MOST_CLICKS
    bulletin = Bulletin.objects.filter(quarter=quarter).order_by("-pk").first()
    assert "示例问题" in bulletin.sections.get(code="problems").text
    operator = desk("taibai-operator", phone=True).go(f"/assessments/bulletins/{bulletin.pk}/")
    expect(operator.page.get_by_test_id("bulletin-text")).to_contain_text("请按期报送整改情况")
    wrong += look.at(operator.page, "a bulletin on the phone")
    assert wrong == []


def test_the_download_centre_makes_a_file_in_the_background_and_hands_it_out(desk):
    look, wrong, quarter = Look(), [], _locked()
    director = desk("taibai-director").go(f"/assessments/{quarter.period}/?root={quarter.root_id}")
    page = director.page
    page.get_by_test_id("export-later").click()
    expect(page.get_by_test_id("progress")).to_contain_text("排队中")
    wrong += look.at(page, "an export that waits")

    drain(now=timezone.now)

    expect(page.get_by_test_id("download")).to_be_visible(timeout=15_000)
    wrong += look.at(page, "an export that is ready")
    with page.expect_download() as told:
        page.get_by_test_id("download").click()
    assert load_workbook(io.BytesIO(told.value.path().read_bytes())).sheetnames[0] == "封面"
    assert Export.objects.filter(owner__username="taibai-director", downloads=1).count() == 1
    page.get_by_test_id("schedule").click()
    expect(page.locator("[name=rhythm][value=quarterly]")).to_be_visible()
    wrong += look.at(page, "a schedule to arrange")
    page.locator("[name=rhythm][value=quarterly]").check()
    page.get_by_test_id("submit").click()
    expect(page.get_by_test_id("next-on")).to_be_visible()
    director.go("/exports/")
    wrong += look.at(page, "the download centre")
    assert wrong == []


def test_numbers_of_the_dashboard_open_their_lists(desk):
    look, wrong, quarter = Look(), [], _locked()
    for username, phone in (("taibai-director", False), ("taibai-chief", True)):
        leader = desk(username, phone=phone).go(f"/assessments/dashboard/?period={quarter.period}")
        expect(leader.page.get_by_test_id("league").first).to_be_visible()
        wrong += look.at(leader.page, f"the dashboard of {username}")
    leader.go("/assessments/dashboard/")
    for name in ("checks", "obligations", "steps"):
        leader.go(f"/assessments/dashboard/{name}/?period={quarter.period}")
        wrong += look.at(leader.page, f"a list behind the dashboard: {name}")
    assert wrong == []
