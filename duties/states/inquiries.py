"""States of a public message (留言状态), its channels and topics."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class MessageState(StateSet):
    """Where a message stands; passing it on does not stop its clock."""

    OPEN = state("open", "待答复", Tone.BLUE, "waiting")
    PASSED = state("passed", "已转办", Tone.BLUE, "waiting")
    ANSWERED = state("answered", "已答复", Tone.GREEN, FINAL)
    WAIVED = state("waived", "无需答复", Tone.GREY, FINAL)


WAITING = MessageState.within("waiting")


class MessageFlag(models.TextChoices):
    """What the daily job has said of a message that waits."""

    NONE = "", "未到期"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "已逾期"


class Channel(models.TextChoices):
    """Where a message came in (渠道)."""

    COMMENT = "comment", "评论"
    PRIVATE = "private", "私信"
    BOARD = "board", "留言板"
    PHONE = "phone", "电话转办"
    OTHER = "other", "其他"


class Topic(models.TextChoices):
    """What a message is about (主题)."""

    CONSULT = "consult", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    REPORT = "report", "举报"
    ADVICE = "advice", "建议"
    PRAISE = "praise", "表扬"
    OTHER = "other", "其他"
