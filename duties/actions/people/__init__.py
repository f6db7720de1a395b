"""Every write about people and custody (队伍与口令)."""

from .answering import Answer, answer_checks
from .confirming import confirm_entries
from .leaving import open_checklist, tick

__all__ = ["Answer", "answer_checks", "confirm_entries", "open_checklist", "tick"]
