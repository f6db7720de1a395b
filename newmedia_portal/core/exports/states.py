"""The states of an export (导出状态) and how often one comes by itself."""

from django.db import models

from ..ui.states import FINAL, OPEN, StateSet, state
from ..ui.vocabulary import Tone


class ExportState(StateSet):
    """From the request to the end of the file."""

    QUEUED = state("queued", "排队中", Tone.BLUE, OPEN)
    RUNNING = state("running", "进行中", Tone.BLUE, OPEN)
    READY = state("ready", "可下载", Tone.GREEN)
    FAILED = state("failed", "失败", Tone.RED, FINAL)
    CANCELLED = state("cancelled", "已取消", Tone.GREY, FINAL)
    EXPIRED = state("expired", "已过期", Tone.GREY, FINAL)


class Rhythm(models.TextChoices):
    """How often a scheduled export is made."""

    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
