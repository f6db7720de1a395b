"""The editor in a real browser: under the strict policy, by keyboard, on the phone, and without script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reviews.richtext import sanitise

from ...conftest import DESKTOP, PHONE
from . import editor_site
from .editor_site import TEXT, press, saved, settles, source, text_becomes, write

pytestmark = pytest.mark.browser


def test_a_text_is_written_and_formatted_with_the_buttons(pages):
    page = pages("/edit/")
    write(page, "总则")
    press(page, "标题")
    page.keyboard.press("Enter")
    press(page, "加粗")
    page.keyboard.type("重点")
    press(page, "加粗")
    page.keyboard.type("其余")
    page.keyboard.press("Enter")
    press(page, "编号列表")
    page.keyboard.type("甲")
    page.keyboard.press("Enter")
    page.keyboard.type("乙")

    assert saved(page) == "<h2>总则</h2><p><strong>重点</strong>其余</p><ol><li>甲</li><li>乙</li></ol>"


@pytest.mark.parametrize(
    ("word", "stored"),
    [
        ("加粗", "<p><strong>甲乙</strong></p>"),
        ("斜体", "<p><em>甲乙</em></p>"),
        ("下划线", "<p><u>甲乙</u></p>"),
        ("标题", "<h2>甲乙</h2>"),
        ("小标题", "<h3>甲乙</h3>"),
        ("项目列表", "<ul><li>甲乙</li></ul>"),
        ("编号列表", "<ol><li>甲乙</li></ol>"),
        ("引用", "<blockquote><p>甲乙</p></blockquote>"),
    ],
)
def test_each_button_works_by_keyboard_and_undoes_itself(pages, word, stored):
    page = pages("/edit/", "<p>甲乙</p>")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Alt+F10")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == word:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(TEXT)).to_be_focused()
    first = text_becomes(page, stored)
    press(page, word)

    assert (first, text_becomes(page, "<p>甲乙</p>")) == (stored, "<p>甲乙</p>")


def test_shortcuts_undo_and_redo_work(pages):
    page = pages("/edit/", "<p>甲乙</p>")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+A")
    strong, slanted = "<p><strong>甲乙</strong></p>", "<p><strong><em>甲乙</em></strong></p>"
    lined = "<p><strong><em><u>甲乙</u></em></strong></p>"
    keys = ("Control+b", "Control+i", "Control+u", "Control+z", "Control+y")
    steps = list(zip(keys, (strong, slanted, lined, slanted, lined), strict=True))
    found = []
    for key, wanted in steps:
        page.keyboard.press(key)
        found.append(text_becomes(page, wanted))

    assert found == [wanted for _, wanted in steps]


def test_the_buttons_say_what_holds_at_the_cursor(pages):
    page = pages("/edit/", "<p><strong>甲</strong></p><p>乙</p>")
    bold = page.get_by_role("button", name="加粗", exact=True)
    page.locator(f"{TEXT} b").click()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")

    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+End")
    expect(bold).to_have_attribute("aria-pressed", "false")


def test_the_draft_saves_itself_while_it_is_written(pages):
    page = pages("/edit/")
    write(page, "甲乙")
    expect(page.locator("[data-saved-at]")).to_contain_text("已自动保存")

    assert editor_site.stored["saved"][-1] == "<p>甲乙</p>"


def test_a_stored_text_comes_back_unchanged(pages):
    body = sanitise(
        "<h2>一</h2><p>甲<b>乙</b><a href='https://a.example/?x=1&amp;y=2'>丙</a>😀𠮷</p>"
        "<ol start=3><li>丁<ul><li>戊</li></ul></li></ol>"
        "<blockquote><p>己</p></blockquote><table><tr><th>庚</th><td colspan=2>辛<br>壬</td></tr></table>"
        "<p><img src='/reviews/pictures/7/' alt='图'></p><p>子</p>"
    )
    page = pages("/edit/", body)
    write(page, "末")
    settles(page, lambda: "末" in source(page), True)
    page.keyboard.press("Backspace")
    settles(page, lambda: "末" in source(page), False)

    assert saved(page) == body


def test_a_picture_is_uploaded_and_described(pages):
    page = pages("/edit/", "<p>甲</p>")
    write(page, "")
    press(page, "图片")
    page.get_by_label("图片文件").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n0000"}
    )
    page.get_by_label("图片说明").fill("会场")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TEXT} img")

    assert saved(page) == '<p>甲<img src="/reviews/pictures/7/" alt="会场"></p>'


def test_a_refused_picture_says_why(pages):
    page = pages("/edit/")
    press(page, "图片")
    page.get_by_label("图片文件").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"nothing"})
    press(page, "上传并插入")
    expect(page.locator(".editor-note")).to_contain_text("JPG")

    assert page.locator(".editor-note").inner_text() == "不支持这种文件。请上传 JPG、PNG 格式。"


def test_a_link_is_asked_for_in_the_page_and_a_bad_one_is_refused(pages):
    page = pages("/edit/", "<p>甲乙</p>")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+A")
    press(page, "链接")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    refused = page.locator(".editor-note").inner_text()
    page.get_by_label("链接地址").fill("v.example.cn/page/1")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TEXT} a")

    assert refused.startswith("链接看不懂")
    assert saved(page) == '<p><a href="https://v.example.cn/page/1" rel="noopener noreferrer">甲乙</a></p>'


def test_a_line_break_inside_a_paragraph(pages):
    page = pages("/edit/")
    write(page, "甲")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("乙")

    assert saved(page) == "<p>甲<br>乙</p>"


def test_a_table_is_inserted_and_written_in(pages):
    page = pages("/edit/")
    page.locator(TEXT).focus()
    press(page, "表格")
    page.locator(f"{TEXT} td").first.click()
    page.keyboard.type("甲")
    page.keyboard.press("Enter")
    page.keyboard.type("乙")

    empty = "<td></td>" * 3
    assert saved(page) == (
        f"<table><tbody><tr><td>甲<br>乙</td>{'<td></td>' * 2}</tr><tr>{empty}</tr><tr>{empty}</tr></tbody></table>"
    )


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_editor_is_accessible_and_fits(pages, viewport):
    page = pages("/edit/", "<h2>题</h2><p>" + "很长的一段" * 60 + "</p>", viewport)
    press(page, "链接")
    found = Axe().run(page)
    sizes = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    page.keyboard.press("Escape")

    assert found.response["violations"] == []
    assert sizes[0] <= sizes[1]
    assert page.evaluate("document.activeElement.id") == "id_body"
    assert page.get_by_role("textbox", name="正文").count() == 1
    assert page.get_by_role("toolbar", name="正文排版").get_by_role("button").count() == 14


def test_an_error_leads_to_the_editor(pages):
    page = pages("/edit/")
    page.click("[data-testid=submit]")
    page.wait_for_selector(".errors")

    expect(page.locator(TEXT)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(TEXT)).to_have_attribute("aria-describedby", re.compile("id_body_error"))


def test_without_script_the_textarea_takes_plain_text(pages, browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/edit/")
    page.fill(TEXT, "第一段\n第二段 <3\n\n第三段")
    page.click("[data-testid=submit]")
    page.wait_for_selector("[data-testid=done]")
    context.close()

    assert editor_site.stored["body"] == "<p>第一段</p><p>第二段 &lt;3</p><p>第三段</p>"
