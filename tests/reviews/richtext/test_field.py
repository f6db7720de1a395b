"""The body as a form field: clean on the way in, legible on the way out."""

import pytest
from django import forms

from reviews.forms.richtext import RichTextField, RichTextInput


class BodyForm(forms.Form):
    body = RichTextField(label="正文", widget=RichTextInput(upload_url="/upload/", clean_url="login"))
    note = RichTextField(label="说明", required=False)


def clean(body: str) -> str:
    form = BodyForm({"body": body})
    assert form.is_valid(), form.errors
    return str(form.cleaned_data["body"])


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("<p>甲<script>x()</script></p>", "<p>甲</p>"),
        ("<p class=MsoNormal style='mso-x:1'>甲<o:p></o:p></p>", "<p>甲</p>"),
        ("第一段\r\n\r\n第二段 <3 & 更多\r\n第三段", "<p>第一段</p><p>第二段 &lt;3 &amp; 更多</p><p>第三段</p>"),
        ("<p>甲</p>\r\n\r\n乙\r\n\r\n丙", "<p>甲</p><p>乙</p><p>丙</p>"),
        ("<ul>\n<li>甲</li>\n</ul>", "<ul><li>甲</li></ul>"),
    ],
)
def test_what_is_sent_is_stored_clean(sent, stored):
    assert (clean(sent), clean(stored)) == (stored, stored)


@pytest.mark.parametrize("sent", ["", " \n", "<p><br></p>", "<script>x()</script>", "<p>\u200b</p>"])
def test_a_body_without_words_is_refused(sent):
    assert BodyForm({"body": sent}).errors["body"] == ["这个字段是必填项。"]


def test_a_body_that_is_too_large_says_what_to_do():
    errors = BodyForm({"body": "字" * 400_000}).errors["body"]

    assert errors == ["正文超过 1 MB。请把图片改为逐张上传,把附表改为附件,然后再保存。"]


def test_the_textarea_holds_one_block_a_line_and_comes_back_unchanged():
    body = "<h2>一</h2><p>甲&amp;乙</p><ul><li>丙</li></ul>"
    widget = RichTextInput(upload_url="/upload/", clean_url="login")
    shown = widget.format_value(body)

    assert shown == "<h2>一</h2>\n<p>甲&amp;乙</p>\n<ul><li>丙</li>\n</ul>"
    assert clean(str(shown)) == body
    assert not BodyForm({"body": shown}, initial={"body": body}).has_changed()
    assert BodyForm({"body": "<p>丁</p>"}, initial={"body": body}).has_changed()


def test_the_editor_is_told_where_to_upload_and_to_clean_and_the_text_cannot_break_out():
    html = str(BodyForm({"body": "</textarea><script>x()</script>"})["body"])

    assert 'data-upload-url="/upload/"' in html
    assert 'data-clean-url="/login/"' in html
    assert "&lt;/textarea&gt;" in html
    assert html.count("<script") == 1
