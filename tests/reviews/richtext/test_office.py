"""What Word and WPS paste becomes a clean body that keeps its structure."""

import pytest

from reviews.richtext import TooLarge, foreign_pictures, from_office, sanitise

HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    "<meta name=ProgId content=Word.Document><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->"
    "<style><!-- p.MsoNormal {mso-style-parent:''; margin:0cm;} @page Section1 {size:595.3pt 841.9pt;} --></style>"
    "</head><body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->"
)
TAIL = "<!--EndFragment--></body></html>"


def word(inner: str) -> str:
    return from_office(HEAD + inner + TAIL)


def item(marker: str, words: str, level: int = 1, css: str = "") -> str:
    """Return a list paragraph as Word writes it."""
    return (
        f"<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level{level} lfo1'>"
        f"<![if !supportLists]><span lang=EN-US style='{css}mso-list:Ignore'>{marker}<span style='font:7.0pt "
        f"\"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]><span style='font-family:宋体'>{words}</span>"
        "<span lang=EN-US><o:p></o:p></span></p>"
    )


def wps_item(marker: str, words: str) -> str:
    """Return a list paragraph as WPS writes it."""
    return (
        '<p class="MsoNormal" style="margin-left:21pt;mso-list:l0 level1 lfo1;"><!--[if !supportLists]-->'
        f'<span style="font-family:宋体;"><font face="宋体">{marker}&nbsp;</font></span><!--[endif]-->'
        f"<span style=\"mso-spacerun:'yes';font-size:10.5pt;\">{words}</span><o:p></o:p></p>"
    )


def test_a_word_document_keeps_headings_paragraphs_and_emphasis_and_loses_the_rest():
    pasted = word(
        "<h1>工作<span lang=EN-US>2026</span>要点<o:p></o:p></h1>"
        "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-size:16.0pt;\n"
        "font-family:仿宋_GB2312'>为做好\n工作,<b style='mso-bidi-font-weight:normal'>现<u>通知</u></b>如下"
        "<span lang=EN-US>:<o:p></o:p></span></span></p>"
        "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
        "<p class=MsoNormal align=right><span style='mso-spacerun:yes'>&nbsp; </span>示例单位<!--[if gte vml 1]>"
        "<v:shape><v:imagedata src='file:///C:/a.png'/></v:shape><![endif]--></p>"
    )

    assert pasted == "<h2>工作2026要点</h2><p>为做好工作,<strong>现<u>通知</u></strong>如下:</p><p>示例单位</p>"


def test_list_paragraphs_become_real_lists_with_their_levels():
    pasted = word(
        item("1.", "甲") + item("(1)", "甲之一", 2) + item("(2)", "甲之二", 2) + item("2.", "乙")
        + "<p class=MsoNormal>文</p>"
        + item("·", "丙", css="font-family:Symbol;") + item("l", "丁", css="font-family:Wingdings;")
    )  # fmt: skip

    assert pasted == (
        "<ol><li>甲<ol><li>甲之一</li><li>甲之二</li></ol></li><li>乙</li></ol><p>文</p><ul><li>丙</li><li>丁</li></ul>"
    )


def test_a_list_of_wps_becomes_a_real_list():
    assert from_office(wps_item("1.", "甲") + wps_item("2.", "乙")) == "<ol><li>甲</li><li>乙</li></ol>"


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_number():
    assert word(item("1.", "甲") + "<p>文</p>" + item("2.", "乙")) == (
        '<ol><li>甲</li></ol><p>文</p><ol start="2"><li>乙</li></ol>'
    )


@pytest.mark.parametrize("marker", ["一、", "(一)", "第一条", "①"])
def test_a_number_in_chinese_stays_in_the_text_since_no_list_shows_it(marker):
    assert word(item(marker, "总体要求")) == f"<p>{marker}总体要求</p>"


def test_a_numbered_heading_keeps_its_number():
    heading = item("一、", "总体要求").replace("<p class=MsoListParagraph", "<h2").replace("</p>", "</h2>")

    assert word(heading) == "<h2>一、总体要求</h2>"


def test_titles_outline_levels_and_quotes_are_recognised():
    assert word(
        "<p class=MsoTitle>标题</p><p class=MsoNormal style='mso-outline-level:2'>小标题</p><p class=MsoQuote>引文</p>"
    ) == ("<h2>标题</h2><h3>小标题</h3><blockquote><p>引文</p></blockquote>")


def test_a_word_table_keeps_its_cells_and_joined_cells():
    assert word(
        "<table class=MsoNormalTable border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>"
        "<td width=200 colspan=2 style='width:150pt'><p class=MsoNormal align=center><b>表头<o:p></o:p></b></p></td>"
        "</tr><tr><td><p class=MsoNormal>甲</p><p class=MsoNormal>乙</p></td>"
        "<td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr>"
        "</table><p class=MsoNormal>后</p>"
    ) == (
        '<table><tbody><tr><td colspan="2"><strong>表头</strong></td></tr><tr><td>甲<br>乙</td><td></td></tr>'
        "</tbody></table>"
        "<p>后</p>"
    )


def test_list_paragraphs_in_a_cell_keep_their_words():
    assert word(f"<table><tr><td>{item('1.', '甲')}{item('2.', '乙')}</td></tr></table>") == (
        "<table><tbody><tr><td>甲<br>乙</td></tr></tbody></table>"
    )


def test_struck_text_hidden_text_and_comments_do_not_come_along():
    assert word(
        "<p class=MsoNormal>甲<del cite='mailto:x'>旧文</del><ins>新</ins><span style='mso-hide:all'>密</span>"
        "<span style='mso-element:comment'>批注</span></p>"
    ) == ("<p>甲<u>新</u></p>")


def test_wps_spans_and_fonts_leave_only_their_emphasis():
    assert from_office(
        '<p class="MsoNormal"><b><span style="mso-spacerun:\'yes\';font-family:仿宋;font-weight:bold;font-size:16pt;">'
        '<font face="仿宋">关于</font></span></b><span style="font-style:italic;"><font color="red">开展</font></span>'
        '<span>&nbsp;</span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    ) == ("<p><strong>关于</strong><em>开展</em></p>")


def test_what_is_not_from_an_office_program_is_read_as_it_is():
    source = '<ul><li>甲</li></ul><p style="x">乙</p>'

    assert from_office(source) == sanitise(source)


def test_a_paste_is_in_its_one_form_already():
    pasted = word(
        item("1.", "甲&amp;<b>乙</b>") + "<p class=MsoNormal><a href='https://a.example/?x=1&amp;y=2'>丙</a></p>"
    )

    assert sanitise(pasted) == pasted == from_office(pasted)


def test_pictures_that_cannot_come_along_are_counted():
    source = '<img src="file:///C:/a.png"><img src="data:image/png;base64,AAAA"><img src="/reviews/pictures/7/">'

    assert foreign_pictures(source) == 2


def test_picture_data_does_not_count_against_the_size():
    data = "A" * 3_000_000

    assert word(f'<p class=MsoNormal>甲<img src="data:image/png;base64,{data}"></p>') == "<p>甲</p>"


def test_a_paste_without_end_is_refused():
    with pytest.raises(TooLarge):
        word("<p>" + "字" * 400_000)
