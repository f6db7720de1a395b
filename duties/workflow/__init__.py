"""The transition tables of duty work (值守流转), by noun; they touch no row but their own."""

from .impostors import ImpostorTransitions
from .incidents import IncidentTransitions
from .inquiries import MessageTransitions
from .people import ChecklistTransitions
from .reposts import RepostTransitions, TargetTransitions

__all__ = [
    "ChecklistTransitions",
    "ImpostorTransitions",
    "IncidentTransitions",
    "MessageTransitions",
    "RepostTransitions",
    "TargetTransitions",
]
