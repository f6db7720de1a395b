"""What can be followed (可关注的对象): apps register kinds of objects, and where an event on one is told too.

    register(Followable(MediaAccount, "账号", rows=lambda user: MediaAccount.objects.visible_to(user), url=…))

Every event of the audit log that changes a state is told to the followers of its object; `actions` names further
events that are. `above` gives the objects whose followers hear of it as well (a filing's account and unit).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

Place = tuple[type[Model], int | None]


@dataclass(frozen=True)
class Followable:
    """A kind of object; with `own` False its events are only told to those who follow what is above it."""

    model: type[Model]
    label: str
    rows: Callable[[Any], QuerySet[Any]]
    url: Callable[[Any], str]
    actions: frozenset[str] = frozenset()
    above: Callable[[Any], Iterable[Place]] = lambda row: ()
    own: bool = True

    @property
    def code(self) -> str:
        """The name that the audit log uses."""
        return self.model._meta.label_lower


_kinds: dict[str, Followable] = {}


def register(kind: Followable) -> None:
    """Add a kind of object; the same again replaces it."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Followable | None:
    """Return the kind of a name of the audit log; None where it cannot be followed."""
    return _kinds.get(code)
