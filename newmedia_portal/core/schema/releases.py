"""Which schema each release had (releases.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("releases.toml")


@dataclass(frozen=True)
class Release:
    """A release: its version, the commit it was made of, and its leaf migration by app."""

    version: str
    commit: str
    leaves: Mapping[str, str]

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Return the leaves as the migration executor takes them."""
        return sorted(self.leaves.items())


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def releases() -> list[Release]:
    """Return all releases, the oldest first."""
    return [Release(**entry) for entry in _read()["release"]]


def exceptions() -> dict[str, str]:
    """Return the operations that stand although the rule forbids them, each with its reason."""
    return dict(_read()["exceptions"])
