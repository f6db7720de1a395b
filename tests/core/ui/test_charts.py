"""Charts: the picture and the table under it come from one declaration and say the same."""

import json
import re
from html import unescape

import pytest
from django.template import Context, Template

from newmedia_portal.core.ui.charts import Branch, Chart, Series, TreeMap
from newmedia_portal.core.ui.vocabulary import Tone


def shown(chart: Chart | TreeMap, *, open_table: bool = False) -> str:
    return Template("{% chart one open=open_table %}").render(Context({"one": chart, "open_table": open_table}))


def drawn(html: str) -> dict:
    (data,) = re.findall(r'data-chart="([^"]*)"', html)
    return json.loads(unescape(data))


def test_the_table_holds_what_the_picture_draws_and_leads_to_the_lists() -> None:
    chart = Chart("a", "条数", ["1月", "2月"], [Series("发布", [3, 0], urls=["/one/", "/two/"])], unit="条")

    html = shown(chart)

    assert drawn(html)["series"][0]["values"] == [3, 0]
    assert re.findall(r'<td class="num">(.*?)</td>', html) == ['<a href="/one/">3</a>', "0"]


def test_what_is_unknown_is_a_gap_and_not_a_zero() -> None:
    html = shown(Chart("a", "条数", ["1月", "2月"], [Series("发布", [None, 2])]))

    assert drawn(html)["series"][0]["values"] == [None, 2]
    assert re.findall(r'<td class="num">(.*?)</td>', html) == ['<span class="sub">没有数据</span>', "2"]


def test_a_tile_says_in_words_what_its_colour_means() -> None:
    html = shown(TreeMap("t", "单位", [Branch("示例<局>", 4, Tone.RED, "僵尸号 1", "/unit/")], unit="个账号"))

    assert drawn(html)["tiles"] == [
        {"label": "示例<局>", "size": 4, "tone": "red", "says": "僵尸号 1", "url": "/unit/"}
    ]
    assert '<a href="/unit/">示例&lt;局&gt;</a></th><td class="num">4</td><td>僵尸号 1</td>' in html


def test_nothing_is_drawn_where_there_is_nothing() -> None:
    html = shown(Chart("a", "条数", ["1月"], [Series("发布", [None])]))

    assert "data-chart" not in html
    assert "还没有可以显示的数据" in html


def test_a_series_that_does_not_fit_its_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values under 1 labels"):
        Chart("a", "条数", ["1月"], [Series("发布", [1, 2])])
