"""The one sequence of a period (考核流程): its steps and what comes next."""

from typing import NamedTuple

from ..models import Quarter
from .states import QuarterState

STEPS = ("数据采集", "单位自评", "复核评分", "受理申诉", "锁定", "公布", "通报")


class Step(NamedTuple):
    """The next step: its code, the words of its button, what it does, whether it asks for a day."""

    code: str
    button: str
    says: str
    asks_day: bool = False


NEXT: dict[str, Step] = {
    QuarterState.COLLECTING: Step("self", "布置单位自评", "各单位收到通知，在截止日期前填写自评和证明材料。", True),
    QuarterState.SELF_ASSESSMENT: Step("review", "开始复核评分", "重新归集全部数据；之后单位不能再改自评。"),
    QuarterState.REVIEW: Step("hear", "公示得分，受理申诉", "各单位可以看到本单位得分，在截止日期前提出申诉。", True),
    QuarterState.OBJECTION: Step("settle", "定稿", "最后一次归集数据并计分；之后得分不再变化。"),
    QuarterState.SETTLED: Step("close", "锁定本期", "冻结数据、方案、制度版本和结果指纹，任何人都不能再改。"),
    QuarterState.CLOSED: Step("publish", "公布结果", "全部参评单位可以看到排名和得分。"),
}
_PLACES = (
    QuarterState.COLLECTING,
    QuarterState.SELF_ASSESSMENT,
    QuarterState.REVIEW,
    QuarterState.OBJECTION,
    QuarterState.SETTLED,
    QuarterState.CLOSED,
    QuarterState.PUBLISHED,
)


def next_step(quarter: Quarter) -> Step | None:
    """Return what comes next; None at the end."""
    return NEXT.get(quarter.state)


def position(quarter: Quarter) -> int:
    """Return the number of the step that is under way, from 1; past the last one when everything is done."""
    place = [str(one) for one in _PLACES].index(quarter.state) + 1
    return place + 1 if quarter.state == QuarterState.PUBLISHED else place
