"""Posts in a real browser (发稿): written at the desk, reviewed, published, compared; an emergency; a violation."""

import pytest
from django.utils import timezone

from reviews.models import Post, Violation

from .desk import Desk
from .posting import person
from .walk import Look

pytestmark = pytest.mark.browser

REVIEWERS = ("staff", "editor", "secrecy", "head")


def write(author: Desk, title: str, text: str, **answers: object) -> Post:
    """Write a post as a person would, wait until it has saved itself, and return it."""
    author.go("/reviews/new/").press("start-post")
    page = author.page
    page.fill("#id_title", title)
    page.locator("#id_accounts input").first.check()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type(text)
    author.answer("is_original", True)
    author.answer("editor_name", "张某甲")
    page.locator("#id_content_class").select_option(index=1)
    for name, value in answers.items():
        author.answer(name, value)
    page.locator("[data-saved-at]:has-text('已自动保存')").wait_for()
    return Post.objects.get(pk=int(author.address.split("/")[2]))


def hand_in(author: Desk) -> None:
    """Go to the check page and hand in."""
    author.press("go-check").press("submit")
    assert author.address.endswith("/submitted/")


def agree(desk, post: Post, roles: tuple[str, ...]) -> None:
    """Let everybody agree on the case page, every line of a checklist confirmed."""
    for role in roles:
        reviewer = desk(f"gejiu-{role}").go(f"/reviews/{post.pk}/")
        boxes = reviewer.page.locator("#agree input[type=checkbox]")
        for number in range(boxes.count()):
            boxes.nth(number).check()
        reviewer.press("approve")
        reviewer.page.context.close()


def publish(author: Desk, post: Post, text: str) -> None:
    """Record the publication."""
    author.go(f"/reviews/{post.pk}/").press("publish")
    author.page.fill("#id_link", f"https://example.com/posts/{post.pk}")
    author.page.fill("#id_text", text)
    author.page.fill("#id_published_at", timezone.localtime().strftime("%Y-%m-%dT%H:%M"))
    author.press("record-receipt")


def test_a_general_post_goes_from_the_desk_to_a_receipt_that_says_the_same(desk):
    author = desk("gejiu-operator")
    post = write(author, "示例秋季读书会", "示例图书馆将举办秋季读书会。欢迎市民参加。")
    hand_in(author)
    assert author.text("post-no").startswith("GJ稿")
    agree(desk, post, REVIEWERS)

    publish(author, post, "示例图书馆将举办秋季读书会。  欢迎市民参加。")

    post.refresh_from_db()
    assert (author.text("verdict"), post.state) == ("一致", "published")


def test_a_changed_publication_becomes_a_violation_that_the_unit_explains_and_the_department_settles(desk):
    author = desk("gejiu-operator")
    post = write(author, "示例办事大厅公告", "示例大厅周一至周五办公。")
    hand_in(author)
    agree(desk, post, REVIEWERS)

    publish(author, post, "示例大厅周一至周六办公。")
    assert author.text("verdict") == "有改动"
    assert "五" in author.text("differences")
    violation = Violation.objects.get(post=post)
    author.go(f"/reviews/violations/{violation.pk}/").answer("explanation", "排版时误改,已改回。")
    author.press("explain-violation")
    registrar = desk("gejiu-registrar").go(f"/reviews/violations/{violation.pk}/")
    registrar.answer("state", "mended")
    registrar.answer("outcome", "已核对,发布内容已改回。")
    registrar.press("settle")

    assert registrar.text("status") == "已改正"


def test_an_emergency_post_takes_the_fast_lane_with_every_signature_and_owes_a_report(desk):
    author = desk("gejiu-operator")
    post = write(
        author, "示例道路管制", "示例路段临时管制,请绕行。", topics=["emergency"], fast=True, special_reason="示例暴雨"
    )
    hand_in(author)
    assert "每环节 2 小时" in author.page.locator("main").inner_text()
    agree(desk, post, REVIEWERS)
    publish(author, post, "示例路段临时管制,请绕行。")

    author.go("/").page.locator(f"a[href='/reviews/{post.pk}/report/']").first.click()
    author.page.wait_for_url("**/report/")
    author.answer("report", "示例经过:接通知后一小时内发布。")
    author.press("after")

    post.refresh_from_db()
    assert post.reported_at is not None


def test_the_error_states_of_the_pages_after_the_review_are_accessible_and_fit(desk):
    look, wrong = Look(), []
    mine = Post.objects.filter(unit__posts__user=person("gejiu-operator"))
    published = mine.filter(state="published").first()
    draft = mine.filter(state="draft").first()
    violation = Violation.objects.filter(post__in=mine, state="open").first()
    author, director = desk("gejiu-operator"), desk("gejiu-director")
    for who, address, button in (
        (author, f"/reviews/{published.pk}/correct/", "after"),
        (author, f"/reviews/{published.pk}/publish/", "record-receipt"),
        (author, "/reviews/receipts/new/", "record-receipt"),
        (author, "/substitutions/", "substitute"),
        (director, "/reviews/topics/freeze/", "freeze-save"),
        (director, f"/reviews/violations/{violation.pk}/", "settle"),
    ):
        who.go(address).press(button)
        assert who.page.locator("[data-testid=error-summary] a").count() > 0, address
        wrong += look.at(who.page, f"{address} with errors")
    author.go(f"/reviews/{draft.pk}/edit/").page.fill("#id_title", "")
    author.press("go-check").press("submit")
    wrong += look.at(author.page, "check with errors")
    author.page.locator("[data-testid=error-summary] a").first.click()
    author.page.wait_for_url("**/edit/?from=check*")
    wrong += look.at(author.page, "edit from check")
    assert wrong == []
