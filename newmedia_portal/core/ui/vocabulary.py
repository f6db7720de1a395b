"""Every status word of the portal with its colour (状态用语表): one colour, one meaning, everywhere.

A word that is missing here cannot be shown as a status: `tone_of` refuses it, and so does a `StateSet`.
"""

from enum import StrEnum


class Tone(StrEnum):
    """The five colours of the design language; each has one meaning."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


MEANINGS: dict[Tone, str] = {
    # overdue, veto, refusal, broken
    Tone.RED: """
        逾期 已逾期 不予备案 不同意 不通过 未备案 已封停 失败 有误 已失联 被盗用 否决 不合格 断裂 有错
        不予通过
    """,
    # due soon, returned, provisional, needs a human look
    Tone.AMBER: """
        今日到期 即将到期 已退回 退回补正 待补正 暂定 待核实 需人工判断 待确认 停更 停用 暂停 待整改 整改中
        推定 待注销 有改动 未发布 在册待补 即将逾期 未批先开 需关注
    """,
    # in force, passed, in time
    Tone.GREEN: """
        已备案 已通过 同意 已同意 在用 按期 按期办结 按期填报 已完成 已生效 有效 现行 合格 已认证 完好 正常
        已导入 已送达 已办结 工作日 已公布 已办 已报送
    """,
    # under way: somebody is working on it
    Tone.BLUE: """
        审核中 单位审签中 机关办理中 待审核 办理中 待办理 待我办理 已提交 审批中 待受理 进行中 排队中 运行中
        待导入 检查中 导入中 未到期 核对中 待报送
    """,
    # neutral: not started, closed
    Tone.GREY: """
        草稿 未开始 已撤回 已注销 已关闭 已作废 已取消 已整合 已失效 已停用 未认证 已撤销 不适用 已读 未填写
        已归档 已过期 离任 在任 休息日 已结束 已跳过 等待中 已转交 已抄送 已备档 法定节假日 旧版 迁移 已迁移
        未到 未导入 未登记
    """,
}

WORDS: dict[str, Tone] = {word: tone for tone, words in MEANINGS.items() for word in words.split()}


class UnknownWord(LookupError):
    """A status word that the vocabulary does not hold."""


def tone_of(word: str) -> Tone:
    """Return the colour of a status word; refuse a word that is not in the table."""
    try:
        return WORDS[word]
    except KeyError:
        raise UnknownWord(f"“{word}” is no status word: add it to newmedia_portal/core/ui/vocabulary.py") from None
