"""The result of a check (检查结论) as a pure function: any veto means 不合格; what is not known is never a fail."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from .states import Outcome, Verdict
from .template import Item


class Given(NamedTuple):
    """The answer to one item: its outcome, how often, and whether its finding was withdrawn afterwards (撤销)."""

    code: str
    outcome: str
    hits: int = 1
    withdrawn: bool = False


class Result(NamedTuple):
    """What follows: the verdict, the points, the vetoes that hit, and the items that nobody could answer."""

    verdict: Verdict
    points: Decimal
    vetoes: tuple[str, ...]
    unknown: tuple[str, ...]


def result_of(items: Sequence[Item], given: Iterable[Given]) -> Result:
    """Return the result of the answers; items without an answer count as not known."""
    answers = {one.code: one for one in given}
    vetoes, unknown, points = [], [], Decimal(0)
    for item in items:
        answer = answers.get(item.code)
        if answer is None or answer.outcome in (Outcome.OPEN, Outcome.UNKNOWN):
            unknown.append(item.code)
        elif answer.outcome == Outcome.PROBLEM and not answer.withdrawn:
            points += item.worth(answer.hits)
            if item.is_veto:
                vetoes.append(item.code)
    verdict = Verdict.FAILED if vetoes else Verdict.PASSED
    return Result(verdict, points, tuple(vetoes), tuple(unknown))  # type: ignore[arg-type]
