"""Choices of duty rosters (值班表)."""

from django.db import models


class ShiftRole(models.TextChoices):
    """What a person on a shift does."""

    DUTY = "duty", "值班员"
    LEAD = "lead", "带班领导"


class EntryResult(models.TextChoices):
    """What a look at accounts and comment areas brought."""

    NIL = "nil", "未发现异常"
    FOUND = "found", "发现情况"


class BatchStatus(models.TextChoices):
    """How far an imported workbook has come."""

    CHECKED = "checked", "待导入"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"
