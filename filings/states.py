"""States of a filing and of an obligation (备案状态、义务状态): value, label, colour and groups in one place."""

from newmedia_portal.core.ui.states import DECIDED, FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class FilingState(StateSet):
    """Where a filing stands: being filled in, with the unit's leaders, with the authority, or over."""

    DRAFT = state("draft", "草稿", Tone.GREY, "editable")
    UNIT = state("unit", "单位审签中", Tone.BLUE, OPEN)
    AUTHORITY = state("authority", "机关办理中", Tone.BLUE, OPEN)
    RETURNED = state("returned", "退回补正", Tone.AMBER, "editable")
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, "editable")
    APPROVED = state("approved", "已备案", Tone.GREEN, DECIDED, FINAL)
    REJECTED = state("rejected", "不予备案", Tone.RED, DECIDED, FINAL)
    TERMINATED = state("terminated", "已终止", Tone.GREY, FINAL)


EDITABLE = FilingState.within("editable")
IN_PROGRESS = FilingState.within(OPEN)
UNDECIDED = [*EDITABLE, *IN_PROGRESS]


class ObligationState(StateSet):
    """Whether what must be filed has been filed."""

    OPEN = state("open", "待办理", Tone.BLUE, OPEN)
    MET = state("met", "已完成", Tone.GREEN, FINAL)
    VOID = state("void", "已作废", Tone.GREY, FINAL)


class AnnualState(StateSet):
    """Where the annual check (年度检查) of one account stands."""

    OPEN = state("open", "待填报", Tone.BLUE, OPEN, "unit")
    REVIEW = state("review", "审核中", Tone.BLUE, "review")
    PASSED = state("passed", "合格", Tone.GREEN, DECIDED, FINAL)
    FAILED = state("failed", "不合格", Tone.RED, DECIDED, FINAL)
    VOID = state("void", "不适用", Tone.GREY, FINAL)


class Flag(StateSet):
    """What the daily job says of an open obligation."""

    NONE = state("", "未到期", Tone.BLUE)
    DUE_SOON = state("due_soon", "即将到期", Tone.AMBER)
    OVERDUE = state("overdue", "逾期", Tone.RED)
