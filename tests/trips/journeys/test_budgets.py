"""How much a piece of work may cost (办事用量): presses, taps and typed fields, counted while it is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import MediaAccount
from filings.compare import changes_of
from filings.models import Filing
from newmedia_portal.demo.answers import pdf
from newmedia_portal.demo.cases import opening, platforms_of, stage_for

from ...conftest import DESKTOP
from .conftest import PASSWORD
from .desk import Desk
from .filling import current
from .keys import Hands, Keyboard

pytestmark = pytest.mark.browser
MOST_TYPED = 15


def opening_answers() -> dict[str, str]:
    """Return what the office has on paper: the fields that the portal cannot know."""
    day = timezone.localdate()
    return {
        "name": "示例用量发布",
        "opened_on": f"{day - timedelta(days=3)}",
        "meeting_on": f"{day - timedelta(days=9)}",
        "meeting_need": "确有必要，人员有保障。",
        "meeting_operation": "由办公室运营，先审后发。",
        "meeting_risk": "已梳理风险，明确值班。",
        "approver_name": "周某一",
        "approver_post": "局长",
        "approved_on": f"{day - timedelta(days=7)}",
        "managing_department": "办公室",
    }


@pytest.mark.clause("S2-05.1a")
def test_an_opening_from_log_in_to_receipt_and_its_approval_by_keyboard_alone(desk, open_page, site):
    """Ten fields and the two of the log-in are typed; everything else the portal knows or is chosen."""
    keyboard = Keyboard(Desk(open_page(DESKTOP), site, "gejiu-operator").go("/login/"))
    keyboard.write("[name=username]", "gejiu-operator")
    keyboard.write("[name=password]", PASSWORD)
    keyboard.enter("[data-testid=submit]")
    for testid in ("new-filing", "begin-open", "start", "task-account"):
        keyboard.main()
        keyboard.enter(f"[data-testid={testid}]")
    filing, page = current(keyboard.desk), keyboard.page
    fill_in(keyboard, opening_answers())
    for paper in ("meeting_minutes", "review_rules", "security_measures"):
        keyboard.main()
        scan = {"name": f"{paper}.pdf", "mimeType": "application/pdf", "buffer": pdf(paper)}
        keyboard.attach(f"#file-{paper}", scan)
        keyboard.enter(f"[data-testid=upload-{paper}]")
    for testid in ("go-check", "submit"):
        keyboard.main()
        keyboard.enter(f"[data-testid={testid}]")

    assert "/receipt/" in page.url, page.locator("main").inner_text()
    assert len(keyboard.typed) <= MOST_TYPED, keyboard.typed
    assert (keyboard.wrong, keyboard.clicks) == (0, 0)

    chief = Keyboard(desk("gejiu-chief"))
    chief.main()
    chief.enter(f"main a[href='/filings/{filing.pk}/']")
    chief.main()
    chief.enter("[data-testid=approve]")
    filing.refresh_from_db()
    assert (filing.state, chief.clicks) == ("authority", 0)


def fill_in(keyboard, answers):
    """Answer on each page what is asked and not known yet, from top to bottom."""
    page = keyboard.page
    while "/task/" in page.url:
        keyboard.main()
        asked = page.locator("main form [name]:visible").evaluate_all(
            "fields => [...new Set(fields.filter(f => f.type !== 'radio' ? !f.value : true).map(f => f.name))]"
        )
        for name in asked:
            if name == "platform":
                keyboard.choose("[name=platform]", "weibo")
            elif name == "certified":
                keyboard.pick("certified", "no")
            elif name in answers:
                keyboard.write(f"[name={name}]", answers[name])
        keyboard.enter("[data-testid=save]")


def test_a_change_of_the_manager_asks_only_for_what_changes(desk):
    hands = Hands(desk("taibai-operator"))
    hands.desk.go("/filings/new/change/")
    account = MediaAccount.objects.filter(unit__code="TB-WJ", state="filed", team__role="manager").first()
    assert account is not None
    hands.page.select_option("#id_account", str(account.pk))
    hands.follow("[data-testid=start]")
    filing, page = current(hands.desk), hands.page
    hands.follow("[data-testid^=task-]:not([data-testid=task-papers])")
    while "/task/" in page.url:
        asked = page.locator("main form [name]:visible").evaluate_all("fields => fields.map(f => [f.name, f.value])")
        for name, value in asked:
            if name == "changed_on" and not value:
                hands.write("[name=changed_on]", f"{timezone.localdate() - timedelta(days=1)}")
            elif name == "change_reason" and not value:
                hands.write("[name=change_reason]", "后台管理员换人。")
            elif name.endswith("-role") and value == "manager":
                row = name.removesuffix("-role")
                hands.write(f"[name={row}-name]", "陈某新")
                hands.write(f"[name={row}-mobile]", "13900009999")
        hands.follow("[data-testid=save]")
    if "/papers/" in page.url:
        hands.follow("[data-testid=go-check]")
    hands.follow("[data-testid=submit]")

    assert "/receipt/" in page.url, page.locator("main").inner_text()
    filing.refresh_from_db()
    assert [change.code for change in changes_of(filing)] == ["team-manager"]
    assert len(hands.typed) <= 4, hands.typed
    assert hands.wrong == 0


def test_a_leader_approves_from_the_message_on_the_phone_in_three_taps(desk):
    stage = stage_for("gejiu", timezone.now())
    stage.count = 700
    filing = opening(stage, "掌上批件", platforms_of(stage)[0], event=3, submitted=1)
    hands = Hands(desk("gejiu-chief", phone=True))
    hands.desk.go("/messages/")
    hands.follow(f"main a:has-text('{filing.title}')")
    size = hands.page.locator("main .matter td").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    wide = hands.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (size >= 14, wide) == (True, False)
    hands.follow(".bottom-bar button:has-text('同意')")

    filing.refresh_from_db()
    assert (filing.state, hands.clicks <= 3, hands.typed) == ("authority", True, [])


def test_where_a_filing_lies_stands_on_the_first_screen_after_log_in(desk):
    """Whatever others did at this unit before: what was saved last stands first."""
    stage = stage_for("corp", timezone.now())
    stage.count = 800
    filing = opening(stage, "首屏可见", platforms_of(stage)[0], event=3, submitted=1)
    Filing.objects.filter(pk=filing.pk).update(saved_at=timezone.now())
    operator = desk("corp-operator", by_form=True)
    row = operator.page.locator(f"main tr:has(a[href='/filings/{filing.pk}/'])").first

    assert operator.address == "/"
    assert "个工作日" in row.inner_text()
    place = row.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] <= operator.page.viewport_size["height"]
