"""What a source tells of an item (告知), whether it is one already known, and what it changes: pure, without rows."""

from .identity import key_of, same_item
from .merging import changes_of, pushes_of
from .told import FIGURES, LABELS, Told, checked

__all__ = ["FIGURES", "LABELS", "Told", "changes_of", "checked", "key_of", "pushes_of", "same_item"]
