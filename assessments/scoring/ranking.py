"""Order of units within their class (分类排名): equal scores share a rank, units without a score have none."""

from collections.abc import Iterable
from typing import NamedTuple

from .records import Result


class Ranked(NamedTuple):
    """A result with its rank in its class; None without a score to compare."""

    rank: int | None
    result: Result


def ranked(results: Iterable[Result]) -> list[Ranked]:
    """Return results by class, best first; a vetoed unit stands where its remaining score puts it (1, 2, 2, 4)."""
    order = sorted(results, key=lambda one: (one.unit_class, one.counts is None, -(one.counts or 0), one.unit))
    found: list[Ranked] = []
    place, group, last = 0, "", Ranked(None, None)  # type: ignore[arg-type]
    for result in order:
        place = place + 1 if found and result.unit_class == group else 1
        if result.counts is None:
            rank = None
        elif place > 1 and last.rank is not None and last.result.counts == result.counts:
            rank = last.rank
        else:
            rank = place
        group, last = result.unit_class, Ranked(rank, result)
        found.append(last)
    return found
