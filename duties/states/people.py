"""States of a leaver's checklist (离任清单状态), and what the lists of people and custody call their rows."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class ChecklistState(StateSet):
    """Where a checklist stands; it is done when every item is."""

    OPEN = state("open", "办理中", Tone.BLUE, OPEN)
    DONE = state("done", "已完成", Tone.GREEN, FINAL)


class ReplyWord(models.TextChoices):
    """What a reply to a round of checks is called; all follow from what was stored."""

    WAITING = "waiting", "待填报"
    LATE = "late", "逾期"
    FINE = "fine", "已填报"
    PROBLEM = "problem", "有问题"


class EntryWord(models.TextChoices):
    """What the confirmation of an entry is called."""

    SAME = "same", "已核实"
    CHANGED = "changed", "有变化"
