"""The register: platforms, accounts with their history, teams, custody, and ledger imports."""

from .circle import CircleMember
from .groups import GroupCleanup, GroupMember, WorkGroup
from .handover import Handover, HandoverItem, HandoverLine, HandoverSign
from .imports import ColumnMapping, ImportBatch, ImportRow
from .intake import PeopleBatch
from .media import CustodyRecord, MediaAccount, NameRecord, TeamMember
from .platforms import LinkPattern, Platform
from .staff import StaffRecord

__all__ = [
    "CircleMember",
    "ColumnMapping",
    "CustodyRecord",
    "GroupCleanup",
    "GroupMember",
    "Handover",
    "HandoverItem",
    "HandoverLine",
    "HandoverSign",
    "ImportBatch",
    "ImportRow",
    "LinkPattern",
    "MediaAccount",
    "NameRecord",
    "PeopleBatch",
    "Platform",
    "StaffRecord",
    "TeamMember",
    "WorkGroup",
]
