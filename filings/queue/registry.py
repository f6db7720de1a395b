"""What else the department looks at before it decides (核对登记处): a registry, so that upper floors add to it.

@register_look
def open_findings(filings, *, at): return {filing.pk: [Check(...)], …}

A look is told all filings of a page at once and asks the database as often for thirty as for one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ..checks import Check
from ..models import Filing


class Look(Protocol):
    """Called with the filings of a page; returns the lines for each, by its number."""

    def __call__(self, filings: Sequence[Filing], *, at: datetime) -> Mapping[int, list[Check]]:
        """Look, and write nothing."""


_looks: list[Look] = []


def register_look(look: Look) -> Look:
    """Add a look, once; called while the apps get ready."""
    if look not in _looks:
        _looks.append(look)
    return look


def registered_looks() -> list[Look]:
    """Return all looks, in the order of their registration."""
    return list(_looks)
