"""Measures and the annual check in a real browser: proposal, decision, delivery, answer, end; report, review, lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import MediaAccount
from assessments.models import EnforcementCase
from filings.models import AnnualCheck

from .walk import Look

pytestmark = pytest.mark.browser
WORDS = "示例旅程：多次提醒后仍未恢复更新。"


@pytest.mark.clause("S2-21.1")
def test_an_order_to_close_goes_from_proposal_to_the_unit_and_its_closing(desk):
    look, wrong = Look(), []
    manned = MediaAccount.objects.running().filter(root__regime="gejiu", unit__posts__role="operator")
    account = manned.exclude(filings__kind="close").exclude(platform__is_group=True).order_by("pk").first()
    writers = account.unit.posts.filter(until__isnull=True, role="operator")
    writer = writers.values_list("user__username", flat=True).first()
    registrar = desk("gejiu-registrar")
    registrar.go("/assessments/enforcement/").press("new-enforcement")
    registrar.answer("unit", account.unit_id)
    registrar.press("submit")
    wrong += look.at(registrar.page, "measures")
    registrar.press("measure-order_close")
    registrar.answer("account", account.pk)
    registrar.answer("words", WORDS)
    registrar.answer("demand", "请公告后注销，并办理关闭备案。")
    registrar.answer("due_on", f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}")
    wrong += look.at(registrar.page, "propose")
    registrar.press("submit")
    case = EnforcementCase.objects.get(facts=WORDS)
    page = f"/assessments/enforcement/{case.pk}/"
    assert (registrar.address, registrar.text("status")) == (page, "待决定")

    operator = desk(writer, phone=True)
    operator.go(page)
    assert operator.sees("没有找到")

    director = desk("gejiu-director")
    director.go(page)
    wrong += look.at(director.page, "decide")
    director.page.fill("#opinion", "同意。")
    director.press("approve")
    case.refresh_from_db()
    assert (director.text("status"), director.text("number")) == ("待送达", case.number)

    registrar.go(page).press("paper")
    assert registrar.sees("责令关闭通知书")
    wrong += look.at(registrar.page, "paper")
    registrar.go(page).press("deliver")
    wrong += look.at(registrar.page, "deliver")
    registrar.press("submit")
    assert registrar.text("status") == "待反馈"

    operator.go(page).press("acknowledge")
    operator.press("closing")
    case.refresh_from_db()
    assert operator.address == f"/filings/{case.closing_id}/"
    assert case.number in case.closing.data["close_reason"]
    operator.go(page)
    wrong += look.at(operator.page, "the unit's page")
    operator.page.set_viewport_size({"width": 375, "height": 812})
    operator.press("answer")
    operator.answer("words", "已发布注销公告，正在办理。")
    operator.press("submit-phone")
    assert operator.text("status") == "待结案"

    registrar.go(page).press("close")
    registrar.answer("words", "已办理。")
    registrar.press("submit")
    assert "关闭备案还没有办结" in registrar.text("error-summary")
    director.go(page).press("revoke")
    director.answer("words", "示例旅程：已恢复更新。")
    director.press("submit")
    assert director.text("status") == "已撤销"

    registrar.go("/assessments/enforcement/").press("statistics")
    assert int(registrar.text("cases")) >= 1
    wrong += look.at(registrar.page, "statistics")
    assert wrong == []


@pytest.mark.clause("S1-3.1.2a")
@pytest.mark.clause("S1-3.1.2b")
def test_an_annual_report_is_filled_in_judged_and_a_failure_becomes_a_proposal(desk):
    look, wrong = Look(), []
    manned = AnnualCheck.objects.filter(state="open", filing=None, unit__posts__role="operator")
    check = manned.filter(unit__posts__role="chief").order_by("pk").first()
    names = dict(check.unit.posts.filter(until__isnull=True).values_list("role", "user__username"))
    operator = desk(names["operator"])
    operator.go("/filings/annual/")
    wrong += look.at(operator.page, "annual checks of the unit")
    operator.go(f"/filings/annual/checks/{check.pk}/")
    wrong += look.at(operator.page, "annual check")
    operator.press("begin-report")
    check.refresh_from_db()
    home = f"/filings/{check.filing_id}/"
    assert operator.address == home
    operator.go(f"{home}task/report/")
    assert operator.page.input_value("[name=report_year]") == str(check.campaign.year)
    operator.answer("annual_problems", "示例旅程：互动偏少，已安排专人。")
    operator.answer("contact_phone", "0000-1000001")
    operator.press("save")
    operator.go(f"{home}check/").press("submit")
    check.refresh_from_db()
    assert check.state == "review"

    chief = desk(names["chief"], phone=True)
    chief.go(home).press("approve")
    registrar = desk("corp-registrar")
    registrar.go(home)
    assert registrar.sees("管理队伍")
    registrar.answer("opinion", "示例旅程：全年无人维护。")
    registrar.press("reject")
    check.refresh_from_db()
    assert (check.state, check.result) == ("failed", "示例旅程：全年无人维护。")

    case = EnforcementCase.objects.get(account=check.account, measure="order_cancel", state="draft")
    registrar.go(f"/assessments/enforcement/{case.pk}/").press("take-up")
    wrong += look.at(registrar.page, "take up")
    registrar.press("submit")
    director = desk("corp-director")
    director.go(f"/assessments/enforcement/{case.pk}/").press("approve")
    assert director.text("status") == "待送达"

    registrar.go("/filings/annual/")
    wrong += look.at(registrar.page, "annual checks of the department")
    registrar.press("passed-list")
    assert registrar.sees("年度检查合格名单")
    wrong += look.at(registrar.page, "the passed")
    assert wrong == []
