"""States of measures and commendations (处置、表彰): value, label, colour and groups in one place."""

from django.db import models

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class EnforcementState(StateSet):
    """Where a measure (处置) or a commendation (表彰) stands; nothing is a measure before a person decides."""

    DRAFT = state("draft", "草稿", Tone.GREY, "editable")
    PROPOSED = state("proposed", "待决定", Tone.BLUE, OPEN)
    REFUSED = state("refused", "不同意", Tone.RED, FINAL)
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, FINAL)
    DECIDED = state("decided", "待送达", Tone.BLUE, OPEN, "stands")
    DELIVERED = state("delivered", "待反馈", Tone.BLUE, OPEN, "stands", "told")
    ANSWERED = state("answered", "待结案", Tone.BLUE, OPEN, "stands", "told")
    CLOSED = state("closed", "已结束", Tone.GREY, FINAL, "stands", "told")
    REVOKED = state("revoked", "已撤销", Tone.GREY, FINAL)


class CaseKind(models.TextChoices):
    """Whether a case holds a unit to its duties or praises it (类别)."""

    SANCTION = "sanction", "处置"
    REWARD = "reward", "表彰激励"


class Delivery(models.TextChoices):
    """How a decision reached its addressee (送达方式)."""

    NONE = "", "未送达"
    PORTAL = "portal", "平台送达"
    PAPER = "paper", "纸质送达"


#: Cases whose decision is in force, and those that their unit knows of.
STANDING = EnforcementState.within("stands")
