"""Every write to posts (稿件写入)."""

from .comments import comment, reopen_comment, reply, resolve_comment
from .consult import add_signers, copy, delegate, read_copy, remove_signer
from .decide import decide
from .drafts import discard, save, start
from .explain import explain
from .files import add_file, remove_file
from .grading import grade
from .locks import held_by_other, release_lock, take_lock
from .moves import reopen, transfer, urge, withdraw
from .published import correct, report, retract
from .recall import recall, take_back, terminate
from .receipts import confirm_receipt, record_receipt
from .revise import revise
from .submit import submit
from .topics import freeze_topic, release_topic
from .violations import explain_violation, settle_violation

__all__ = [
    "add_file",
    "add_signers",
    "comment",
    "confirm_receipt",
    "copy",
    "correct",
    "decide",
    "delegate",
    "discard",
    "explain",
    "explain_violation",
    "freeze_topic",
    "grade",
    "held_by_other",
    "read_copy",
    "recall",
    "record_receipt",
    "release_lock",
    "release_topic",
    "remove_file",
    "remove_signer",
    "reopen",
    "reopen_comment",
    "reply",
    "report",
    "resolve_comment",
    "retract",
    "revise",
    "save",
    "settle_violation",
    "start",
    "submit",
    "take_back",
    "take_lock",
    "terminate",
    "transfer",
    "urge",
    "withdraw",
]
