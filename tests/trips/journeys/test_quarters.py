"""A quarter of the demo county in a real browser, from opening to publishing, and an objection on the way."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Entry, HandScore, Quarter
from assessments.quarters.codes import before, code_of
from newmedia_portal.core.access.models import Post, User

from .walk import Look

pytestmark = pytest.mark.browser
MOST_CLICKS = 10


def _running() -> Quarter:
    """Return the county's quarter that is under review in the demo."""
    period = before(code_of("quarter", timezone.localdate()))
    return Quarter.objects.select_related("root").get(root__regime="taibai", period=period)


@pytest.mark.clause("S3-22.1")
def test_a_quarter_is_scored_by_hand_heard_settled_closed_and_published(desk):
    look, wrong, quarter = Look(), [], _running()
    address = f"/assessments/{quarter.period}/?root={quarter.root_id}"
    registrar, clicks = desk("taibai-registrar").go(address), 0
    page = registrar.page
    wrong += look.at(page, "a quarter under review")

    page.get_by_test_id("hand-scores").click()
    cells = page.locator("input[name^='s-']")
    expect(cells.first).to_be_visible()
    wrong += look.at(page, "the grid of hand scores")
    for number in range(cells.count()):
        cells.nth(number).fill(str(70 + number % 30))
    page.get_by_test_id("submit").click()
    clicks += 2
    expect(page.get_by_text("已保存")).to_be_visible()
    assert HandScore.objects.filter(quarter=quarter).count() >= cells.count()

    page.get_by_test_id("next-step").click()
    clicks += 1
    expect(page.get_by_text("开始受理申诉")).to_be_visible()
    wrong += _object(desk, look, quarter)

    page.goto(page.url)
    for word in ("已定稿", "本期已锁定", "结果已公布"):
        page.get_by_test_id("next-step").click()
        clicks += 1
        expect(page.get_by_text(word).first).to_be_visible()
    wrong += look.at(page, "a published quarter")
    page.get_by_test_id("check").click()
    expect(page.get_by_test_id("checked")).to_contain_text("与锁定时一致")

    assert clicks <= MOST_CLICKS
    assert Quarter.objects.get(pk=quarter.pk).state == "published"
    assert wrong == []


def _object(desk, look, quarter):
    """Let the operator object to the result, and the department answer; returns what is wrong with the pages."""
    writer = User.objects.get(username="taibai-operator")
    unit = Post.objects.get(user=writer, role="operator").unit
    entry = Entry.objects.get(quarter=quarter, unit=unit)
    operator = desk("taibai-operator").go(f"/assessments/results/{entry.pk}/")
    wrong = look.at(operator.page, "a unit's result")
    operator.page.get_by_test_id("card").first.click()
    expect(operator.page.get_by_text("依据：").first).to_be_visible()
    wrong += look.at(operator.page, "an account's lines")
    operator.go(f"/assessments/results/{entry.pk}/object/")
    operator.page.locator("[name=words]").fill("示例：栏目建设已经完成，请复核。")
    operator.page.get_by_test_id("submit").click()
    expect(operator.page.get_by_test_id("status")).to_have_text("待答复")

    registrar = desk("taibai-registrar").go(re.sub(r"^https?://[^/]+", "", operator.page.url))
    registrar.page.locator("[name=opinion]").fill("示例：经核实维持。")
    wrong += look.at(registrar.page, "an objection")
    registrar.page.get_by_test_id("refuse").click()
    expect(registrar.page.get_by_test_id("status")).to_have_text("维持原评分")
    return wrong


def test_a_changed_scheme_is_tried_and_nothing_changes(desk):
    look, quarter = Look(), _running()
    registrar = desk("taibai-registrar").go(f"/assessments/schemes/{quarter.scheme_id}/")
    wrong = look.at(registrar.page, "a scheme")
    registrar.page.get_by_test_id("try").click()
    text = registrar.page.locator("[name=content]")
    text.fill(text.input_value().replace("weight = 30", "weight = 20").replace("weight = 10\n", "weight = 20\n"))
    registrar.page.get_by_test_id("submit").click()

    expect(registrar.page.get_by_test_id("trials")).to_be_visible()
    wrong += look.at(registrar.page, "a trial")
    assert wrong == []
