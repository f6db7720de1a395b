"""Figures that contradict each other."""

import pytest

from .starter import hits

WRONG = {
    "percent_sum": ["甲占30%、乙占40%、丙占50%。", "其一占比60%，其二占比55%。"],
    "part_sum": ["共120人，其中男80人、女70人。", "共计1,000元，其中甲600元、乙500元。"],
    "item_count": [
        "推出3项举措：一是甲，二是乙，三是丙，四是丁。",
        "提出五点要求。一要甲；二要乙；三要丙。",
        "包括以下3人：甲、乙、丙、丁。",
        "分为三个阶段：（一）甲；（二）乙。",
        "涉及的单位包括甲局、乙局、丙局、丁局等3个",
    ],
    "change": [
        "由100万元增长到120万元，增长30%。",
        "从80件下降到100件。",
        "由120人减少至90人，降幅10%。",
        "收入120万元，去年同期100万元，同比增长35%。",
        "收入120万元，去年同期100万元，同比下降20%。",
    ],
    "two_values": ["参会人员120人，天气晴。参会人员130人。", "总投资：3.5亿元；总投资3.6亿元"],
}
RIGHT = {
    "percent_sum": [
        "甲占30%、乙占40%、丙占30%。",
        "甲占60%。乙占55%。",
        "甲占70%，其中女性占45%。",
        "33.3%、占33.4%、占33.4%",
    ],
    "part_sum": ["共120人，其中男50人、女70人。", "共120人，其中党员30人。", "其中80人、90人"],
    "item_count": [
        "推出3项举措：一是甲，二是乙，三是丙。",
        "推出三项举措，成效明显。",
        "包括以下3人：甲、乙、丙。",
        "甲局、乙局等10个单位",
        "包括甲、乙、丙等3人",
        "共3人参加。",
    ],
    "change": [
        "由100万元增长到120万元，增长20%。",
        "从100件下降到80件。",
        "由97人增至120人，增长23.7%。",
        "收入120万元，去年同期100万元，同比增长20%。",
        "由示例局牵头，增长20%",
    ],
    "two_values": [
        "参会人员120人，天气晴。参会人员120人。",
        "去年收入120万元，今年收入130万元",
        "新增岗位20个，新增岗位30个",
        "会场设座位200个，直播观看人员300人",
    ],
}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in WRONG.items() for text in texts])
def test_a_contradiction_is_marked(rule, text):
    assert [hit.rule for hit in hits(text)] == [rule]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in RIGHT.items() for text in texts])
def test_what_agrees_is_no_hit(rule, text):
    assert [hit for hit in hits(text) if hit.rule == rule] == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("由100万元增长到120万元，增长30%。", "按所列数字计算应为 20.0%，原文写作 30%，请核对。"),
        ("甲占30%、乙占40%、丙占50%。", "本句各项占比之和为 120%，超过 100%，请核对。"),
        ("共120人，其中男80人、女70人。", "其中各项之和为 150人，大于总数 120人，请核对。"),
        ("推出3项举措：一是甲，二是乙，三是丙，四是丁。", "前文说3项，后文列了 4 项，请核对。"),
        ("参会人员120人，天气晴。参会人员130人。", "“参会人员”前文写作 120人，此处写作 130人，请核对。"),
    ],
)
def test_the_advice_shows_the_calculation(text, advice):
    assert [hit.advice for hit in hits(text)] == [advice]
