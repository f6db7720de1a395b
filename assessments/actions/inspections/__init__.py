"""Every write of inspection campaigns (检查抽查): preparing, drawing, checking, second looks, closing."""

from .campaigns import Plan, cancel, change, change_items, prepare, standing
from .checking import Given, answer, assign_to, refill, skip
from .closing import close, reopen, resume, review
from .drawing import start
from .evidence import attach
from .finishing import finish
from .second import agree, send_back

__all__ = [
    "Given",
    "Plan",
    "agree",
    "answer",
    "assign_to",
    "attach",
    "cancel",
    "change",
    "change_items",
    "close",
    "finish",
    "prepare",
    "refill",
    "reopen",
    "resume",
    "review",
    "send_back",
    "skip",
    "standing",
    "start",
]
