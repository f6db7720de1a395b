"""States of an impostor case (假冒账号处置状态), what came of a letter, and who helps."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class ImpostorState(StateSet):
    """Where a case stands."""

    REPORTED = state("reported", "待核实", Tone.AMBER, OPEN)
    HANDLING = state("handling", "处置中", Tone.BLUE, OPEN)
    SENT = state("sent", "已致函", Tone.BLUE, OPEN)
    SETTLED = state("settled", "平台已处置", Tone.GREEN, OPEN)
    CLOSED = state("closed", "已办结", Tone.GREEN, FINAL)
    DISMISSED = state("dismissed", "不是假冒", Tone.GREY, FINAL)


class LetterOutcome(models.TextChoices):
    """What the platform did about a letter (平台处理结果)."""

    NONE = "", "等待答复"
    CLOSED = "closed", "已关停账号"
    RENAMED = "renamed", "账号已更名或去除冒用内容"
    REFUSED = "refused", "平台不予处置"
    SILENT = "silent", "没有答复"


#: What ends the impersonation; anything else means another letter.
ACTED = (LetterOutcome.CLOSED, LetterOutcome.RENAMED)


class Partner(models.TextChoices):
    """Who is brought in (协同单位)."""

    CYBERSPACE = "cyberspace", "网信部门"
    POLICE = "police", "公安机关"
    OTHER = "other", "其他"


class Source(models.TextChoices):
    """Who reported it (来源)."""

    PUBLIC = "public", "公众举报"
    STAFF = "staff", "工作人员登记"
