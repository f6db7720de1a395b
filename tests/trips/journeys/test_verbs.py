"""Every way of handling a case, once each in a real browser, at the desk and on the phone (更多办理方式)."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from filings.models import Filing
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Copy, Decision

from .desk import Desk
from .posting import hand_in

pytestmark = pytest.mark.browser


def of(username: str) -> User:
    """Return a person of the demo."""
    found: User = get_user_model().objects.get(username=username)
    return found


def case(word: str) -> Filing:
    """Return a filing of the demo by the name of its account."""
    found = Filing.objects.filter(title__endswith=word, edition__code="gejiu").order_by("pk").first()
    assert found is not None
    return found


def opened(person: Desk, address: str, code: str) -> Any:
    """Open a case and one of its further ways of handling; return its form."""
    person.go(address)
    more = person.page.locator("[data-testid=more-moves]")
    if more.count() and not more.first.evaluate("e => e.parentElement.open"):
        more.first.click()
    person.page.locator(f"[data-testid=open-{code}]").click()
    return person.page.locator(f"#move-{code} form")


def send(person: Desk, code: str) -> Desk:
    """Press the button of the form that is open."""
    return person.follow(person.page.locator(f"[data-testid=do-{code}]"))


def last_verb(subject: Any) -> str:
    """Return what was done last."""
    row = Decision.objects.filter(run__object_type=subject._meta.label_lower, run__object_id=subject.pk)
    return row.exclude(verb="notify").latest("pk").verb


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_post_is_delegated_co_signed_sent_round_and_taken_back(desk, look, phone):
    post = hand_in(f"示例各种办法{'手机' if phone else '桌面'}")
    address = f"/reviews/{post.pk}/"
    first = desk("gejiu-staff", phone=phone)

    form = opened(first, address, "delegate")
    form.locator("[name=others]").fill("没有这个人")
    send(first, "delegate")
    assert first.sees("没有找到“没有这个人”")
    assert look.at(first.page, "a refused way of handling") == []
    first.page.locator("#move-delegate [name=others]").fill("gejiu-deputy")
    send(first, "delegate")
    assert last_verb(post) == "delegate"

    asked = desk("gejiu-deputy", phone=phone).go(address)
    assert look.at(asked.page, "an opinion is asked") == []
    asked.page.locator("#opine_reason").fill("建议核对日期")
    send(asked, "opine")
    assert last_verb(post) == "opine"

    form = opened(asked, address, "recall")
    form.locator("[name=reason]").fill("还要补充")
    send(asked, "recall")
    asked.page.locator("#opine_reason").fill("建议核对日期和地点")
    send(asked, "opine")

    form = opened(first, address, "add_before")
    form.locator("[name=others]").fill("gejiu-deputy，gejiu-head")
    send(first, "add_before")
    assert first.text("seats").count("未办") == 2
    form = opened(first, address, "remove")
    form.locator("[name=which]").last.check()
    send(first, "remove")
    assert first.text("seats").count("未办") == 1
    asked.go(address)
    asked.follow(asked.page.locator("[data-testid=approve]:visible, [data-testid=agree-phone]:visible").first)
    assert last_verb(post) == "approve"

    form = opened(first, address, "copy")
    form.locator("[name=others]").fill("gejiu-head")
    form.locator("[name=kind]").select_option("circulate")
    send(first, "copy")
    assert "未阅" in first.text("copies")
    reader = desk("gejiu-head", phone=phone).go("/todo/?tab=copies")
    reader.follow(reader.page.locator(f"main a[href='{address}']").first)
    opened(reader, address, "read")
    send(reader, "read")
    assert Copy.objects.get(object_id=post.pk, person=of("gejiu-head"), object_type="reviews.post").read_at is not None


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_filing_is_asked_for_after_and_goes_on_with_everything_on_record(desk, look, phone):
    filing = case("文旅微播" if phone else "景区直播")
    run = chain.open_run_of(filing)
    waiting = chain.current_step(run)
    if waiting.added_by_id is not None:
        signer = desk("gejiu-editor", phone=phone).go(f"/filings/{filing.pk}/")
        assert look.at(signer.page, "a joint signature is asked") == []
        signer.follow(signer.page.locator("[data-testid=approve]").first)
    chief = desk("gejiu-chief", phone=phone)
    form = opened(chief, f"/filings/{filing.pk}/", "add_after")
    form.locator("[name=others]").fill("gejiu-editor")
    send(chief, "add_after")
    assert chief.page.evaluate("document.documentElement.scrollWidth") == (375 if phone else 1366)
    assert look.at(chief.page, "further ways of handling") == []
    filing.refresh_from_db()
    assert last_verb(filing) == "add_after"
    assert "处" in chief.text("current-holder")


def test_who_is_on_the_same_case_is_shown(desk):
    filing = case("文旅微播")
    desk("gejiu-chief").go(f"/filings/{filing.pk}/").page.wait_for_timeout(600)
    other = desk("gejiu-editor").go(f"/filings/{filing.pk}/")
    other.page.wait_for_selector("[data-testid=present]")
    assert f"{of('gejiu-chief')} 正在审" in other.text("present")


def test_the_administrator_sees_what_waits_and_everybody_in_whose_name_they_act(desk, look):
    admin = desk("sysadmin").go("/stuck/")
    assert look.at(admin.page, "steps without a holder") == []
    assert admin.page.locator("[data-testid=long-row]").count() > 0
    deputy = desk("gejiu-deputy").go("/reviews/")
    assert f"您正在代 {of('gejiu-head')} 办理" in deputy.text("substitute-banner")
