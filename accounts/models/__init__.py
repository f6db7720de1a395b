"""The register: platforms, accounts with their history, teams, custody, and ledger imports."""

from .imports import ColumnMapping, ImportBatch, ImportRow
from .media import CustodyRecord, MediaAccount, NameRecord, TeamMember
from .platforms import LinkPattern, Platform
from .staff import StaffRecord

__all__ = [
    "ColumnMapping",
    "CustodyRecord",
    "ImportBatch",
    "ImportRow",
    "LinkPattern",
    "MediaAccount",
    "NameRecord",
    "Platform",
    "StaffRecord",
    "TeamMember",
]
