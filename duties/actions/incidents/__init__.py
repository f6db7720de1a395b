"""Every write of an incident (事件)."""

from .end import close, reopen, sum_up
from .enter import Finding, enter_incident
from .steps import Step, comment, grade, log_step
from .tell import tell

__all__ = [
    "Finding",
    "Step",
    "close",
    "comment",
    "enter_incident",
    "grade",
    "log_step",
    "reopen",
    "sum_up",
    "tell",
]
