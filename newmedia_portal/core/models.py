"""All models of the ground floor, so that Django finds them in one place."""

from .access.models import Post, Unit, User
from .audit.keeping import AuditArchive, AuditCheckpoint
from .audit.models import AuditEvent, AuditHead
from .exports.models import Export, ExportSchedule
from .following.models import Follow
from .jobs.models import JobRun, OutboxItem
from .notices.models import Attempt, CalendarFeed, Channel, Delivery, MessageSettings, Notice, Preference
from .numbers import Sequence
from .operating.models import Heartbeat, SlowStatement
from .passwords.models import PasswordUsed
from .releases.models import ReleaseRequest
from .saved.models import DefaultView, SavedView
from .search.models import SearchEntry, SearchMark
from .second_factor.models import Authenticator, RecoveryCode
from .sessions.models import LoginSession
from .sso.models import OuterIdentity
from .tokens.models import ApiToken, KeptAnswer, ServiceAccount, TokenUse
from .ui.models import SentForm
from .webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription, WebhookTry
from .workdays.models import CalendarDay, CalendarYear
from .workflow.models import Copy, Decision, Presence, Run, Seat, Step, Substitution

__all__ = [
    "ApiToken",
    "Attempt",
    "AuditArchive",
    "AuditCheckpoint",
    "AuditEvent",
    "AuditHead",
    "Authenticator",
    "CalendarDay",
    "CalendarFeed",
    "CalendarYear",
    "Channel",
    "Copy",
    "Decision",
    "DefaultView",
    "Delivery",
    "Export",
    "ExportSchedule",
    "Follow",
    "Heartbeat",
    "JobRun",
    "KeptAnswer",
    "LoginSession",
    "MessageSettings",
    "Notice",
    "OutboxItem",
    "OuterIdentity",
    "PasswordUsed",
    "Post",
    "Preference",
    "Presence",
    "RecoveryCode",
    "ReleaseRequest",
    "Run",
    "SavedView",
    "SearchEntry",
    "SearchMark",
    "Seat",
    "SentForm",
    "Sequence",
    "ServiceAccount",
    "SlowStatement",
    "Step",
    "Substitution",
    "TokenUse",
    "Unit",
    "User",
    "WebhookDelivery",
    "WebhookEvent",
    "WebhookSubscription",
    "WebhookTry",
]
