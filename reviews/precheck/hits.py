"""What the pre-check finds (命中): place, category, article, grade, advice."""

from dataclasses import dataclass

from newmedia_portal.core.ui.states import StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class Grade(StateSet):
    """How much a hit weighs; none of them decides anything by itself."""

    BLOCK = state("block", "禁用", Tone.RED)
    WARN = state("warn", "警示", Tone.AMBER)
    HINT = state("hint", "提示", Tone.BLUE)

    @property
    def weight(self) -> int:
        """Heavier grades have larger numbers."""
        return WEIGHT[str(self)]


WEIGHT = {"block": 3, "warn": 2, "hint": 1}


@dataclass(frozen=True, slots=True)
class Hit:
    """One find. `start` and `end` are code points in the original text of `field`; 0, 0 means the field as such.

    `article` is the edition's article of the category, empty where a general rule found it; `basis` says what the
    hit rests on; `found` is the original text (personal data masked).
    """

    rule: str
    category: str
    article: str
    grade: str
    field: str
    start: int
    end: int
    found: str
    advice: str
    basis: str
