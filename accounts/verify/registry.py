"""Who can tell a genuine paper from a false one (凭证核验): filings issue certificates and register here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..models import MediaAccount


@dataclass(frozen=True)
class Genuine:
    """A certificate whose number and check code belong together."""

    number: str
    issued_at: datetime
    account: MediaAccount


Checker = Callable[[str, str], Genuine | None]
_checkers: list[Checker] = []


def register_checker(check: Checker) -> Checker:
    """Add a check of number and code, once; it answers a wrong number and a wrong code alike."""
    if check not in _checkers:
        _checkers.append(check)
    return check


def genuine(number: str, code: str) -> Genuine | None:
    """Return the certificate with this number and check code; None for anything else."""
    return next((found for check in _checkers if (found := check(number, code)) is not None), None)
