"""A receiver of error reports, as a house would name it in ERROR_HOOK."""

from typing import Any

GOT: list[dict[str, Any]] = []


def take(report: dict[str, Any]) -> None:
    """Keep the report."""
    GOT.append(report)


def refuse(report: dict[str, Any]) -> None:
    """Be out of order."""
    raise ConnectionError("away")
