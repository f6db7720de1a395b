"""A remark on a passage: what is selected in the browser is what the server finds at those offsets."""

import pytest
from playwright.sync_api import expect

from reviews.richtext import passages, plain_text, sanitise

from . import editor_site

pytestmark = pytest.mark.browser

SELECT = """([from, fromText, to, toText]) => {
  const find = (selector, words) => {
    const walk = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (walk.currentNode.data.includes(words)) return walk.currentNode;
  };
  const [a, b] = [find(from, fromText), find(to, toText)];
  window.getSelection().setBaseAndExtent(a, a.data.indexOf(fromText), b, b.data.indexOf(toText) + toText.length);
}"""


BODY = sanitise(
    "<h2>一、总则</h2><p>甲<b>乙😀</b>丙<br>丁<img src='/reviews/pictures/7/' alt='图'>戊</p>"
    "<ul><li>己<ol><li>庚</li></ol>辛</li></ul><p><img src='/reviews/pictures/7/'></p>"
    "<table><tr><td>壬</td><td></td><td>癸<br>子</td></tr><tr><td></td></tr></table>"
    "<blockquote><p>𠮷葛\U000e0100丑</p></blockquote>"
)


def test_the_page_reads_the_text_as_the_server_does(pages):
    page = pages("/read/", BODY)

    read = page.evaluate(
        "import('/static/js/passages.js').then((m) => m.readBody(document.getElementById('body')).text)"
    )

    assert read == plain_text(BODY)


@pytest.mark.parametrize(
    ("begin", "end", "quote"),
    [
        ("乙", "丙", "乙😀丙"),
        ("总", "甲", "总则\n甲"),
        ("丁", "戊", "丁戊"),
        ("己", "辛", "己\n庚\n辛"),
        ("壬", "子", "壬\t\t癸 子"),
        ("𠮷", "丑", "𠮷葛\U000e0100丑"),
    ],
)
def test_selected_text_fills_the_form_with_offsets_of_the_plain_text(pages, begin, end, quote):
    page = pages("/read/", BODY)
    page.evaluate(SELECT, ["#body", begin, "#body", end])
    expect(page.locator("[name=end]")).not_to_have_value("")
    start, stop = (int(page.locator(f"[name={name}]").input_value()) for name in ("start", "end"))

    assert plain_text(BODY)[start:stop] == quote
    assert page.locator("[data-passage-quote]").evaluate("e => e.textContent") == quote


def test_a_selection_by_triple_click_ends_with_the_paragraph(pages):
    page = pages("/read/", BODY)
    page.locator("#body h2").click(click_count=3)
    expect(page.locator("[name=end]")).not_to_have_value("")

    assert [page.locator(f"[name={name}]").input_value() for name in ("start", "end")] == ["0", "4"]


def test_a_paragraph_is_chosen_by_its_number_with_the_keyboard_alone(pages):
    editor_site.stored["shift"] = 100
    page = pages("/read/", BODY)
    page.get_by_label("段落").select_option("4")
    one = passages(BODY)[3]

    assert [page.locator(f"[name={name}]").input_value() for name in ("start", "end", "quote")] == [
        str(one.start + 100), str(one.end + 100), one.text,
    ]  # fmt: skip


def test_writing_the_remark_does_not_lose_the_passage(pages):
    page = pages("/read/", BODY)
    page.evaluate(SELECT, ["#body", "乙", "#body", "丙"])
    expect(page.locator("[name=end]")).not_to_have_value("")
    page.get_by_label("意见").fill("请核对")
    page.get_by_label("意见").press("Control+A")

    assert page.locator("[name=quote]").input_value() == "乙😀丙"
