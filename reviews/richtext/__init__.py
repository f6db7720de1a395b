"""The body of a post (正文): cleaning, one form, plain text, marks. Pure functions; nothing here reads a database."""

from .cleaning import sanitise
from .office import foreign_pictures, from_office
from .text import Passage, length, mark, outline, passages, plain_text
from .vocabulary import PICTURE_FOLDER, TooLarge
from .writing import Mark

__all__ = [
    "PICTURE_FOLDER", "Mark", "Passage", "TooLarge", "foreign_pictures", "from_office", "length", "mark", "outline",
    "passages", "plain_text", "sanitise",
]  # fmt: skip
