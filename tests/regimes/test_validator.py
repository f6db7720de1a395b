"""The validator names every fault with its line, its article and the remedy, all at once."""

import re

import pytest

from newmedia_portal.regimes import loader, validator
from newmedia_portal.regimes.vocabulary import REGIME_CODES

TEXT = loader.shipped_text(REGIME_CODES[0])
VERSION = f'version = "{loader.shipped(REGIME_CODES[0]).version}"'


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def one_fault(text: str) -> validator.Fault:
    (fault,) = validator.faults_of(text)
    return fault


@pytest.mark.parametrize("code", REGIME_CODES)
def test_every_shipped_edition_is_without_fault(code):
    assert validator.faults_of(loader.shipped_text(code)) == []


def test_broken_text_is_named_by_line():
    text = TEXT.replace('code = "soe"', 'code = "soe', 1)

    assert one_fault(text).line == line_of(text, 'code = "soe')


LIMIT = '{ number = 30, unit = "wd", anchor = "opened_on"'


@pytest.mark.parametrize(
    ("old", "new", "marker", "article", "message"),
    [
        (LIMIT, '{ number = 30, anchor = "opened_on"', "limit = { number = 30, a", "第五条第一款", "缺少必填项“unit”"),
        (LIMIT, LIMIT.replace("30", "0"), "limit = { number = 0", "第五条第一款", "“number”过小，至少为 1"),
        (LIMIT, LIMIT.replace('"wd"', '"年"'), 'unit = "年"', "第五条第一款", "“unit”的值不在允许范围内"),
        (LIMIT, LIMIT.replace("opened_on", "moon"), '"moon"', "第五条第一款", "未知的起算事件“moon”"),
        ('"platform_approved",', '"stars_align",', '"stars_align"', "第五条第一款", "未知的系统核对代码“stars_align”"),
        ('role = "editor"', 'role = "robot"', 'role = "robot"', "第十六条第一款", "未知的角色代码“robot”"),
        (VERSION, "version = 1", "version = 1", "", "“version”应为文字，请加引号"),
        ("trial = true", 'trial = true\nhobby = "x"', "hobby", "", "不认识的项“hobby”，请删去或改正拼写"),
    ],
)  # fmt: skip
def test_a_single_fault_is_named_with_line_article_and_remedy(old, new, marker, article, message):
    text = TEXT.replace(old, new, 1)

    fault = one_fault(text)

    assert (fault.line, fault.article) == (line_of(text, marker), article)
    assert message in fault.message


def drop_article(text: str) -> str:
    """The first sanction without its article."""
    head, tail = text.split("[[sanctions]]", 1)
    return head + "[[sanctions]]" + re.sub(r'\narticle = "[^"]*"', "", tail, count=1)


def test_an_entry_without_an_article_is_refused():
    text = drop_article(TEXT)

    fault = one_fault(text)

    assert (fault.line, fault.path) == (line_of(text, "[[sanctions]]"), "sanctions[1].article")
    assert fault.message == "缺少必填项“article”，请补上。"


def test_a_chain_without_a_deciding_step_is_refused():
    head, tail = TEXT.split("chain = [", 1)
    chain, rest = tail.split("\n]", 1)
    chain = re.sub(r'kind = "\w+"', 'kind = "notify"', chain)
    text = f"{head}chain = [{chain}\n]{rest}"

    assert "审批链没有作出决定的环节" in one_fault(text).message


def test_more_at_least_than_at_most_is_refused():
    text = TEXT.replace("min = 1\nmax = 1", "min = 3\nmax = 1", 1)

    fault = one_fault(text)

    assert "人数下限 3 大于上限 1" in fault.message
    assert fault.article == "第十五条"


def test_a_double_code_is_refused():
    head, tail = TEXT.split("[[sanctions]]", 1)
    first = tail.split("[[", 1)[0]
    text = f"{head}[[sanctions]]{first}[[sanctions]]{tail}"

    assert one_fault(text).message == "处置措施“talk”重复，请删去其一或改用别的代码。"


def test_a_final_signer_outside_the_tiers_is_refused():
    text = TEXT.replace('importance = "major", role = "deputy"', 'importance = "major", role = "keeper"', 1)

    assert "不在任何审次中" in one_fault(text).message


def test_an_article_beyond_the_regulation_is_refused():
    text = TEXT.replace('article = "第二十一条"', 'article = "第三十一条"', 1)

    assert one_fault(text).message == "本办法只有 24 条，没有“第三十一条”，请核对出处。"


def test_a_limit_whose_day_is_not_asked_for_is_refused():
    head, tail = TEXT.split('kind = "close"', 1)
    text = head + 'kind = "close"' + tail.replace('"cancelled_on"]', '"remark"]', 1)

    assert "但填报内容没有这一日期" in one_fault(text).message


def test_weights_that_do_not_add_up_are_refused():
    text = TEXT.replace("weight = 50", "weight = 40", 1)

    assert one_fault(text).message == "计分指标的权重合计为 90，应为 100，请调整。"


def test_a_prohibited_item_that_is_missing_is_refused():
    text = re.sub(r"\[\[prohibited\]\]\ncode = \"P07\".*?(?=\n\[\[)", "", TEXT, count=1, flags=re.DOTALL)

    assert one_fault(text).message == "条文列举的第 7 项没有对应的目录，请补上。"


def test_a_setting_that_is_used_but_missing_is_refused():
    text = TEXT.replace('key = "variant_limit_days"', 'key = "other_limit_days"', 1)

    assert "引用了不存在的设定项“variant_limit_days”" in one_fault(text).message


def test_a_value_outside_its_choices_is_refused():
    text = TEXT.replace('value = "own_unit"\nrecommended', 'value = "nobody"\nrecommended', 1)

    assert "不在选项之内" in one_fault(text).message


def test_all_faults_come_at_once_and_in_order_of_lines():
    text = drop_article(TEXT).replace(VERSION, "version = 1", 1).replace('role = "editor"', 'role = "x"', 1)

    lines = [fault.line for fault in validator.faults_of(text)]

    assert len(lines) == 3
    assert lines == sorted(lines)


def test_no_fault_speaks_english_words_of_the_checker():
    text = drop_article(TEXT).replace("articles = 24", 'articles = "many"').replace("trial = true", "trial = 7")

    words = " ".join(fault.message for fault in validator.faults_of(text))

    assert not re.search(r"\b(should|must|input|valid|required|Field)\b", words)
