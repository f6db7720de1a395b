"""Filings, what was submitted, papers, certificates, gap-free numbers and obligations."""

from ..queue.models import Batch, BatchItem, Claim, Phrase
from .annual import AnnualCampaign, AnnualCheck
from .deadlines import Obligation
from .filing import Attachment, Filing, Submission
from .numbers import Certificate, Sequence
from .reminders import Reminder
from .summaries import WorkSummary
from .upward import UpwardReceipt

__all__ = [
    "AnnualCampaign",
    "AnnualCheck",
    "Attachment",
    "Batch",
    "BatchItem",
    "Certificate",
    "Claim",
    "Filing",
    "Obligation",
    "Phrase",
    "Reminder",
    "Sequence",
    "Submission",
    "UpwardReceipt",
    "WorkSummary",
]
