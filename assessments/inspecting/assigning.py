"""Who checks what (检查人员分配) as a pure function: evenly, by chance of the seed, and never one's own unit (回避)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..sampling.chance import number


class Task(NamedTuple):
    """An account to be checked and the unit that answers for it."""

    account: int
    unit: int


def assign(
    tasks: Iterable[Task], people: Iterable[int], interests: Mapping[int, set[int]], seed: str
) -> dict[int, int | None]:
    """Return the person for each account; None where everybody holds a post in its unit.

    Tasks that few may take come first, so that nobody is left over while others could have swapped; within these the
    person with the fewest tasks takes the next, equal ones by chance. The order of the arguments makes no difference.
    """
    everybody, load = sorted(set(people)), dict[int, int]()
    free = {task: [one for one in everybody if task.unit not in interests.get(one, set())] for task in tasks}
    found: dict[int, int | None] = {}
    for task in sorted(free, key=lambda one: (len(free[one]), number(seed, "task", str(one.account)), one.account)):
        found[task.account] = lightest(free[task], load, seed, task.account)
        if (chosen := found[task.account]) is not None:
            load[chosen] = load.get(chosen, 0) + 1
    return found


def lightest(people: list[int], load: Mapping[int, int], seed: str, account: int) -> int | None:
    """Return whoever has the fewest tasks, by chance among equals; None of nobody."""
    return min(
        people,
        key=lambda one: (load.get(one, 0), number(seed, "person", str(account), str(one)), one),
        default=None,
    )
