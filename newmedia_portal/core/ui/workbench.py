"""What apps add to the workbench (工作台的附加栏): registered cards, so that the desk knows none of them.

@workbench.register_card
def mine(request): return Card("待转发", "duties/desk.html", {"items": …}, url=…) or None

@workbench.register_todo adds to 待办 in the same way; its function is told the tab: todo, done, sent or deadlines.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Card:
    """A card on the workbench: its template gets `card` with this context; `url` leads to the whole list.

    `waiting` is how much of it waits for this person; the figure 待我办理 counts it in.
    """

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    url: str = ""
    order: int = 100
    waiting: int = 0


CardMaker = Callable[[HttpRequest], Card | None]
TodoMaker = Callable[[HttpRequest, str], Card | None]
_makers: list[CardMaker] = []
_todo_makers: list[TodoMaker] = []


def register_card(make: CardMaker) -> CardMaker:
    """Add a card, once; `make` returns None where it has nothing to show this person."""
    if make not in _makers:
        _makers.append(make)
    return make


def cards_of(request: HttpRequest) -> list[Card]:
    """Return the cards for the person who looks, in order."""
    return sorted((card for make in _makers if (card := make(request)) is not None), key=lambda card: card.order)


def register_todo(make: TodoMaker) -> TodoMaker:
    """Add a card to 待办, once; `make` returns None where the tab has nothing of its kind."""
    if make not in _todo_makers:
        _todo_makers.append(make)
    return make


def todo_cards_of(request: HttpRequest, tab: str) -> list[Card]:
    """Return the cards of a tab of 待办, in order."""
    found = (make(request, tab) for make in _todo_makers)
    return sorted((card for card in found if card is not None), key=lambda card: card.order)
