"""The validator of schemes names line, place and remedy of every fault."""

import pytest

from assessments.scoring import check, default_scheme, text_of
from newmedia_portal.regimes.loader import shipped

from .making import HERE, faults

WANZHI = (HERE / "schemes" / "wanzhi_2021.toml").read_text(encoding="utf-8")
HEBEI = (HERE / "schemes" / "hebei_2024.toml").read_text(encoding="utf-8")


def line_of(text: str, words: str, nth: int = 1) -> int:
    """Return the line on which words stand for the n-th time."""
    found = [number for number, line in enumerate(text.split("\n"), 1) if words in line]
    return found[nth - 1]


def spoilt(text: str, old: str, new: str, count: int = 1) -> str:
    """Return the text with one thing changed."""
    assert old in text
    return text.replace(old, new, count)


def test_the_example_of_the_documentation_has_no_faults():
    page = (HERE.parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")

    assert faults(page.split("```toml\n")[1].split("```")[0]) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("weight = 60\n", "weight = 55\n", "[[indicators]]", "分值合计为 95，应为 100"),
        ("weight = 30\n", "weight = 20\n", "[[parts]]", "各部分的权重合计为 90，应为 100"),
        ('direction = "down"\n', 'direction = "up"\n', 'direction = "up"', "扣分项越少越好"),
        ('measure = "text_errors"', 'measure = "wrong"', 'measure = "wrong"', "系统没有“wrong”这一采集项"),
        ("cap = 30", "cap = 70", "cap = 70", "上限 70 超过这一项的分值 60"),
        ('part = "sites"', 'part = "pages"', 'part = "pages"', "没有代码为“pages”的考核部分"),
        ("bonus = true\n", "", "each = 5, proof_by", "加分项（bonus = true）要用 bonus 规则"),
        ('effect = "fail"\n', 'effect = "fix"\nscore = 75\n', "score = 75", "仍在合格线 60 以上"),
        ('effect = "fail"\n', 'effect = "fix"\n', "[[vetoes]]", "要写明否决后的分数 score"),
        ('effect = "fail"\n', 'effect = "fail"\nscore = 0\n', "score = 0", "不写分数"),
        ("at = 0\n", "at = 10\n", "at = 10", "最低等次要从 0 分起"),
        ("at = 60\n", "at = 0\n", "[[bands]]", "起点分不能重复"),
        ("passes = false\n", "", "[[bands]]", "等次要分出合格与不合格"),
        ("bonus_cap = 20\n", "", "[[parts]]", "请写明加分上限 bonus_cap"),
        ("bonus_cap = 20\n", "bonus_cap = 20.125\n", "bonus_cap = 20.125", "小数位超过方案规定的 2 位"),
        ("each = 2", "each = 0", "each = 0", "“each”应大于 0"),
        ('kind = "deduct", each = 2', 'kind = "cut", each = 2', 'kind = "cut"', "不在允许范围内"),
        ("each = 2 }", "eech = 2 }", "eech = 2", "不认识的项“eech”"),
        ("weight = 30\n", 'weight = "much"\n', 'weight = "much"', "“weight”应为数字"),
        ('article = "条文未规定"\n', "", "[[indicators]]", "缺少必填项“article”"),
        ('code = "site_links"', 'code = "site_columns"', "[[indicators]]", "指标“site_columns”重复"),
        ("weight = 60\n", "weight = 60 60\n", "weight = 60 60", "写法有误，无法读取"),
    ],
)
def test_a_fault_is_named_with_its_line_and_its_remedy(old, new, at, message):
    text = spoilt(WANZHI, old, new)

    found = faults(text)

    assert [fault.line for fault in found if message in fault.message] == [line_of(text, at)]


def test_giving_weight_to_followers_takes_a_confirmation_with_its_reason():
    text = spoilt(
        HEBEI,
        'confirmation = { reason = "校内评选沿用原办法计分，只用于评优，不与单位考核挂钩。", by = "示例管理员" }\n',
        "",
    )

    found = faults(text)

    assert [(fault.line, fault.path) for fault in found] == [(line_of(text, "weight = 10", 2), "indicators[2].weight")]
    assert "关注、点赞、转发、评论不宜作为考核依据" in found[0].message


@pytest.mark.parametrize("reason", ["", "要计分"])
def test_a_confirmation_without_a_proper_reason_is_none(reason):
    text = spoilt(HEBEI, "校内评选沿用原办法计分，只用于评优，不与单位考核挂钩。", reason)

    assert check(text)[0] is None


@pytest.mark.parametrize("measure", ["followers", "likes", "wows", "forwards", "comments", "wci"])
def test_every_measure_of_that_kind_asks_for_a_confirmation(measure):
    text = spoilt(HEBEI, 'measure = "items"', f'measure = "{measure}"')

    assert ["默认只展示" in fault.message for fault in faults(text)] == [True]


def test_scoring_followers_by_hand_under_their_name_asks_for_it_too():
    text = spoilt(WANZHI, 'label = "栏目更新"', 'label = "粉丝数增长"')

    assert ["默认只展示" in fault.message for fault in faults(text)] == [True]


def test_reposting_by_institutions_is_not_meant():
    text = spoilt(WANZHI, 'label = "栏目更新"', 'label = "转发任务完成"')

    assert faults(text) == []


def test_an_indicator_with_weight_needs_a_rule_and_one_without_needs_none():
    scheme = text_of(default_scheme(shipped("taibai")))

    lacking = spoilt(scheme, 'rule = { kind = "share" }\n', "")
    idle = spoilt(scheme, "weight = 30\n", "")

    assert any("请写明计分规则 rule" in fault.message for fault in faults(lacking))
    assert any("只展示，不需要计分规则" in fault.message for fault in faults(idle))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('{ kind = "share" }', "不能按占比计分"),
        ('{ kind = "ratio" }', "请写明目标 target"),
        ('{ kind = "steps", steps = [{ at = 5, points = 1 }, { at = 2, points = 3 }] }', "起点要从小到大"),
        ('{ kind = "steps", steps = [{ at = 5, points = 26 }] }', "超过这一项分值 25"),
        ('{ kind = "steps", steps = [] }', "至少要有 1 项"),
    ],
)
def test_a_rule_must_fit_its_measure_and_its_points(rule, message):
    text = spoilt(HEBEI, '{ kind = "per_n", n = 10, points = 1, cap = 25 }', rule)

    assert [message in fault.message for fault in faults(text)] == [True]


def test_a_year_with_weights_names_one_for_each_period():
    year = '\n[year]\nperiods = 4\nweights = [50, 50]\narticle = "条文未规定"\nparaphrase = "示例。"\n'

    assert ["要逐期写出" in fault.message for fault in faults(WANZHI + year)] == [True]


def test_classes_that_nobody_declared_are_faults():
    text = spoilt(WANZHI, 'effect = "fail"\n', 'effect = "fail"\nclasses = ["county"]\n')
    other = spoilt(WANZHI, 'part = "sites"\n', 'part = "sites"\nclasses = ["county"]\n')

    assert [line_of(text, "county")] == [fault.line for fault in faults(text)]
    assert line_of(other, "county") in [fault.line for fault in faults(other)]


def test_the_tables_of_classes_each_add_up():
    head = '\n[[classes]]\ncode = "small"\nlabel = "小单位"\nfull = 75\n'

    assert ["（小单位）计分指标的分值合计为 100，应为 75" in fault.message for fault in faults(WANZHI + head)] == [
        True,
        True,
    ]


def test_all_faults_are_told_at_once_in_the_order_of_lines():
    text = spoilt(spoilt(WANZHI, "at = 0\n", "at = 10\n"), "cap = 30", "cap = 70")

    found = [fault.line for fault in faults(text)]

    assert found == sorted(found)
    assert len(found) == 2
