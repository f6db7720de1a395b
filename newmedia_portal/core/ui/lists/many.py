"""Long lists (长列表): that a list has more rows than are counted stays true for a while, and is not counted again.

Turning the pages of a long list would count the same ten thousand rows on each of them. Exact numbers are never kept.
"""

import hashlib
import time

from django.http import QueryDict

from .filters import UNFILTERED

#: Seconds for which a list that was long is taken to be long still.
STAYS = 60.0
MANY = 2000
_until: dict[bytes, float] = {}


def filters_in(params: QueryDict) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the filters of an address, whatever page, order or columns it names."""
    return tuple(sorted((name, tuple(values)) for name, values in params.lists() if name not in UNFILTERED))


def known_to_be_many(question: object) -> bool:
    """Whether the rows of this question were too many to count a moment ago."""
    return _until.get(_digest(question), 0.0) > time.monotonic()


def keep_as_many(question: object) -> None:
    """Remember that they are too many to count."""
    if len(_until) >= MANY:
        _until.clear()
    _until[_digest(question)] = time.monotonic() + STAYS


def _digest(question: object) -> bytes:
    """Return what is kept of a question: 32 bytes, however long an address somebody makes up."""
    return hashlib.sha256(repr(question).encode()).digest()
