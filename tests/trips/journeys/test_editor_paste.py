"""What comes into the editor from outside: Word, drag and drop, and 80 attempts to bring a script."""

import pytest
from playwright.sync_api import expect

from reviews.richtext import plain_text, sanitise

from ...reviews.richtext.payloads import PAYLOADS
from .editor_site import TEXT, settles, source, text_becomes, write

pytestmark = pytest.mark.browser

BRING = """([selector, html, plain, way]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  const init = {bubbles: true, cancelable: true};
  const paste = () => new ClipboardEvent("paste", {...init, clipboardData: data});
  const drop = () => new DragEvent("drop", {...init, dataTransfer: data, clientX: 300, clientY: 300});
  const event = way === "drop" ? drop() : paste();
  document.querySelector(selector).dispatchEvent(event);
}"""


def test_a_paste_from_word_goes_through_the_server_and_keeps_its_structure(pages):
    page = pages("/edit/", "<p>前</p>")
    write(page, "")
    html = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><h1 style='mso-x:1'>题<o:p></o:p></h1>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>1.</span><![endif]>甲</p>"
        "<table><tr><td style='width:10pt'><p class=MsoNormal>格</p></td></tr></table>"
        "<p class=MsoNormal style='color:red' onclick='x()'>后<img src='file:///C:/a.png'></p></body></html>"
    )
    page.evaluate(BRING, [TEXT, html, "题", "paste"])
    expect(page.locator(".editor-note")).to_contain_text("没有带入")
    tail = "<ol><li>甲</li></ol><table><tbody><tr><td>格</td></tr></tbody></table><p>后</p>"

    assert page.locator(".editor-note").inner_text() == "有 1 张图片没有带入,请用“图片”上传。"
    assert settles(page, lambda: sanitise(source(page)).endswith(tail), True)


@pytest.mark.parametrize("way", ["paste", "drop"])
@pytest.mark.parametrize("server_answers", [True, False])
def test_no_pasted_or_dropped_payload_runs_or_stays(pages, server_answers, way):
    page = pages("/edit/")
    page.evaluate("() => { window.alert = () => window.breaches.push('alert'); }")
    if not server_answers:
        page.evaluate("() => { delete document.querySelector('#id_body_source').dataset.cleanUrl; }")
    for payload in PAYLOADS.values():
        page.evaluate(BRING, [TEXT, payload.encode(errors="ignore").decode(), "字", way])
    page.wait_for_timeout(1500)  # time for a handler to run that must not run
    settles(page, lambda: len(plain_text(sanitise(source(page)))) > 40, True)
    odd = ":is(script, svg, math, iframe, form, style, object, [onerror], [onload], [style], [id], [name])"

    assert page.locator(f"{TEXT} {odd}").count() == 0
    assert len(plain_text(sanitise(source(page)))) > 40


@pytest.mark.parametrize("part", range(3))
def test_no_stored_payload_runs_where_the_text_is_read(pages, part):
    body = "".join(sanitise(payload) for payload in list(PAYLOADS.values())[part::3])
    page = pages("/read/", body)
    page.wait_for_timeout(200)

    assert page.locator("#body p").count() > 5


def test_without_the_server_a_paste_comes_as_plain_text(pages):
    page = pages("/edit/")
    page.route("**/clean/", lambda route: route.abort())
    page.locator(TEXT).focus()
    page.evaluate(BRING, [TEXT, "<p><b>甲</b></p>", "甲", "paste"])
    expect(page.locator(".editor-note")).to_contain_text("纯文本")

    assert text_becomes(page, "<p>甲</p>") == "<p>甲</p>"
