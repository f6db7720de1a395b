"""All models of the ground floor, so that Django finds them in one place."""

from .access.models import Post, Unit, User
from .audit.models import AuditEvent, AuditHead
from .jobs.models import JobRun, OutboxItem
from .notices.models import Notice
from .ui.models import SentForm
from .workdays.models import CalendarDay, CalendarYear
from .workflow.models import Decision, Run, Step

__all__ = [
    "AuditEvent",
    "AuditHead",
    "CalendarDay",
    "CalendarYear",
    "Decision",
    "JobRun",
    "Notice",
    "OutboxItem",
    "Post",
    "Run",
    "SentForm",
    "Step",
    "Unit",
    "User",
]
