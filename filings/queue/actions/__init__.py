"""Every write of the queue: taking and releasing, phrases, batches."""

from .batches import MOST, Chosen, run_batch
from .claims import claim, release
from .phrases import add_phrase, move_phrase, remove_phrase

__all__ = [
    "MOST",
    "Chosen",
    "add_phrase",
    "claim",
    "move_phrase",
    "release",
    "remove_phrase",
    "run_batch",
]
