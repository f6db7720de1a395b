"""Every write of a filing (备案动作)."""

from .consult import add_signers, copy, delegate, read_copy, remove_signer
from .decide import decide
from .drafts import discard, prepare, save_task, start
from .moves import transfer, urge, withdraw
from .opening import record_opening
from .papers import add_paper, remove_paper
from .recall import recall, take_back, terminate
from .remind import remind
from .submit import Incomplete, submit

__all__ = [
    "Incomplete",
    "add_paper",
    "add_signers",
    "copy",
    "decide",
    "delegate",
    "discard",
    "prepare",
    "read_copy",
    "recall",
    "record_opening",
    "remind",
    "remove_paper",
    "remove_signer",
    "save_task",
    "start",
    "submit",
    "take_back",
    "terminate",
    "transfer",
    "urge",
    "withdraw",
]
