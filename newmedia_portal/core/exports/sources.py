"""Who can write an export (导出内容): sources register by code, the download centre knows nothing else of them.

@register_source
class Ledger(Source):
    code, label = "ledger", "账号台账"

    def write(self, making): ...
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, ClassVar

Told = Callable[[int, int | None], None]
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Making:
    """One file in the making: for whom, from what, into which file; `told(done, total)` says how far it is."""

    by: Any
    params: dict[str, Any]
    title: str
    target: BinaryIO
    at: datetime
    told: Told


class Source(ABC):
    """Writes files of one kind; `write` returns the number of rows and may be called any number of times."""

    code: ClassVar[str]
    label: ClassVar[str]
    suffix: ClassVar[str] = "xlsx"

    @abstractmethod
    def allows(self, user: Any, params: dict[str, Any]) -> bool:
        """Whether the person may have this now; asked at the request, before writing and at each download."""

    @abstractmethod
    def write(self, making: Making) -> int:
        """Write the file under the rights of `making.by`; raises Refused with a remedy."""

    def address(self, params: dict[str, Any]) -> str:
        """Return the page that shows the same; empty where there is none."""
        return ""


_sources: dict[str, Source] = {}


def register_source(kind: type[Source]) -> type[Source]:
    """Make a source known by its code, once."""
    if type(_sources.setdefault(kind.code, kind())) is not kind:
        raise ValueError(f"导出内容 {kind.code} 已登记")
    return kind


def source_of(code: str) -> Source:
    """Return a source; raises KeyError for one that this release does not know."""
    return _sources[code]
