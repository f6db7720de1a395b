"""States of a repost task and of its accounts (转发任务状态): value, label, colour and groups in one place."""

from newmedia_portal.core.ui.states import FINAL, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class RepostState(StateSet):
    """Where a task stands."""

    ISSUED = state("issued", "进行中", Tone.BLUE, "running")
    CLOSED = state("closed", "已结束", Tone.GREY, FINAL)
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, FINAL)


class TargetState(StateSet):
    """What one account has done about a task."""

    OPEN = state("open", "待转发", Tone.BLUE, "unfinished", "owed")
    EXCUSED = state("excused", "申报不适合", Tone.AMBER, "unfinished", "owed")
    DONE = state("done", "已转发", Tone.GREEN, "owed")
    EXEMPT = state("exempt", "不要求转发", Tone.GREY, FINAL)


#: What counts in a task's progress: all but the accounts that the department has let off.
OWED = TargetState.within("owed")
UNFINISHED = TargetState.within("unfinished")
#: What an account is called that had not reposted when the task ended.
MISSED = "未转发"
