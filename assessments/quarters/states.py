"""States of quarters, schemes and objections to results (考核状态)."""

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class QuarterState(StateSet):
    """Where a period of assessment stands (考核期), from collecting to published."""

    COLLECTING = state("collecting", "数据采集", Tone.BLUE, OPEN)
    SELF_ASSESSMENT = state("self", "单位自评", Tone.BLUE, OPEN)
    REVIEW = state("review", "复核评分", Tone.BLUE, OPEN)
    OBJECTION = state("objection", "受理申诉", Tone.BLUE, OPEN)
    SETTLED = state("final", "待锁定", Tone.AMBER, OPEN)
    CLOSED = state("closed", "已锁定", Tone.GREEN, "locked")
    PUBLISHED = state("published", "已公布", Tone.GREEN, "locked", FINAL)


class SchemeState(StateSet):
    """Where a version of a scheme stands."""

    DRAFT = state("draft", "草稿", Tone.GREY, OPEN)
    PUBLISHED = state("published", "现行", Tone.GREEN)
    RETIRED = state("retired", "旧版", Tone.GREY, FINAL)


class AppealState(StateSet):
    """Where an objection to a result stands (考核申诉)."""

    ASKED = state("asked", "待答复", Tone.BLUE, OPEN)
    UPHELD = state("upheld", "申诉成立", Tone.GREEN, FINAL)
    REFUSED = state("refused", "维持原评分", Tone.GREY, FINAL)
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, FINAL)


#: States of a quarter in which nothing of it may change.
LOCKED = QuarterState.within("locked")
