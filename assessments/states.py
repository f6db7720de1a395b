"""States of activity (活跃度): value, label, colour and groups in one place."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class Source(models.TextChoices):
    """Where a figure came from (数据来源); every figure keeps it."""

    RECEIPT = "receipt", "发布回执"
    FORM = "form", "手工登记"
    IMPORT = "import", "后台导出"
    API = "api", "接口推送"
    ADAPTER = "adapter", "采集接入"
    NIL = "nil", "无发布申报"


class ImportState(StateSet):
    """Where a batch of published items stands."""

    CHECKING = state("checking", "核对中", Tone.BLUE, OPEN)
    CHECKED = state("checked", "待导入", Tone.BLUE, OPEN)
    RUNNING = state("running", "导入中", Tone.BLUE, OPEN)
    DONE = state("done", "已导入", Tone.GREEN, FINAL)
    FAULTY = state("faulty", "有误", Tone.RED, FINAL)
    UNDONE = state("undone", "已撤销", Tone.GREY, FINAL)


class Level(StateSet):
    """Levels of the silence watch (静默分级), from well to worst; the days of each stand in the edition."""

    UNKNOWN = state("unknown", "数据缺失", Tone.AMBER, "unknown")
    PAUSED = state("paused", "暂停更新", Tone.GREY, "excused")
    ACTIVE = state("active", "正常", Tone.GREEN)
    REMINDER = state("reminder", "更新提醒", Tone.AMBER, "flagged")
    NEAR = state("near", "临近静默", Tone.AMBER, "flagged")
    SILENT = state("silent", "静默", Tone.RED, "flagged", "silent")
    ZOMBIE = state("zombie", "僵尸号", Tone.RED, "flagged", "silent", "closing")
    SHELL = state("shell", "空壳号", Tone.RED, "flagged", "silent", "closing")
    REVIVED = state("revived", "注销后发布", Tone.RED, "flagged")
    ENDED = state("ended", "已注销", Tone.GREY, "ended")


class SuspensionState(StateSet):
    """Where a request to pause publishing stands."""

    ASKED = state("asked", "待批准", Tone.BLUE, OPEN)
    APPROVED = state("approved", "已批准", Tone.GREEN, "excused")
    REFUSED = state("refused", "不同意", Tone.RED, FINAL)
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, FINAL)
    ENDED = state("ended", "已结束", Tone.GREY, FINAL)


def level_of(value: str) -> Level:
    """Return the level with this stored value."""
    return Level(value)  # type: ignore[arg-type]


#: Levels that are flags with evidence, those that break the national veto line, and those that ask for closing.
FLAGGED = Level.within("flagged")
SILENT = Level.within("silent")
CLOSING = Level.within("closing")
