"""States of duty work (值守状态): value, label, colour and groups in one place, by noun."""

from .impostors import ACTED, ImpostorState, LetterOutcome, Partner, Source
from .incidents import Axis, IncidentKind, IncidentState, Severity
from .inquiries import WAITING, Channel, MessageFlag, MessageState, Topic
from .people import ChecklistState, EntryWord, ReplyWord
from .reposts import MISSED, OWED, UNFINISHED, RepostState, TargetState
from .rosters import BatchStatus, EntryResult, ShiftRole

__all__ = [
    "ACTED",
    "MISSED",
    "OWED",
    "UNFINISHED",
    "WAITING",
    "Axis",
    "BatchStatus",
    "Channel",
    "ChecklistState",
    "EntryResult",
    "EntryWord",
    "ImpostorState",
    "IncidentKind",
    "IncidentState",
    "LetterOutcome",
    "MessageFlag",
    "MessageState",
    "Partner",
    "ReplyWord",
    "RepostState",
    "Severity",
    "ShiftRole",
    "Source",
    "TargetState",
    "Topic",
]
