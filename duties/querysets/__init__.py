"""Filters of duty work (值守筛选); every list starts from `visible_to`."""

from .duty import DutyQuerySet, IncidentQuerySet, MessageQuerySet, ShiftQuerySet
from .impostors import ImpostorQuerySet
from .people import ChecklistQuerySet, ConfirmationQuerySet, ReplyQuerySet
from .reposts import RepostTargetQuerySet, RepostTaskQuerySet

__all__ = [
    "ChecklistQuerySet",
    "ConfirmationQuerySet",
    "DutyQuerySet",
    "ImpostorQuerySet",
    "IncidentQuerySet",
    "MessageQuerySet",
    "ReplyQuerySet",
    "RepostTargetQuerySet",
    "RepostTaskQuerySet",
    "ShiftQuerySet",
]
