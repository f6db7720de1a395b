"""What runs through the chain (审批事项): each app says how its objects are called, where they stand, who hears."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..access.models import Unit, User
from .models import Run


@dataclass(frozen=True)
class Kind:
    """One kind of object: its word, what the search calls it, how to find objects and addresses, how to end one."""

    code: str
    word: str
    searched: str
    find: Callable[[Iterable[int]], dict[int, Any]]
    url: Callable[[int], str]
    unit: Callable[[Any], Unit]
    visible: Callable[[User, int], Any]
    terminate: Callable[..., Any]
    overseers: Callable[[Any], set[int]]


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind of object known, once."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind | None:
    """Return a kind by the label of its model."""
    return _kinds.get(code)


def kinds() -> list[Kind]:
    """Return all kinds in the order of their words."""
    return sorted(_kinds.values(), key=lambda kind: kind.word)


def object_of(run: Run) -> Any:
    """Return the object of a run; None where its kind or itself is not known any more."""
    kind = kind_of(run.object_type)
    return kind.find([run.object_id]).get(run.object_id) if kind else None


def terminate_object(run: Run, *, reason: str, by: User, at: datetime) -> None:
    """End the object of a run by the action of its app."""
    kind, subject = kind_of(run.object_type), object_of(run)
    if kind is None or subject is None:
        raise LookupError(run.object_type)
    kind.terminate(subject, reason=reason, by=by, at=at)
