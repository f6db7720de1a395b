"""Every write of a filing (备案动作)."""

from .decide import decide
from .drafts import discard, save_task, start
from .moves import transfer, urge, withdraw
from .opening import record_opening
from .papers import add_paper, remove_paper
from .remind import remind
from .submit import Incomplete, submit

__all__ = [
    "Incomplete",
    "add_paper",
    "decide",
    "discard",
    "record_opening",
    "remind",
    "remove_paper",
    "save_task",
    "start",
    "submit",
    "transfer",
    "urge",
    "withdraw",
]
