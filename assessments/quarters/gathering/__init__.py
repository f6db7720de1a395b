"""Facts of a period for scoring (计分数据的归集): figures with the rows they came from; what is unknown stays unknown.

A number of statements that does not grow with the accounts; `only` narrows them to a few units.
"""

from .gather import Gathered, GatheredUnit, account_of, by_unit, gather, part_of, parts_of, read, unit_of
from .subjects import Frame, Subject

__all__ = [
    "Frame",
    "Gathered",
    "GatheredUnit",
    "Subject",
    "account_of",
    "by_unit",
    "gather",
    "part_of",
    "parts_of",
    "read",
    "unit_of",
]
