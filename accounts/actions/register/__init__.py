"""The register (账号台账): entries come from filings, from finding unfiled accounts, and from corrections."""

from ..custody import hand_over_password
from .corrections import ChangedMeanwhile, Difference, correct
from .filed import close_account, merge_accounts, record_unfiled, register, update_from_filing

__all__ = [
    "ChangedMeanwhile",
    "Difference",
    "close_account",
    "correct",
    "hand_over_password",
    "merge_accounts",
    "record_unfiled",
    "register",
    "update_from_filing",
]
