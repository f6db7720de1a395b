"""States of an incident (事件状态), its kinds and its severity."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class IncidentState(StateSet):
    """Where an incident stands."""

    FOUND = state("found", "待报告", Tone.AMBER, OPEN)
    REPORTED = state("reported", "已报告", Tone.BLUE, OPEN)
    HANDLING = state("handling", "处置中", Tone.BLUE, OPEN)
    CLOSED = state("closed", "已办结", Tone.GREEN, FINAL)


class Severity(StateSet):
    """How grave it is; a grave one is told to the leaders too."""

    GENERAL = state("general", "一般", Tone.GREY)
    MAJOR = state("major", "重大", Tone.AMBER)


class IncidentKind(models.TextChoices):
    """What happened (事件类别)."""

    COMMENT = "comment", "有害评论"
    OPINION = "opinion", "舆情事件"
    HIJACKED = "hijacked", "账号被盗用"
    CONTENT = "content", "信息泄露或内容错误"
    GROUP = "group", "群内事件"
    OTHER = "other", "其他突发情况"


class Axis(models.TextChoices):
    """What a line of the log of an incident tells (处置记录)."""

    REPORT = "report", "报告"
    ACTION = "action", "处置"
    PLATFORM = "platform", "联系平台"
    MEASURE = "measure", "群内措施"
    REFERRAL = "referral", "移送"
    COMMENT = "comment", "批示意见"
