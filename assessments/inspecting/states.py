"""States of inspections and of what follows from them (检查抽查、问题整改): value, label, colour and groups."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class CampaignState(StateSet):
    """Where an inspection campaign stands (检查抽查)."""

    PREPARING = state("preparing", "准备中", Tone.BLUE, OPEN)
    RUNNING = state("running", "检查中", Tone.BLUE, OPEN)
    REVIEWING = state("reviewing", "汇总中", Tone.BLUE, OPEN)
    CLOSED = state("closed", "已办结", Tone.GREEN, FINAL)
    CANCELLED = state("cancelled", "已取消", Tone.GREY, FINAL)


class InspectedState(StateSet):
    """Where the check of one account stands."""

    WAITING = state("waiting", "待检查", Tone.BLUE, OPEN)
    SECOND = state("second", "待复核", Tone.BLUE, OPEN)
    DONE = state("done", "已完成", Tone.GREEN, FINAL)
    SKIPPED = state("skipped", "未查", Tone.GREY, FINAL)


class Verdict(StateSet):
    """The result of the check of one account (检查结论): any veto means 不合格."""

    PASSED = state("passed", "合格", Tone.GREEN)
    FAILED = state("failed", "不合格", Tone.RED)
    UNCHECKED = state("unchecked", "未查", Tone.GREY)


class Outcome(StateSet):
    """The answer to one item (检查项结果); what is not known is never a fail."""

    OPEN = state("open", "未填写", Tone.GREY, "open")
    FINE = state("fine", "正常", Tone.GREEN)
    PROBLEM = state("problem", "有问题", Tone.AMBER)
    UNKNOWN = state("unknown", "未知", Tone.AMBER)
    NONE = state("none", "不适用", Tone.GREY)


class FindingState(StateSet):
    """Where a finding stands (问题整改)."""

    OPEN = state("open", "待通知", Tone.AMBER, "open")
    NOTIFIED = state("notified", "待整改", Tone.AMBER, "open", "clock")
    OBJECTED = state("objected", "申诉中", Tone.BLUE, "open")
    PROVEN = state("proven", "待复查", Tone.BLUE, "open")
    SETTLED = state("settled", "已整改", Tone.GREEN, FINAL)
    FAILED = state("failed", "整改不彻底", Tone.RED, FINAL)
    WITHDRAWN = state("withdrawn", "已撤销", Tone.GREY, FINAL)


class ObjectionState(StateSet):
    """Where an objection stands (申诉)."""

    FILED = state("filed", "待决定", Tone.BLUE, OPEN)
    ACCEPTED = state("accepted", "申诉成立", Tone.GREEN, FINAL)
    REJECTED = state("rejected", "申诉不成立", Tone.RED, FINAL)
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, FINAL)


class FoundBy(models.TextChoices):
    """Whose inspection found it (检查层级); some vetoes count only from certain levels."""

    LOCAL = "local", "本级检查"
    CITY = "city", "市级检查"
    PROVINCIAL = "provincial", "省级检查"
    NATIONAL = "national", "国家级检查"
