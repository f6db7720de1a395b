"""Reviewing posts in a real browser (审稿): secrecy review, the chief's phone, remarks, comparison, error states."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Comment, Post

from .desk import Desk
from .posting import hand_in, hand_in_again, waits_at
from .walk import Look

pytestmark = pytest.mark.browser


class Thumb:
    """Counts what a thumb does on the phone."""

    def __init__(self, person: Desk) -> None:
        self.person, self.taps = person, 0

    def tap(self, selector: str, *, leads_on: bool = True) -> None:
        """Tap on what is in the window or below, and wait for the page that follows."""
        self.taps += 1
        target = self.person.page.locator(f"{selector} >> visible=true").first
        if not leads_on:
            target.click()
            return
        with self.person.page.expect_navigation():
            target.click()


def open_from_todo(person: Desk, post: Post) -> None:
    """Go to a post from the list of what waits."""
    person.go("/todo/")
    with person.page.expect_navigation():
        person.page.locator(f"main a[href='/reviews/{post.pk}/']").first.click()


def confirm_all(person: Desk) -> int:
    """Tick every line of the checklists; return how many there are."""
    boxes = person.page.locator("#agree input[type=checkbox]")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    return int(boxes.count())


def test_a_major_post_passes_secrecy_review_and_is_signed_by_the_chief_on_the_phone_with_two_taps(desk):
    post = hand_in("示例重大活动安排", importance="major")

    first = desk("gejiu-staff")
    open_from_todo(first, post)
    assert confirm_all(first) == 12
    first.press("approve")
    second = desk("gejiu-editor")
    open_from_todo(second, post)
    second.press("approve")
    secrecy = desk("gejiu-secrecy")
    open_from_todo(secrecy, post)
    assert confirm_all(secrecy) == 5
    secrecy.press("approve")
    assert waits_at(post) == "final"

    thumb = Thumb(desk("gejiu-chief", phone=True))
    phone = thumb.person.go("/messages/").page
    thumb.tap(f"main a:has-text('{post.title}')")
    assert thumb.person.address == f"/reviews/{post.pk}/"
    assert phone.evaluate("document.documentElement.scrollWidth") == 375
    assert phone.evaluate("parseFloat(getComputedStyle(document.querySelector('.post-body')).fontSize)") >= 16
    assert phone.locator(".post-body p").count() == 8
    assert thumb.person.text("signatures").count("同意") == 3
    thumb.tap("[data-testid=agree-phone]")

    post.refresh_from_db()
    assert (post.state, thumb.taps) == ("ready", 2)
    author = desk("gejiu-operator").go(f"/reviews/{post.pk}/")
    held = post.authorisations.get()
    assert author.text("authorisation-no") == held.number
    assert author.page.locator("[data-testid=byline]").input_value() == held.byline
    author.page.locator("[data-copy=byline]").click()
    expect(author.page.locator("[data-copy=byline]")).to_have_text(re.compile("^(已复制|已选中,请按复制)$"))


def test_a_post_is_returned_on_the_phone_with_a_reason_in_three_taps(desk):
    post = hand_in("示例待退稿件")
    thumb = Thumb(desk("gejiu-staff", phone=True))
    thumb.person.go(f"/reviews/{post.pk}/")

    thumb.tap(".bottom-bar a[href='#sheet-return']", leads_on=False)
    thumb.tap("#sheet-return .choices label", leads_on=False)
    thumb.tap("[data-testid=return]")

    post.refresh_from_db()
    assert (post.state, thumb.taps) == ("returned", 3)


def test_a_passage_is_remarked_on_the_post_returned_corrected_and_compared(desk):
    post = hand_in("示例便民服务公告")
    reviewer = desk("gejiu-staff").go(f"/reviews/{post.pk}/")
    reviewer.page.locator(".post-body p").nth(1).select_text()
    reviewer.page.locator("[data-remark-chip]").click()
    expect(reviewer.page.locator("[data-passage-quote]")).to_have_text("活动期间示例窗口照常办理。")
    reviewer.page.fill("#remark-text", "请写明窗口地点。")
    reviewer.press("remark")
    row = Comment.objects.get(post=post)
    assert row.quote == "活动期间示例窗口照常办理。"
    expect(reviewer.page.locator(f"#mark-remark-{row.pk}")).to_have_text(row.quote)

    reviewer.page.locator("#sheet-return summary").click()
    reviewer.page.locator("#sheet-return .choices label").nth(1).click()
    reviewer.page.fill("#return_opinion", "地点不明确。")
    reviewer.press("return")

    author = desk("gejiu-operator").go(f"/reviews/{post.pk}/")
    assert "地点不明确。" in author.text("returned")
    author.page.locator(f"#note-remark-{row.pk} summary").click()
    author.page.locator(f"#note-remark-{row.pk} textarea").fill("已写明。")
    author.press("reply")
    author.press("resolve")
    post.refresh_from_db()
    hand_in_again(post, body=post.body.replace("示例窗口照常", "示例大厅一号窗口照常"))

    open_from_todo(reviewer, post)
    assert "您上次看的是第 1 版,现在是第 2 版" in reviewer.text("since")
    reviewer.press("compare-link")
    assert reviewer.page.locator("[data-testid=compare] ins").all_inner_texts() == ["增大厅一号"]
    reviewer.go(f"/reviews/{post.pk}/")
    confirm_all(reviewer)
    reviewer.press("approve")
    assert waits_at(post) == "second"


def test_a_mark_leads_to_its_note_and_the_note_back_to_its_mark(desk):
    post = hand_in("示例联系方式公告", body="<p>咨询电话13812345678。</p>" + "<p>示例段落。</p>" * 40)
    reader = desk("gejiu-staff").go(f"/reviews/{post.pk}/")

    reader.page.locator("#mark-hit-1").click()
    expect(reader.page.locator("#note-hit-1")).to_be_focused()
    reader.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    reader.page.locator("#note-hit-1 a").first.click()
    expect(reader.page.locator("#mark-hit-1.is-here")).to_be_visible()
    expect(reader.page.locator("#mark-hit-1")).to_be_in_viewport()


ERRORS = (
    ("decide", {"verb": "approve"}, 409),
    ("decide", {"verb": "return"}, 422),
    ("grade", {}, 422),
    ("comments", {"text": ""}, 422),
    ("revise", {}, 422),
)


def test_every_page_and_every_error_of_reviewing_is_accessible_and_fits(desk):
    look, wrong = Look(), []
    post = hand_in("示例无障碍稿件", body="<p>咨询电话13812345678。</p><table><tr><td>示例</td></tr></table>")
    person = desk("gejiu-staff")
    pages = ["", "revise/", "versions/", "sheet/", "secrecy-sheet/"]
    for address in [*(f"/reviews/{post.pk}/{path}" for path in pages), "/reviews/board/", "/reviews/", "/todo/", "/"]:
        wrong += look.at(person.go(address).page, address)

    for path, sent, status in ERRORS:
        person.go(f"/reviews/{post.pk}/{'revise/' if path == 'revise' else ''}")
        assert refused(person, reverse("reviews:detail", args=[post.pk]) + f"{path}/", sent) == status
        wrong += look.at(person.page, f"{path} {sent}")

    person.go(f"/reviews/{post.pk}/").page.locator("details.sheet").evaluate_all(
        "all => all.forEach((d) => d.open = true)"
    )
    wrong += look.at(person.page, "all sheets open")
    author = desk("gejiu-operator")
    ready = Post.objects.filter(state="ready", unit=post.unit).first()
    for one in (post, ready):
        wrong += look.at(author.go(f"/reviews/{one.pk}/").page, f"author at {one.state}")
    assert wrong == []


def refused(person: Desk, address: str, sent: dict[str, str]) -> int:
    """Send a form that lacks something from the open page; return the status of the page that follows."""
    script = """([address, sent]) => {
      const form = document.createElement("form");
      Object.assign(form, {method: "post", action: address});
      const token = document.querySelector("main [name=csrfmiddlewaretoken]").cloneNode();
      const step = document.querySelector("main [name=step]")?.cloneNode();
      const version = document.querySelector("main [name=version]")?.cloneNode();
      form.append(...[token, step, version].filter(Boolean));
      for (const [name, value] of Object.entries(sent)) {
        form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
      }
      document.body.append(form);
      form.submit();
    }"""
    with person.page.expect_navigation() as moved:
        person.page.evaluate(script, [address, sent])
    return int(moved.value.status)
