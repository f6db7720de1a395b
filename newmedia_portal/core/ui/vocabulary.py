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
        不予通过 未送达 未转发 未审先发 禁用 超时 已冻结 僵尸号 空壳号 静默 注销后发布 整改不彻底 申诉不成立
    """,
    # due soon, returned, provisional, needs a human look
    Tone.AMBER: """
        今日到期 即将到期 已退回 退回补正 待补正 暂定 待核实 需人工判断 待确认 停更 停用 暂停 待整改 整改中
        推定 待注销 待锁定 有改动 未发布 在册待补 即将逾期 未批先开 需关注 申报不适合 重要 重大 应急 警示
        待报告 有问题 有变化 有空缺 待人工核对 退回修改 退回审次 待回执 待处理 更新提醒 临近静默 数据缺失
        待通知 未知
    """,
    # in force, passed, in time
    Tone.GREEN: """
        已备案 已通过 同意 已同意 在用 按期 按期办结 按期填报 已完成 已生效 有效 现行 合格 已认证 完好 正常
        已导入 已送达 已办结 工作日 已公布 已办 已报送 已转发 可发布 已发布 一致 已解决
        已锁定 申诉成立 已改正 已批准 已答复 可下载 已定稿 无空缺 平台已处置 已填报 已核实 已整改 已知悉
    """,
    # under way: somebody is working on it
    Tone.BLUE: """
        审核中 单位审签中 机关办理中 待审核 办理中 待办理 待我办理 已提交 审批中 待受理 进行中 排队中 运行中
        待答复 待知悉 待说明 已转办 已报告 处置中 待导入 检查中 导入中 未到期 核对中 待报送 待转发
        提示 待批准 已致函 待填报 已转他人先办
        数据采集 单位自评 复核评分 受理申诉
        准备中 汇总中 待检查 待复核 待复查 申诉中
        待决定 待送达 待反馈 待结案
    """,
    # neutral: not started, closed
    Tone.GREY: """
        草稿 未开始 已撤回 已注销 已关闭 已作废 已取消 已整合 已失效 已停用 未认证 已撤销 不适用 已读 未填写
        已归档 已过期 离任 在任 休息日 已结束 已跳过 等待中 已转交 已抄送 已备档 法定节假日 旧版 迁移 已迁移
        无需答复 维持原评分 未要求 未到 未导入 未登记 不要求转发 一般 已撤稿 误报 不是假冒 授权失效 未比对 暂停更新
        未查 未办 不再需要 已终止 提出意见 待汇总 已汇总
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
