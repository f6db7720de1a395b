"""Filings, what was submitted, papers, certificates, gap-free numbers and obligations."""

from .deadlines import Obligation
from .filing import Attachment, Filing, Submission
from .numbers import Certificate, Sequence

__all__ = ["Attachment", "Certificate", "Filing", "Obligation", "Sequence", "Submission"]
