"""Activity (活跃度): what accounts published, what is known of it, and what follows from it."""

from .bulletins import Bulletin, BulletinSection
from .enforcement import EnforcementBasis, EnforcementCase
from .entries import AccountEntry, CardStencil, Entry
from .evidence import EvidenceFile
from .findings import Finding, FindingObjection, Proof, Recheck, RectificationNotice, WatchListEntry
from .hands import HandScore, QuarterObjection, SelfScore, VetoRecord
from .inspections import Answer, Campaign, CampaignDraw, CampaignInspector, Inspected
from .items import FollowerCount, ItemChange, ItemImport, PublishedItem
from .quarters import FrozenRow, Quarter, SchemeVersion
from .tallies import Coverage, MonthTally, WeekTally
from .tokens import ItemToken
from .watch import AccountActivity, MissedQuota, SilenceFlag, Suspension

__all__ = [
    "AccountActivity",
    "AccountEntry",
    "Answer",
    "Bulletin",
    "BulletinSection",
    "Campaign",
    "CampaignDraw",
    "CampaignInspector",
    "CardStencil",
    "Coverage",
    "EnforcementBasis",
    "EnforcementCase",
    "Entry",
    "EvidenceFile",
    "Finding",
    "FindingObjection",
    "FollowerCount",
    "FrozenRow",
    "HandScore",
    "Inspected",
    "ItemChange",
    "ItemImport",
    "ItemToken",
    "MissedQuota",
    "MonthTally",
    "Proof",
    "PublishedItem",
    "Quarter",
    "QuarterObjection",
    "Recheck",
    "RectificationNotice",
    "SchemeVersion",
    "SelfScore",
    "SilenceFlag",
    "Suspension",
    "VetoRecord",
    "WatchListEntry",
    "WeekTally",
]
