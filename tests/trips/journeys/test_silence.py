"""From a missed week to the closing of an account in a real browser (更新提醒 → 僵尸号 → 关闭备案)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import MediaAccount
from assessments.looking.look import look
from assessments.looking.scan import scan_silence
from assessments.models import MissedQuota, SilenceFlag
from filings.models import Filing
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.transactions import unit_of_work
from tests.assessments.watch.making import account, every, publish

from .filling import decide, fill_in, hand_in, upload_papers
from .walk import Look

pytestmark = pytest.mark.browser
NAME = "示例旅程停更号"
DAY = timedelta(days=1)


def left_alone(today: date) -> MediaAccount:
    """Return an account of the operator's unit that published every other day until 101 days ago, all of it known."""
    writer = User.objects.get(username="taibai-operator")
    unit = Post.objects.select_related("unit__root").get(user=writer, role="operator").unit
    one = account(unit, NAME, opened_on=today - 300 * DAY, filed_on=today - 300 * DAY)
    days = every(2, today - 151 * DAY, today - 101 * DAY)
    publish(one, *days, known=(today - 300 * DAY, today - DAY), at=today)
    return one


def judged(one: MediaAccount, on: date) -> None:
    """Judge the account as the night of that day did."""
    with unit_of_work():
        look([one.pk], on=on)


@pytest.mark.clause("S3-11.1")
def test_an_account_misses_its_weeks_grows_silent_and_is_closed_by_its_unit(desk):
    look, wrong, today = Look(), [], timezone.localdate()
    one = left_alone(today)

    judged(one, today - 88 * DAY)
    operator = desk("taibai-operator").go("/")
    expect(operator.page.locator(f"main a[href='/assessments/watch/{one.pk}/']").first).to_be_visible()
    operator.go(f"/assessments/watch/{one.pk}/")
    assert operator.text("status") in ("更新提醒", "临近静默")
    assert str(today - 101 * DAY) in operator.text("verdict")
    assert MissedQuota.objects.filter(account=one).exists()
    wrong += look.at(operator.page, "a missed week")

    judged(one, today)
    scan_silence(on=today, at=timezone.now())
    flag = SilenceFlag.objects.open().get(account=one)
    registrar = desk("taibai-registrar").go("/assessments/watch/")
    registrar.follow(registrar.page.locator(f"main a[href='/assessments/watch/{one.pk}/']").first)
    expect(registrar.page.get_by_test_id("verdict")).to_contain_text("100 天")
    assert (flag.level, registrar.text("status")) == ("zombie", "僵尸号")
    registrar.page.fill("#propose-words", "请核实后办理。")
    wrong += look.at(registrar.page, "an account to close")
    registrar.press("propose")
    assert registrar.page.get_by_test_id("propose").count() == 0

    closing = Filing.objects.get(account=one, kind="close")
    assert "最后发布" in closing.data["close_reason"]
    operator.go("/todo/").page.locator(f"main a[href='/assessments/watch/{one.pk}/#proposal']").first.click()
    operator.page.wait_for_url(f"**/assessments/watch/{one.pk}/*")
    wrong += look.at(operator.page, "a proposal to close")
    operator.press("closing")
    assert operator.address == f"/filings/{closing.pk}/"
    fill_in(operator, closing, name=NAME, handle="", event=today)
    upload_papers(operator)
    hand_in(operator)

    for role in ("chief", "registrar", "director"):
        decide(desk(f"taibai-{role}", phone=role == "chief"), closing)
    one.refresh_from_db()
    judged(one, today)
    flag.refresh_from_db()
    registrar.go(f"/assessments/watch/{one.pk}/")
    assert (registrar.text("status"), flag.cleared_on) == ("已注销", today)
    assert wrong == []
