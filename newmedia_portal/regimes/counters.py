"""Who counts running cases (在办件统计): apps above register a counter, so that imports keep going down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseCount:
    """Running cases pinned to an edition, by filing kind; `key` is kind and variant, e.g. open.standard."""

    key: str
    label: str
    number: int


Counter = Callable[[Any], Iterable[CaseCount]]
_counters: list[Counter] = []


def register_counter(counter: Counter) -> None:
    """Add a counter, once; it takes an EditionRecord and yields CaseCount."""
    if counter not in _counters:
        _counters.append(counter)


def running_cases(record: Any) -> list[CaseCount]:
    """All running cases pinned to an edition, in the order of the counters."""
    return [count for counter in _counters for count in counter(record) if count.number]
