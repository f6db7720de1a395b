"""The morning review (早晨批件): thirty filings, three of them with faults, in few clicks or by keyboard alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from filings import actions
from filings.models import Batch, Filing
from filings.queue.listing import in_order
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow.models import Decision
from tests.filings.making import approved, draft
from tests.filings.queue.piling import waiting, with_department
from tests.world import NOON, World, build

from .keys import Hands, Keyboard

pytestmark = pytest.mark.browser
REASON = "请核对后重新提交。"


def morning(mark: str, many: int) -> World:
    """Return an organisation with so many before its department: one late, two alike, one change, the rest clean."""
    world = build("gejiu", mark=mark)
    account = approved(world, name=f"示例{mark}旧名", platform_id=f"old_{mark}").account
    for number in range(many - 4):
        with_department(world, f"示例{mark}发布{number:02}", platform_id=f"new_{mark}_{number}", platform="weibo")
    with_department(world, f"示例{mark}迟报", platform_id=f"late_{mark}", platform="douyin", event=date(2026, 7, 1))
    for number in (1, 2):
        with_department(world, f"示例{mark}重复{number}", platform_id=f"same_{mark}", platform="kuaishou")
    change = draft(world, "change", account=account, name=f"示例{mark}新名")
    change = actions.submit(change, version=change.version, by=world.person("operator"), at=NOON)
    while waiting(change).role != "registrar":
        change = world.decide(change, "approve", opinion="同意")
    return world


@pytest.fixture(scope="module")
def thirty(site: str, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        yield morning("晨", 30)


@pytest.fixture(scope="module")
def eight(site: str, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        yield morning("键", 8)


def left(person: User) -> int:
    return in_order(User.objects.get(pk=person.pk)).count()


def verdicts_of(page: Any) -> list[str]:
    return page.locator("[data-testid=queue-verdict]").all_inner_texts()


def test_thirty_filings_three_of_them_faulty_take_few_clicks_and_no_page_to_compare(desk, look, thirty):
    registrar = thirty.cast["registrar"]
    hands = Hands(desk(registrar.username))
    hands.follow("nav a[href='/filings/queue/']")
    page = hands.page
    assert (hands.desk.text("queue-count"), sum("不符合" in says for says in verdicts_of(page))) == ("30", 3)
    assert look.at(page, "queue of thirty") == []

    pages = hands.pages
    hands.click("[data-testid=queue-row]:has-text('晨新名')")
    page.locator("[data-testid=differences] td:has-text('示例晨新名')").wait_for()
    old_and_new = page.locator("[data-testid=differences] tr:has-text('账号名称')").inner_text()
    assert ("示例晨旧名" in old_and_new, "示例晨新名" in old_and_new) == (True, True)
    assert hands.pages - pages <= 1  # the address is kept up to date, no page is loaded
    before = hands.clicks
    hands.follow("[data-testid=approve]")
    assert hands.clicks - before == 1  # a clean one: one click, and the next one stands there
    assert (hands.desk.address.startswith("/filings/queue/"), left(registrar)) == (True, 29)

    for faulty in ("晨迟报", "晨重复1", "晨重复2"):
        hands.click(f"[data-testid=queue-row]:has-text('{faulty}')")
        page.locator(f"[data-testid=queue-full]:has-text('{faulty}')").wait_for()
        hands.write("#id_opinion", REASON)
        hands.follow("[data-testid=return]")
    assert left(registrar) == 26

    before = hands.clicks
    hands.follow("[data-testid=batch-clean]")
    assert "所选 26 件由您办理" in hands.desk.text("batch-says")
    assert look.at(page, "check of a batch") == []
    hands.follow("[data-testid=approve]")
    assert hands.clicks - before == 2
    assert (hands.desk.text("batch-done"), hands.desk.text("batch-refused"), left(registrar)) == ("26", "0", 0)
    assert look.at(page, "results of a batch") == []
    assert hands.clicks <= 2 * 27 + 3 * 2

    page.reload()
    assert (hands.desk.text("batch-done"), Batch.objects.filter(by=registrar).count()) == ("26", 1)


def test_the_keyboard_alone_completes_the_review(desk, eight):
    registrar = eight.cast["registrar"]
    keyboard = Keyboard(desk(registrar.username))
    keyboard.main()
    keyboard.desk.go("/filings/queue/")
    keyboard.main()
    keyboard.reach("[data-queue-rows] a")
    page = keyboard.page
    for _ in range(8):
        says = page.locator("[data-queue-rows] li.here [data-testid=queue-verdict]").inner_text()
        page.locator("[data-queue-case]:not([aria-busy])").wait_for()
        if "不符合" in says:
            keyboard.press("t")
            assert keyboard.at("#id_opinion")
            page.keyboard.type(f"a t x {REASON}")  # letters typed into a field stay letters
            keyboard.reach("[data-testid=return]")
        else:
            keyboard.press("a")
        with page.expect_navigation():
            keyboard.press("Enter")
        if left(registrar):
            assert keyboard.at("[data-queue-rows] a[aria-current]")

    decided = Decision.objects.filter(by=registrar, at__gt=NOON)
    assert (left(registrar), decided.filter(verb="approve").count(), decided.filter(verb="return").count()) == (0, 5, 3)
    assert set(decided.filter(verb="return").values_list("opinion", flat=True)) == {f"a t x {REASON}"}
    assert keyboard.clicks == 0


def test_arrows_open_the_next_beside_the_list_letters_can_be_switched_off_and_escape_leads_back(desk):
    keyboard = Keyboard(desk("gejiu-registrar"))
    keyboard.desk.go("/filings/queue/")
    keyboard.main()
    keyboard.reach("[data-queue-rows] a")
    page, first = keyboard.page, keyboard.desk.text("queue-full")
    keyboard.press("ArrowDown")
    page.locator(f"[data-testid=queue-full]:not(:text-is('{first}'))").wait_for()
    assert keyboard.at("[data-queue-rows] a[aria-current]")
    keyboard.press("x")
    assert page.locator("[data-queue-rows] li.here input").is_checked()
    keyboard.press("d")
    assert keyboard.at("#queue-differences")
    keyboard.press("a")  # outside of the list a letter does nothing
    assert keyboard.at("#queue-differences")
    keyboard.press("Escape")
    assert keyboard.at("[data-queue-rows] a[aria-current]")

    keyboard.press("h")
    keyboard.reach("[data-queue-switch]")
    keyboard.press("Space")
    keyboard.desk.go("/filings/queue/")
    keyboard.main()
    keyboard.reach("[data-queue-rows] a")
    keyboard.press("a")
    assert keyboard.at("[data-queue-rows] a")
    page.evaluate("window.localStorage.clear()")


def test_a_phrase_is_filled_in_by_one_click_and_a_claim_is_seen_by_the_colleague(desk, look):
    hands = Hands(desk("soe-registrar"))
    hands.desk.go("/filings/phrases/")
    assert look.at(hands.page, "phrases") == []
    hands.desk.go("/filings/queue/")
    hands.follow("[data-testid=claim]")
    assert hands.page.locator("[data-queue-rows] li.here :text-is('我已领取')").count() == 1
    before = hands.clicks
    hands.click("[data-testid=phrase]")
    assert (hands.page.input_value("#id_opinion"), hands.clicks - before) == ("材料齐全，同意备案。", 1)
    hands.follow("[data-testid=release]")
    assert hands.page.locator("[data-testid=claim]").count() == 1


def test_on_the_phone_the_list_comes_first_and_the_case_after_it(desk):
    hands = Hands(desk("soe-registrar", phone=True))
    hands.desk.go("/filings/queue/")
    assert [hands.page.locator(part).is_visible() for part in (".queue-side", ".queue-case")] == [True, False]
    hands.follow("[data-testid=queue-row]")
    assert [hands.page.locator(part).is_visible() for part in (".queue-side", ".queue-case")] == [False, True]
    filing = Filing.objects.get(pk=int(hands.desk.address.split("/")[3]))
    assert hands.page.locator(".bottom-bar button:has-text('同意')").is_visible()
    hands.follow("[data-testid=queue-back]")
    assert filing.title in hands.page.locator(".queue-side").inner_text()
