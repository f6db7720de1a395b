"""Source block and licence: what the edition asks of a reprint, and current affairs."""

import pytest

from newmedia_portal.regimes.loader import shipped
from newmedia_portal.regimes.vocabulary import REGIME_CODES
from reviews.precheck.facts import CURRENT_AFFAIRS

from .starter import hits

GIVEN = {
    "source_name": "示例日报",
    "source_url": "https://example.gov.cn/1",
    "author": "示例作者",
    "original_title": "标题",
    "editor_name": "示例编辑",
    "reprint_mark": True,
}


@pytest.mark.parametrize("code", REGIME_CODES)
def test_a_reprint_lacks_what_the_edition_requires(code):
    wanted = {(item.code, item.article) for item in shipped(code).source_fields if item.required} - {
        (item.code, item.article) for item in shipped(code).source_fields if item.code == "is_original"
    }

    got = hits("正文", edition=code, is_original=False)

    assert {(hit.field, hit.article) for hit in got if hit.rule == "source"} == wanted


@pytest.mark.parametrize("code", REGIME_CODES)
def test_a_complete_reprint_and_an_original_lack_nothing(code):
    assert hits("正文", edition=code, title="标题", is_original=False, **GIVEN) == []
    assert hits("正文", edition=code, title="标题") == []


@pytest.mark.parametrize("missing", ["source_name", "author", "original_title", "editor_name"])
def test_one_missing_part_is_named(missing):
    got = hits("正文", title="标题", is_original=False, **(GIVEN | {missing: ""}))

    assert [(hit.rule, hit.field, hit.start, hit.end) for hit in got] == [("source", missing, 0, 0)]


def test_whether_it_is_original_must_be_said():
    (hit,) = [hit for hit in hits("正文", title="标题", is_original=None) if hit.rule == "source"]

    assert (hit.field, hit.category, hit.article) == ("is_original", "P23", "第十二条")


def test_an_altered_title_is_a_hint():
    (hit,) = hits("正文", title="另一标题", is_original=False, **GIVEN)

    assert (hit.rule, hit.field, hit.grade, hit.category) == ("title_changed", "title", "hint", "P23")


def test_a_title_in_other_width_is_the_same_title():
    assert hits("正文", title="标 题！", is_original=False, **GIVEN) == []


def test_current_affairs_need_a_licence_where_the_edition_says_so():
    flags = frozenset({CURRENT_AFFAIRS})

    assert [(hit.rule, hit.article) for hit in hits("正文", flags=flags)] == [("current_affairs", "第九条第三款")]
    assert hits("正文", flags=flags, licensed=True) == []
    assert hits("正文", flags=flags, edition="taibai") == []
