"""Two sides in turn: median, spread and the ratio between them; what they bring back must be equal first."""

import gc
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import Any

Side = Callable[[], Any]


@dataclass
class Measured:
    """One job beside its yardstick. Times in milliseconds; `growth` is the job's time by size over the smallest."""

    id: str
    job: str
    yardstick: str
    ratio: float
    spread: list[float]
    goal: float
    growth: dict[str, float] = field(default_factory=dict)
    digest_equal: bool = True
    milliseconds: list[float] = field(default_factory=list)
    rounds: int = 0
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the goal is reached with equal results."""
        return self.digest_equal and self.ratio <= self.goal

    def as_json(self) -> dict[str, Any]:
        """Return the row for the file."""
        return asdict(self) | {"holds": self.holds}


def seconds(side: Side) -> tuple[float, Any]:
    """Return how long one call took, and what it brought back."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    result = side()
    taken = time.perf_counter() - began
    gc.enable()
    return taken, result


def typical(side: Side, rounds: int) -> float:
    """Return the median of some calls after one to warm up, in milliseconds."""
    side()
    return median(seconds(side)[0] for _ in range(rounds)) * 1000


def compare(
    ours: Side,
    theirs: Side,
    *,
    rounds: int,
    around: Callable[[], AbstractContextManager[Any]] = nullcontext,
    look: Side | None = None,
    same: Callable[[Any, Any], bool] = lambda mine, other: mine == other,
    **about: Any,
) -> Measured:
    """Call both sides in alternating order, inside `around`, which is not timed; results are compared first.

    A side that writes brings back what `look` finds before `around` takes it back.
    """
    sides = {"ours": ours, "theirs": theirs}
    brought = {name: _one(side, around, look)[1] for name, side in sides.items()}
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in sorted(sides, reverse=number % 2 == 1):
            taken[name].append(_one(sides[name], around)[0])
    each = [mine / other for mine, other in zip(taken["ours"], taken["theirs"], strict=True)]
    middle = {name: median(times) for name, times in taken.items()}
    quarter = quantiles(each, n=4) if rounds > 1 else [each[0]] * 3
    return Measured(
        ratio=round(middle["ours"] / middle["theirs"], 4),
        spread=[round(quarter[0], 4), round(quarter[2], 4)],
        digest_equal=same(brought["ours"], brought["theirs"]),
        milliseconds=[round(middle["ours"] * 1000, 2), round(middle["theirs"] * 1000, 2)],
        rounds=rounds,
        **about,
    )


def _one(side: Side, around: Callable[[], AbstractContextManager[Any]], look: Side | None = None) -> tuple[float, Any]:
    with around():
        taken, result = seconds(side)
        return taken, look() if look is not None else result
