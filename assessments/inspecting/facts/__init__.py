"""What the portal can say by itself about the items of an account (自动判断), each with the rows it rests on.

Missing data is 未知 and never a fail. Every source looks at many accounts at once, with a fixed number of statements.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from ..template import Item
from .activity import quota, silence
from .basis import Fact, Looked, Sources, look
from .register import earlier, filings, register
from .words import replies, texts

SOURCES: dict[str, Callable[[Looked, Item], dict[int, Fact]]] = {
    "silence": silence,
    "quota": quota,
    "replies": replies,
    "texts": texts,
    "register": register,
    "filings": filings,
    "earlier": earlier,
}

__all__ = ["SOURCES", "Fact", "Looked", "Sources", "gather", "look"]


def gather(looked: Looked, items: Sequence[Item], at: datetime) -> dict[int, dict[str, Fact]]:
    """Return the facts of every account by its number and the code of the item; items by hand have none."""
    found: dict[int, dict[str, Fact]] = {account.pk: {} for account in looked.accounts}
    for item in items:
        source = SOURCES.get(item.source)
        if source is None:
            continue
        for pk, fact in source(looked, item).items():
            found[pk][item.code] = fact
    return found
