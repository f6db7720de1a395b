"""Only the vocabulary of a body is left, in one form, whatever came in."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.richtext import TooLarge, plain_text, sanitise
from reviews.richtext.cleaning import sieve

from .payloads import PAYLOADS

ALLOWED = re.compile(
    r"</?(p|h2|h3|h4|ul|li|blockquote|table|tbody|tr|strong|em|u|s|sub|sup)>|<br>|</(ol|a|td|th)>"
    r'|<ol( start="[1-9]\d{0,3}")?>|<t[dh]( colspan="\d{1,3}")?( rowspan="\d{1,3}")?>'
    r'|<a href="(https?://[^"<>\s@]+|mailto:[^"<>\s:/]+)" rel="noopener noreferrer">'
    r'|<img src="/reviews/pictures/[\w-]+(\.(jpg|jpeg|png))?/?" alt="[^"<>]*">'
)
PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<u>", "<s>", "</s>", "<sub>", "<h1>", "</h1>", "<h3>", "<div>",
    "</div>", "<ul>", "</ul>", "<ol start=3>", "</ol>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<table>",
    "</table>", "<caption>", "</caption>", "<tr>", "</tr>", "<td>", "</td>", "<th colspan=2>", "<thead>", "<pre>",
    "</pre>", "<br>", '<a href="https://a.example/?b=1&amp;c=2">', "</a>", "<hr>", "<svg>", "</svg>", "<script>",
    '<img src="/reviews/pictures/a1.png" alt="图">', "</script>", "<!--", "-->", "<![CDATA[", "<template>", "<style>",
    "</style>", "<math>", "<span", ' style="display:none"', ' style="font-weight:bold"', ">", "</span>", '"', "'", "<",
    "&lt;", "&amp;", "&nbsp;", "&#0;", " ", "\n", "\t", "\u3000", "\u00a0", "中", "文字", "。", "abc", "😀", "𠮷",
    "👨\u200d👩\u200d👧", "\u202e", "\ud83d", "1",
]  # fmt: skip
SOURCES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_payload_survives(name):
    clean = sanitise(PAYLOADS[name])

    assert re.search(r"[<>]", ALLOWED.sub("", clean)) is None
    assert sanitise(clean) == clean
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\x00-\x1f]", clean)


def test_there_are_enough_payloads_and_the_check_sees_each_of_them_unwashed():
    harmless = {"wide signs", "tag letters"}
    seen = {name for name, source in PAYLOADS.items() if re.search(r"[<>]", ALLOWED.sub("", source))}

    assert len(PAYLOADS) >= 80
    assert set(PAYLOADS) - seen == harmless


@settings(max_examples=600, deadline=None)
@given(SOURCES)
def test_cleaning_twice_is_cleaning_once_and_leaves_only_the_vocabulary(source):
    clean = sanitise(source)

    assert sanitise(clean) == clean
    assert sieve(clean) == clean
    assert re.search(r"[<>]", ALLOWED.sub("", clean)) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x21, exclude_categories=["C", "Z", "M"]), min_size=1, max_size=30))
def test_a_word_typed_as_text_comes_out_as_typed(words):
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")

    assert plain_text(sanitise(f"<p>{escaped}</p>")) in {words, re.sub("[\u115f\u1160\u3164\uffa0]", "", words)}


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("甲", "<p>甲</p>"),
        ("<div>甲<div>乙</div></div>", "<p>甲</p><p>乙</p>"),
        ("<b>甲</b><strong>乙</strong>", "<p><strong>甲乙</strong></p>"),
        ("<i><b>甲</b></i>", "<p><strong><em>甲</em></strong></p>"),
        ("<b><i>甲</i></b>", "<p><strong><em>甲</em></strong></p>"),
        ("<p>甲<b>乙<i>丙</b>丁</i></p>", "<p>甲<strong>乙<em>丙</em></strong><em>丁</em></p>"),
        ('<span style="font-weight:700;text-decoration:underline">甲</span>', "<p><strong><u>甲</u></strong></p>"),
        ('<b style="font-weight:normal">甲</b>', "<p>甲</p>"),
        ("<h1>题<b>目</b></h1><h6>小</h6>", "<h2>题目</h2><h4>小</h4>"),
        ("<h2><div>上</div><div>下</div></h2><p>文</p>", "<h2>上<br>下</h2><p>文</p>"),
        ("甲<br>乙<br><br>丙<br>", "<p>甲<br>乙</p><p>丙</p>"),
        ("<p>\u3000\u3000甲\n 乙&nbsp;&nbsp;b  c\n</p>", "<p>甲乙 b c</p>"),
        ("<p></p><p> <br>&nbsp;</p><p>\u3000</p>", ""),
        ("<pre>a\n b</pre>", "<p>a<br>b</p>"),
        ("<ul><li>甲<ul><li>乙</ul>丙<li>丁</ul>", "<ul><li>甲<ul><li>乙</li></ul>丙</li><li>丁</li></ul>"),
        ("<ul><li><p>甲</p><p>乙</p></li></ul>", "<ul><li>甲<br>乙</li></ul>"),
        ("<ul><ul><li>甲</li></ul></ul>", "<ul><li><ul><li>甲</li></ul></li></ul>"),
        ("<ol start=3><li>甲</ol>", '<ol start="3"><li>甲</li></ol>'),
        ("<li>甲</li>", "<p>甲</p>"),
        ("<blockquote>甲<p>乙</blockquote>", "<blockquote><p>甲</p><p>乙</p></blockquote>"),
        (
            "<table><caption>表</caption><thead><tr><th><b>甲</b></thead><tr><td colspan=2 rowspan=x>1<p>2</table>",
            '<p>表</p><table><tbody><tr><th>甲</th></tr><tr><td colspan="2">1<br>2</td></tr></tbody></table>',
        ),
        (
            "<table><tr><td>甲<table><tr><td>乙</td></tr></table>丙</td></tr></table>丁",
            "<table><tbody><tr><td>甲<br>乙<br>丙</td></tr></tbody></table><p>丁</p>",
        ),
        (
            "<table><tr><td><b>甲</td><td>乙</td></tr></table>",
            "<table><tbody><tr><td><strong>甲</strong></td><td>乙</td></tr></tbody></table>",
        ),
        (
            '<a href=" HTTPS://a.example/?x=1&y=2 " style="color:red"><u>甲</u></a>',
            '<p><a href="https://a.example/?x=1&amp;y=2" rel="noopener noreferrer">甲</a></p>',
        ),
        (
            '<a href="mailto:a@example.cn">信</a>',
            '<p><a href="mailto:a@example.cn" rel="noopener noreferrer">信</a></p>',
        ),
        ('<img src="/reviews/pictures/12/" alt="a&lt;b">', '<p><img src="/reviews/pictures/12/" alt="a&lt;b"></p>'),
        ('<p>甲<span style="display:none">密</span>乙</p>', "<p>甲乙</p>"),
        ("<p>𠮷😀 1 &lt; 2 &amp;amp;</p>", "<p>𠮷😀 1 &lt; 2 &amp;amp;</p>"),
        ("<p>葛\U000e0100</p>", "<p>葛\U000e0100</p>"),
    ],
)  # fmt: skip
def test_the_same_content_has_one_form(source, clean):
    assert (sanitise(source), sanitise(clean)) == (clean, clean)


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<p><b><i>", "<svg>"])
def test_ten_thousand_levels_take_no_more_time_than_any_text_of_that_size(unit):
    levels = 10_000 // unit.count("<")
    begun = time.process_time()

    clean = sanitise(unit * levels + "底")

    assert time.process_time() - begun < 5
    assert plain_text(clean) in {"底", ""}
    assert sanitise(clean) == clean


@pytest.mark.parametrize(
    "unit",
    [
        "字",
        "<",
        "&amp;",
        "<p>字</p>",
        "<!--",
        "<a b='",
        '<a x="',
        "<a x ",
        "<a x=y ",
        "</b><b>",
        "=\"'",
        "<x <y ",
        "<script>",
    ],
)
def test_a_megabyte_of_anything_is_cleaned_or_refused_in_bounded_time(unit):
    source = unit * (1_000_000 // len(unit.encode()))
    begun = time.process_time()

    try:
        clean = sanitise(source)
    except TooLarge as refusal:
        clean = refusal.message

    assert time.process_time() - begun < 10
    assert len(clean) < 1_200_000


def test_more_than_a_megabyte_is_refused_with_the_remedy():
    with pytest.raises(TooLarge) as caught:
        sanitise("字" * 350_000)

    assert caught.value.message == "正文超过 1 MB。请把图片改为逐张上传,把附表改为附件,然后再保存。"
