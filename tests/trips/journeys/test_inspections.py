"""Inspection from draw to result, rectification and objection in a real browser (检查抽查、整改、申诉)."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import MediaAccount
from assessments.inspecting.states import InspectedState
from assessments.models import Campaign, Finding, Inspected
from newmedia_portal.core.access.models import Post, User
from tests.papers import picture

from .walk import Look

pytestmark = pytest.mark.browser
NAME = "示例旅程专项检查"
PNG = {"name": "截图.png", "mimeType": "image/png", "buffer": picture()}


def unit_of(username):
    """Return the unit for which a person writes."""
    return Post.objects.select_related("unit").get(user__username=username, role="operator").unit


def prepare(registrar, name, unit):
    """Prepare a campaign on the spot for one unit and draw it."""
    registrar.go("/assessments/inspections/").press("new")
    page = registrar.page
    registrar.answer("name", name)
    registrar.answer("kind", "spot")
    registrar.answer("period", "")
    registrar.answer("window_end", timezone.localdate().isoformat())
    page.locator("[name=only_units]").select_option(str(unit.pk))
    people = User.objects.filter(username__in=["taibai-registrar", "taibai-director"])
    for one in people:
        page.locator(f"[name=inspectors][value='{one.pk}']").check()
    registrar.press("submit")
    campaign = Campaign.objects.get(name=name)
    running = MediaAccount.objects.running().filter(unit__path__startswith=unit.path, platform__is_group=False)
    expect(page.get_by_test_id("in-frame")).to_have_text(str(running.count()))
    registrar.press("start")
    expect(page.get_by_test_id("status").first).to_have_text("检查中")
    return campaign


def check(desk, row, problem=""):
    """Let the inspector answer every open item by hand and finish; a problem gets words and a screenshot."""
    desk.go(f"/assessments/checks/{row.pk}/")
    for answer in row.answers.filter(suggested=""):
        wanted = "problem" if answer.code == problem else "fine"
        desk.page.locator(f"[name={answer.code}-outcome][value={wanted}]").check()
    if problem:
        desk.page.locator(f"[data-testid=item-{problem}] summary").click()
        desk.page.locator(f"[name={problem}-words]").fill("评论区关闭，没有互动入口")
        desk.page.locator(f"[name={problem}-files]").set_input_files(PNG)
    with desk.page.expect_navigation():
        desk.page.locator("[data-testid=finish]:visible, [data-testid=finish-phone]:visible").first.click()


def second(desks, row):
    """Let the second person agree where one is asked for."""
    row = Inspected.objects.select_related("second").get(pk=row.pk)
    if row.state == InspectedState.SECOND:
        desk = desks[row.second.username]
        desk.go(f"/assessments/checks/{row.pk}/").press("agree")


def found_by_campaign(desk, name):
    """Hold a campaign up to its findings; return desks, campaign and the finding of the bad account."""
    desks = {name: desk(name) for name in ("taibai-registrar", "taibai-director")}
    campaign = prepare(desks["taibai-registrar"], name, unit_of("taibai-operator"))
    rows = list(campaign.accounts.select_related("inspector").order_by("pk"))
    for number, row in enumerate(rows):
        check(desks[row.inspector.username], row, "interaction" if number == 0 else "")
        second(desks, row)
    return desks, campaign, Finding.objects.get(inspected=rows[0], kind="no_interaction")


@pytest.mark.clause("S3-21", "S3-11.0c")
def test_a_campaign_from_the_draw_to_its_result_and_a_problem_put_right(desk):
    look, wrong = Look(), []
    desks, campaign, finding = found_by_campaign(desk, NAME)
    registrar = desks["taibai-registrar"]
    wrong += look.at(registrar.go(f"/assessments/inspections/{campaign.pk}/draw/").page, "the draw")
    expect(registrar.page.get_by_test_id("repeatable")).to_have_text("一致")
    registrar.go(f"/assessments/inspections/{campaign.pk}/").press("review")
    expect(registrar.page.get_by_test_id("pass-rate")).to_contain_text(f"/{campaign.accounts.count()}")
    wrong += look.at(registrar.page, "a campaign summed up")

    registrar.go(f"/assessments/findings/{finding.pk}/").press("notify")
    wrong += look.at(registrar.page, "a notice to write")
    registrar.press("submit")
    assert "整改〔" in registrar.page.locator("main").inner_text()
    wrong += look.at(registrar.page, "a notice")
    while (other := Finding.objects.filter(campaign=campaign, state="open").first()) is not None:
        registrar.go(f"/assessments/findings/{other.pk}/").press("notify").press("submit")
    registrar.go(f"/assessments/inspections/{campaign.pk}/").press("close")
    expect(registrar.page.get_by_test_id("status").first).to_have_text("已办结")

    operator = desk("taibai-operator", phone=True).go("/assessments/findings/?state=notified")
    operator.go(f"/assessments/findings/{finding.pk}/").press("prove")
    operator.answer("text", "已开通评论区")
    operator.page.locator("[name=files]").set_input_files(PNG)
    with operator.page.expect_navigation():
        operator.page.locator("[data-testid=submit]:visible, [data-testid=submit-phone]:visible").first.click()
    expect(operator.page.get_by_test_id("status").first).to_have_text("待复查")

    director = desks["taibai-director"].go(f"/assessments/findings/{finding.pk}/").press("recheck")
    director.answer("result", "passed")
    director.answer("words", "评论区可以留言")
    director.press("submit")
    expect(director.page.get_by_test_id("status").first).to_have_text("已整改")
    wrong += look.at(director.page, "a finding put right")
    assert wrong == []


@pytest.mark.clause("S3-21")
def test_a_unit_disputes_a_finding_and_somebody_else_decides(desk):
    look, wrong = Look(), []
    desks, _, finding = found_by_campaign(desk, f"{NAME}二")
    registrar = desks["taibai-registrar"]
    registrar.go(f"/assessments/findings/{finding.pk}/").press("notify").press("submit")
    operator = desk("taibai-operator").go(f"/assessments/findings/{finding.pk}/").press("dispute")
    wrong += look.at(operator.page, "an objection to write")
    operator.answer("reason", "评论区一直开放，检查时为平台升级")
    operator.press("submit")
    expect(operator.page.get_by_test_id("status").first).to_have_text("申诉中")

    finding.refresh_from_db()
    finder = User.objects.get(pk=finding.finder_id).username
    other = next(name for name in desks if name != finder)
    assert desks[finder].go(f"/assessments/findings/{finding.pk}/").page.get_by_test_id("decide").count() == 0
    decider = desks[other].go(f"/assessments/findings/{finding.pk}/").press("decide")
    wrong += look.at(decider.page, "an objection to decide")
    decider.answer("verdict", "accepted")
    decider.answer("opinion", "经核实情况属实")
    decider.press("submit")
    expect(decider.page.get_by_test_id("status").first).to_have_text("已撤销")
    assert wrong == []


def test_a_check_serves_on_the_phone(desk):
    look = Look()
    registrar = desk("taibai-registrar", phone=True)
    row = Inspected.objects.filter(
        inspector__username="taibai-registrar", state="waiting", campaign__state="running"
    ).first()
    assert row is not None
    wrong = look.at(registrar.go(f"/assessments/checks/{row.pk}/").page, "a check")
    wrong += look.at(registrar.go("/assessments/checks/").page, "my checks")
    wrong += look.at(registrar.go("/assessments/watch-list/").page, "the watch list")
    wrong += look.at(registrar.go(f"/assessments/inspections/{row.campaign_id}/items/").page, "items")
    assert wrong == []
