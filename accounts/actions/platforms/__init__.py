"""The platform catalogue (平台目录) and the recogniser of pasted links."""

from .catalogue import (
    add_platform,
    change_platform,
    pattern_words,
    seed_platforms,
    set_patterns,
    standing_patterns,
)
from .expressions import check_expression
from .recogniser import Recognised, patterns_in_order, recognise, try_expression

__all__ = [
    "Recognised",
    "add_platform",
    "change_platform",
    "check_expression",
    "pattern_words",
    "patterns_in_order",
    "recognise",
    "seed_platforms",
    "set_patterns",
    "standing_patterns",
    "try_expression",
]
