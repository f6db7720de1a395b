"""Every write of a repost task (转发任务)."""

from .confirm import Told, checked_link, confirm, confirm_many
from .end import close, withdraw
from .excuse import answer, declare
from .issue import Item, NoDuty, checked, issue, rule_for

__all__ = [
    "Item",
    "NoDuty",
    "Told",
    "answer",
    "checked",
    "checked_link",
    "close",
    "confirm",
    "confirm_many",
    "declare",
    "issue",
    "rule_for",
    "withdraw",
]
