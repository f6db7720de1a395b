"""Codes of scoring beside their Chinese words (计分代码表): measures, outcomes, ways of putting together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureKind:
    """A figure that the portal can put before the scorer (自动指标).

    `unit` is what is counted. `whole` says that the figure comes with what it is a part of (完成 ÷ 应完成). `guarded`
    measures reward 关注、点赞、转发、评论: they are shown only, unless a scheme confirms with its reason. `says` tells
    readers what is left out of the figure.
    """

    label: str
    unit: str = "条"
    whole: bool = False
    guarded: bool = False
    says: str = ""


MEASURES: dict[str, MeasureKind] = {
    "items": MeasureKind("发布条数"),
    "pushes": MeasureKind("推送次数", "次"),
    "quota": MeasureKind("按频次应发与已发", "条", whole=True),
    "weeks_kept": MeasureKind("按周更新", "周", whole=True, says="只计静默监测有记录的周，数据不全的周不计入"),
    "originals": MeasureKind("原创条数", "条", whole=True),
    "silence_days": MeasureKind("连续未发布天数", "日"),
    "reply_in_time": MeasureKind("按时答复的留言", "件", whole=True),
    "text_errors": MeasureKind("文字差错", "处"),
    "problems": MeasureKind("检查发现的问题", "个"),
    "reposts_done": MeasureKind("完成的转发任务", "件", whole=True),
    "filings_in_time": MeasureKind("按期备案", "件", whole=True),
    "rectified": MeasureKind("按期整改", "件", whole=True),
    "annual_result": MeasureKind("年度检查合格", "项", whole=True, says="等待审核结果的不计入"),
    "reads": MeasureKind("阅读量", "次"),
    "well_read": MeasureKind("阅读量达到规定数的条数"),
    "followers": MeasureKind("粉丝数", "人", guarded=True),
    "likes": MeasureKind("点赞量", "次", guarded=True),
    "wows": MeasureKind("在看量", "次", guarded=True),
    "forwards": MeasureKind("转发量", "次", guarded=True),
    "comments": MeasureKind("评论量", "次", guarded=True),
    "wci": MeasureKind("微信传播指数", "", guarded=True),
}

#: Words in the name of an indicator scored by hand that call for the same confirmation as a guarded measure.
GUARDED_WORDS = ("粉丝", "关注量", "关注数", "点赞", "在看", "转发量", "转发数", "评论量", "评论数", "WCI", "wci")

SOURCES: dict[str, str] = {"automatic": "系统采集", "hand": "人工评分"}
COMBINE: dict[str, str] = {"average": "平均", "minimum": "取最低", "best": "取最高", "sum": "合计"}
LEVELS: dict[str, str] = {"national": "国家检查", "provincial": "省级检查", "local": "本地检查"}


class Outcome:
    """What became of one line (计分结论)."""

    COUNTED = "counted"
    SHOWN = "shown"
    MISSING = "missing"
    MISSING_ZERO = "missing_zero"
    EMPTY = "empty"
    EMPTY_ZERO = "empty_zero"
    EMPTY_FULL = "empty_full"
    UNCLAIMED = "unclaimed"
    CLOSED = "closed"


OUTCOMES: dict[str, str] = {
    Outcome.COUNTED: "计分",
    Outcome.SHOWN: "只展示，不计分",
    Outcome.MISSING: "数据缺失，不参加计分，其余项目按比例折算",
    Outcome.MISSING_ZERO: "数据缺失，按方案计零分",
    Outcome.EMPTY: "本期没有应考核的事项，不参加计分，其余项目按比例折算",
    Outcome.EMPTY_ZERO: "本期没有应考核的事项，按方案计零分",
    Outcome.EMPTY_FULL: "本期没有应考核的事项，按方案计满分",
    Outcome.UNCLAIMED: "未申报",
    Outcome.CLOSED: "基础分未超过加分线，不加分",
}

#: Outcomes that take part in the sum and in the weights.
PRESENT = frozenset({Outcome.COUNTED, Outcome.MISSING_ZERO, Outcome.EMPTY_ZERO, Outcome.EMPTY_FULL})


class Standing:
    """Where an account, a unit or a year stands (考核状态)."""

    SCORED = "scored"
    VETOED = "vetoed"
    MISSING = "missing"


STANDINGS: dict[str, str] = {
    Standing.SCORED: "已计分",
    Standing.VETOED: "单项否决",
    Standing.MISSING: "数据缺失，未计分",
}
