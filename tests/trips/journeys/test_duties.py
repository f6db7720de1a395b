"""Duty work in a real browser: a message from arrival to overdue to answer, an incident from comment to summary."""

from datetime import timedelta

import pytest
from django.utils import timezone

from duties.inquiries.scan import scan_messages
from duties.models import Incident, PublicMessage
from newmedia_portal.core.notices.models import Notice

from .walk import Look

pytestmark = pytest.mark.browser
TEXT = "示例旅程留言:展览延期到什么时候?"


@pytest.mark.clause("S3-11.3")
def test_a_message_comes_in_grows_overdue_and_is_answered_on_the_phone(desk):
    look, wrong, now = Look(), [], timezone.localtime()
    operator = desk("taibai-operator", phone=True)
    operator.go("/duties/messages/")
    wrong += look.at(operator.page, "messages")
    operator.press("new-message")
    wrong += look.at(operator.page, "log a message")
    operator.page.set_viewport_size({"width": 375, "height": 812})
    operator.press("submit-phone")
    assert operator.text("error-summary")
    operator.answer("text", TEXT)
    operator.page.locator("main select[name=account]").select_option(index=1)
    operator.answer("received_at", f"{now - timedelta(days=9):%Y-%m-%dT09:00}")
    operator.press("submit-phone")
    row = PublicMessage.objects.get(text=TEXT)
    assert (operator.address, operator.text("status")) == (f"/duties/messages/{row.pk}/", "已逾期")
    assert "原则上自收到次日起2日内" in operator.text("due-why")
    wrong += look.at(operator.page, "message")

    scan_messages(on=now.date() + timedelta(days=1), at=timezone.now())
    row.refresh_from_db()
    told = Notice.objects.filter(kind="message.overdue", title__endswith="条留言已过答复期限")
    assert row.flag == "overdue"
    assert {"taibai-operator", "taibai-chief"} <= set(told.values_list("user__username", flat=True))

    chief = desk("taibai-chief")
    chief.go(f"/duties/messages/{row.pk}/").press("comment")
    chief.answer("text", "请今天答复")
    chief.press("submit")
    assert chief.sees("请今天答复")

    operator.go(f"/duties/messages/{row.pk}/")
    operator.page.set_viewport_size({"width": 375, "height": 812})
    operator.press("answer-phone")
    wrong += look.at(operator.page, "answer")
    operator.page.set_viewport_size({"width": 375, "height": 812})
    operator.answer("text", "您好,展览延期到月底。")
    operator.press("submit-phone")
    assert (operator.text("status"), operator.text("verdict")) == ("已答复", "逾期")
    wrong += look.at(operator.page, "answered message")

    chief.go("/duties/messages/").press("statistics")
    assert int(chief.text("late")) >= 1
    wrong += look.at(chief.page, "statistics")
    chief.follow(chief.page.get_by_role("link", name="逾期答复").first)
    assert chief.sees("示例旅程留言")
    assert wrong == []


@pytest.mark.clause("S1-3.3.2d")
@pytest.mark.clause("S1-3.3.3b")
def test_an_incident_goes_from_a_harmful_comment_to_its_summary(desk):
    look, wrong = Look(), []
    operator = desk("corp-operator", phone=True)
    operator.go("/duties/incidents/").press("new-incident")
    wrong += look.at(operator.page, "alarm")
    operator.page.set_viewport_size({"width": 375, "height": 812})
    operator.answer("kind", "comment")
    operator.answer("title", "示例旅程:评论区有害信息")
    operator.press("submit-phone")
    row = Incident.objects.get(title="示例旅程:评论区有害信息")
    assert (operator.text("status"), operator.text("to-report")) == ("已报告", "0 分钟")
    wrong += look.at(operator.page, "incident")

    head = desk("corp-head")
    head.go("/")
    head.page.get_by_role("link", name="示例旅程:评论区有害信息").first.click()
    head.page.wait_for_url(f"**/duties/incidents/{row.pk}/")
    head.press("comment")
    head.answer("text", "请联系平台并留存证据")
    head.press("submit")

    operator.go(f"/duties/incidents/{row.pk}/").press("platform")
    operator.answer("who", "示例平台客服")
    operator.answer("text", "申请删除评论")
    wrong += look.at(operator.page, "platform")
    operator.press("submit")
    assert operator.text("status") == "处置中"
    operator.press("grade")
    operator.answer("severity", "major")
    operator.answer("reason", "已被多处转发")
    operator.press("submit")
    assert (operator.text("severity"), operator.page.locator("[data-testid=close]").count()) == ("重大", 0)
    director = desk("corp-director")
    director.go(f"/duties/incidents/{row.pk}/").press("freeze")
    assert director.page.input_value("[name=name]") == "示例旅程:评论区有害信息"

    operator.press("summary").press("submit")
    wrong += look.at(operator.page, "summary with errors")
    for name in ("cause", "handling", "lessons"):
        operator.answer(name, f"示例{name}")
    operator.press("submit")
    operator.press("close").press("submit")
    assert operator.text("status") == "已办结"
    wrong += look.at(operator.page, "closed incident")
    operator.press("print")
    assert operator.sees("事件处置报告")
    wrong += look.at(operator.page, "report")
    assert wrong == []


@pytest.mark.clause("S1-3.3.2c")
def test_a_gap_of_the_roster_is_seen_and_filled(desk):
    look, wrong = Look(), []
    operator = desk("corp-operator")
    operator.go("/duties/rosters/")
    wrong += look.at(operator.page, "rosters")
    operator.page.locator("main a[href*='/duties/rosters/']").filter(has_text="全单位的账号").first.click()
    operator.page.wait_for_url("**/duties/rosters/*/")
    assert (operator.text("status"), "无人值守" in operator.text("findings")) == ("有空缺", True)
    wrong += look.at(operator.page, "roster")
    operator.page.get_by_role("link", name="补排").first.click()
    operator.page.wait_for_url("**/shifts/new/**")
    wrong += look.at(operator.page, "shift")
    operator.answer("name", "示例替班员")
    operator.press("submit")
    assert operator.sees("示例替班员")
    operator.press("look")
    wrong += look.at(operator.page, "look")
    operator.press("submit")
    assert operator.sees("未发现异常")
    assert wrong == []
