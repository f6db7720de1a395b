"""Every write of findings and rectification (问题整改): notices, proofs, re-checks, objections, watch list."""

from .found import Found, drop, enter_finding
from .notices import notify_unit
from .objections import decide, dispute, take_back
from .proofs import ask_more, prove
from .rechecks import recheck
from .watchlist import leave, list_account

__all__ = [
    "Found",
    "ask_more",
    "decide",
    "dispute",
    "drop",
    "enter_finding",
    "leave",
    "list_account",
    "notify_unit",
    "prove",
    "recheck",
    "take_back",
]
