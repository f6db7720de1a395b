"""The models of duty work (值守)."""

from .batches import DutyBatch
from .impostors import ImpostorCase, ImpostorContact, ImpostorLetter
from .incidents import Incident, IncidentEntry
from .inquiries import MessageNote, MessageSample, PublicMessage
from .people import CheckReply, CheckRound, EntryConfirmation, LeavingChecklist, LeavingItem
from .reposts import RepostTarget, RepostTask
from .rosters import DutyRoster, DutyShift, MonitoringEntry, ShiftSwap

__all__ = [
    "CheckReply",
    "CheckRound",
    "DutyBatch",
    "DutyRoster",
    "DutyShift",
    "EntryConfirmation",
    "ImpostorCase",
    "ImpostorContact",
    "ImpostorLetter",
    "Incident",
    "IncidentEntry",
    "LeavingChecklist",
    "LeavingItem",
    "MessageNote",
    "MessageSample",
    "MonitoringEntry",
    "PublicMessage",
    "RepostTarget",
    "RepostTask",
    "ShiftSwap",
]
