"""The register of personal data (个人信息登记): each app says beside its models what it keeps about whom, and why.

The law asks for purpose, kinds, readers and time (个人信息保护法 arts. 6, 17, 51); the page, the workbook and the test
of the models all read these declarations, so that a field without one is found before it is released.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

NO = "不掩码"
MASKED = "中间位掩码（138****0001），凭权限逐次查看并记审计"


@dataclass(frozen=True)
class Kept:
    """Personal data in one table: which columns, about whom, what for, who sees it, how masked, how long."""

    label: str
    columns: tuple[str, ...]
    whom: str
    what: str
    purpose: str
    seen_by: str
    masked: str
    kept_for: str

    @property
    def table(self) -> str:
        """What the rows are called."""
        return str(apps.get_model(self.label)._meta.verbose_name)

    @property
    def sealed(self) -> str:
        """Whether it is encrypted at rest."""
        return "是" if any("sealed" in column for column in self.columns) or self.label in _sealed_parts else "否"


_kept: list[Kept] = []
_sealed_parts: set[str] = set()


def keeps(label: str, *columns: str, sealed_part: bool = False, **facts: Any) -> None:
    """Declare what the columns of a model tell about people; `sealed_part`: a part of a JSON column is encrypted."""
    _kept.append(Kept(label, columns, **facts))
    if sealed_part:
        _sealed_parts.add(label)


def declared() -> list[Kept]:
    """Return all declarations, by table."""
    return sorted(_kept, key=lambda kept: (kept.label, kept.columns))


def declared_columns() -> set[tuple[str, str]]:
    """Return model and column of everything that is declared."""
    return {(kept.label, column) for kept in _kept for column in kept.columns}
