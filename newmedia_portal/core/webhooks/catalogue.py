"""What can be subscribed to (事件目录): apps declare their events where they happen, and which audit actions tell them.

    register(Kind("filing.submitted", "提交备案", "filing", "filings.filing", url=…, actions={"filing.submitted"}))

The audit log is the one place where every change is heard of; what it tells of in sums only is published by its job.
"""

from collections.abc import Callable
from dataclasses import dataclass

#: Sent by the button of the administrator; belongs to no subscription's choice.
TEST = "webhook.test"


@dataclass(frozen=True)
class Kind:
    """A kind of event: name, Chinese label, public name of its object, the model, and the page about it.

    `wide` events concern a whole organisation: they reach subscriptions to any of its units.
    """

    code: str
    label: str
    thing: str
    model: str
    url: Callable[[int], str]
    actions: frozenset[str] = frozenset()
    wide: bool = False
    unit_of: Callable[[int], int | None] = lambda pk: None


_kinds: dict[str, Kind] = {}
_by_action: dict[tuple[str, str], Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind of event, once; an action tells of one kind."""
    if _kinds.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"事件 {kind.code} 已登记")
    for action in kind.actions:
        if _by_action.setdefault((action, kind.model), kind) is not kind:
            raise ValueError(f"动作 {action} 已属于另一种事件")


def kind_told_by(action: str, model: str) -> Kind | None:
    """Return the kind of event that an audit action on a model tells of, if any."""
    return _by_action.get((action, model))


def kind_of(code: str) -> Kind:
    """Return a kind by its name."""
    return _kinds[code]


def choices() -> list[tuple[str, str]]:
    """Return all kinds with their labels, by name."""
    return [(kind.code, kind.label) for kind in sorted(_kinds.values(), key=lambda kind: kind.code)]


def label_of(code: str) -> str:
    """Return the label of a kind; an old one that is declared no longer keeps its name."""
    return "测试事件" if code == TEST else _kinds[code].label if code in _kinds else code
