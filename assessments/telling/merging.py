"""What a telling changes in an item that is known (更新), and which items went out together (推送次数).

A later source adds and corrects, it never deletes: an empty figure is "not told", not "none".
"""

import hashlib
from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.timezone import localtime

from .identity import link_key
from .told import FIGURES, Told

GROUPED = frozenset({"wechat_subscription", "wechat_service"})
"""Platforms on which several items (条) go out in one push (次); elsewhere each item is one."""
OWN = "p:"


class Pushed(Protocol):
    """What is read of an item to say which push it belongs to."""

    key: str
    push: str
    published_on: Any
    published_at: Any


def changes_of(known: Any, told: Told) -> dict[str, Any]:
    """Return the fields of a stored item that a telling changes, with their new values.

    Figures as of an earlier day fill gaps only. Title and time follow the later telling of the same link.
    """
    changed: dict[str, Any] = {}
    if told.link and not known.link:
        changed["link"] = told.link
    if told.published_at is not None and known.published_at is None:
        changed["published_at"] = told.published_at
    if told.title != known.title and told.link and known.link and link_key(told.link) == link_key(known.link):
        changed["title"] = told.title
    if told.original is not None and told.original != known.original:
        changed["original"] = told.original
    is_later = known.figures_on is None or told.figures_on is None or told.figures_on >= known.figures_on
    figures = {
        name: told.figures[name]
        for name in FIGURES
        if told.figures.get(name) is not None
        and told.figures[name] != getattr(known, name)
        and (is_later or getattr(known, name) is None)
    }
    if figures and told.figures_on is not None and (known.figures_on is None or told.figures_on > known.figures_on):
        figures["figures_on"] = told.figures_on  # type: ignore[assignment]
    return changed | figures


def own_push(mark: str) -> str:
    """Return the push as a source of its own names it, in the room that the column has."""
    if not mark:
        return ""
    return OWN + (mark if len(mark) <= 60 else hashlib.sha256(mark.encode()).hexdigest()[:60])


def pushes_of(platform: str, items: Iterable[Pushed]) -> dict[int, str]:
    """Return the push of each item of one account and day, by its place.

    A push that the source names stays. On platforms with several items a push, items of one minute are one push;
    those of which only the day is known belong to the first push of the day.
    """
    rows = list(items)
    if platform not in GROUPED:
        return {place: row.push if row.push.startswith(OWN) else row.key for place, row in enumerate(rows)}
    minutes = sorted(f"m:{localtime(row.published_at):%Y%m%dT%H%M}" for row in rows if row.published_at is not None)
    found = {}
    for place, row in enumerate(rows):
        if row.push.startswith(OWN):
            found[place] = row.push
        elif row.published_at is not None:
            found[place] = f"m:{localtime(row.published_at):%Y%m%dT%H%M}"
        else:
            found[place] = minutes[0] if minutes else f"d:{row.published_on:%Y%m%d}"
    return found
