"""Marks of secrecy are found; the common words are not."""

import pytest

from .starter import found


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘密★启用前",
        "绝密★",
        "机 密 ★ 5年",
        "秘密*1年",
        "机密☆",
        "秘密级文件",
        "绝密级材料",
        "密级：机密",
        "機密★10年".replace("機", "机"),
    ],
)
def test_a_mark_is_found(text):
    assert found(f"文件{text}。", "secrecy_mark") == [text]


@pytest.mark.parametrize(
    "text", ["成功的秘密", "保守国家秘密", "秘密武器★推荐", "绝密档案展", "机密性原则", "示例机密码"]
)
def test_the_common_words_are_no_marks(text):
    assert found(text, "secrecy_mark") == []


@pytest.mark.parametrize("text", ["示密发〔2024〕3号", "示例密〔2024〕12号", "密电[2023]8号", "示机密（2024）第5号"])
def test_the_number_of_a_classified_paper_is_found(text):
    assert found(f"{text}文件", "secret_number") == [text]


@pytest.mark.parametrize("text", ["示政发〔2024〕3号", "密码2024", "精密〔仪器〕3号"])
def test_the_number_of_an_open_paper_is_none(text):
    assert found(text, "secret_number") == []


@pytest.mark.parametrize(
    "text",
    ["内部资料，注意保存", "内部文件", "内部明电", "工作秘密", "仅供内部参考", "严禁外传", "阅后收回", "暂不公开"],
)
def test_words_of_internal_papers_are_found(text):
    assert found(f"（{text}）", "internal") == [text]


@pytest.mark.parametrize("text", ["内部管理", "公司内部", "信息公开", "病毒扩散", "对外公开"])
def test_ordinary_words_are_none(text):
    assert found(text, "internal") == []
