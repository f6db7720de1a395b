"""Every write of a measure or commendation (处置、表彰): proposed, decided, delivered, answered, ended."""

from .decide import decide, revoke
from .end import ask_again, close
from .propose import Proposal, lay_ready, propose, take_up, withdraw
from .tell import acknowledge, answer, deliver

__all__ = [
    "Proposal",
    "acknowledge",
    "answer",
    "ask_again",
    "close",
    "decide",
    "deliver",
    "lay_ready",
    "propose",
    "revoke",
    "take_up",
    "withdraw",
]
