"""Where encrypted texts are kept (密文所在): columns named `*_sealed` or `sealed_*`, and declared parts of JSON."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, TextField

Turn = Callable[[str], str]


@dataclass(frozen=True)
class Place:
    """One column with encrypted texts; `inside` names the key of the dictionaries of a JSON list, `blind` the column
    that holds the keyed hash of the same text."""

    model: type[Model]
    column: str
    inside: str = ""
    blind: str = ""

    @property
    def name(self) -> str:
        """What reports call it: core.user.phone_sealed."""
        return f"{self.model._meta.label_lower}.{self.column}"

    def texts(self, value: Any) -> Iterator[str]:
        """Yield the encrypted texts of one stored value."""
        if not self.inside:
            yield value or ""
            return
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict):
                yield part.get(self.inside) or ""

    def turned(self, value: Any, turn: Turn) -> Any:
        """Return a stored value with each encrypted text put through `turn`."""
        if not self.inside:
            return turn(value) if value else value
        return [
            {**part, self.inside: turn(part[self.inside])} if isinstance(part, dict) and part.get(self.inside) else part
            for part in (value if isinstance(value, list) else [])
        ]


_inside: dict[tuple[str, str], str] = {}
_blind: dict[tuple[str, str], str] = {}


def sealed_inside(label: str, column: str, key: str) -> None:
    """Say that a JSON list holds dictionaries whose `key` is an encrypted text."""
    _inside[label, column] = key


def blind_index(label: str, column: str, hashed: str) -> None:
    """Say that `hashed` holds the keyed hash of what `column` holds encrypted."""
    _blind[label, column] = hashed


def places() -> list[Place]:
    """Return every column with encrypted texts, in the order of their names."""
    found = []
    for model in apps.get_models():
        label = model._meta.label_lower
        for field in model._meta.local_concrete_fields:
            name = field.attname
            if isinstance(field, TextField) and (name.endswith("_sealed") or name.startswith("sealed_")):
                found.append(Place(model, name, blind=_blind.get((label, name), "")))
            elif (label, name) in _inside:
                found.append(Place(model, name, inside=_inside[label, name]))
    return sorted(found, key=lambda place: place.name)
