"""The approval chain as rows, split by noun."""

from .parts import Copy, Presence, Seat
from .runs import Decision, Run, Step
from .substitutions import Substitution

__all__ = ["Copy", "Decision", "Presence", "Run", "Seat", "Step", "Substitution"]
