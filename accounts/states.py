"""States of an account in the register (账号状态): value, label, colour and groups in one place."""

from django.db import models

from newmedia_portal.core.ui.states import DECIDED, FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class AccountState(StateSet):
    """Where an account stands towards the filing authority."""

    UNFILED = state("unfiled", "未备案", Tone.RED, OPEN)
    LISTED = state("listed", "在册待补", Tone.AMBER, OPEN)
    FILED = state("filed", "已备案", Tone.GREEN, OPEN, DECIDED)
    CLOSED = state("closed", "已注销", Tone.GREY, FINAL)
    MERGED = state("merged", "已整合", Tone.GREY, FINAL)


class HandoverState(StateSet):
    """Where a hand-over stands: done when nothing is open and every side has confirmed."""

    OPEN = state("open", "办理中", Tone.BLUE, OPEN)
    DONE = state("done", "已完成", Tone.GREEN, FINAL)


class HandoverSide(models.TextChoices):
    """Who confirms a hand-over (三方确认)."""

    LEAVER = "leaver", "移交人"
    SUCCESSOR = "successor", "接手人"
    DEPARTMENT = "department", "主管部门"


RUNNING = [AccountState.UNFILED, AccountState.LISTED, AccountState.FILED]
ENDED = [AccountState.CLOSED, AccountState.MERGED]

NATIONAL = [("", "未登记"), ("pending", "待报送"), ("filed", "已报送"), ("cancelled", "已注销")]
PRECISION = [("day", "日"), ("month", "月"), ("year", "年")]
