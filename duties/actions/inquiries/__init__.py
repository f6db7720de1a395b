"""Every write of a public message (留言)."""

from .handle import comment, give_answer, pass_on, reopen, waive
from .log import Letter, checked, log_message, mark_of
from .samples import draw, sample_messages
from .sheets import import_rows, undo_import

__all__ = [
    "Letter",
    "checked",
    "comment",
    "draw",
    "give_answer",
    "import_rows",
    "log_message",
    "mark_of",
    "pass_on",
    "reopen",
    "sample_messages",
    "undo_import",
    "waive",
]
