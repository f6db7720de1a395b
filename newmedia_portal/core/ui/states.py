"""Choices with value, label, colour and group in one declaration (状态集).

    class FilingState(StateSet):
        DRAFT = state("draft", "草稿", Tone.GREY, OPEN)
        APPROVED = state("approved", "已备案", Tone.GREEN, DECIDED, FINAL)

Members are plain strings: `FilingState.DRAFT == "draft"`, `FilingState.choices` feeds a model field.
"""

from enum import property as enum_property
from typing import NamedTuple, Self

from django.db import models

from .vocabulary import WORDS, Tone, UnknownWord, tone_of

OPEN = "open"
DECIDED = "decided"
FINAL = "final"


class Declared(NamedTuple):
    """What one line of a state set says."""

    value: str
    word: str
    tone: Tone
    groups: frozenset[str]


class _Line:
    """Wraps a declaration so that Django's choices do not unpack the tuple."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared


def state(value: str, word: str, tone: Tone, *groups: str) -> _Line:
    """Declare one state; the word must be in the vocabulary with this very colour."""
    if tone_of(word) is not tone:
        raise UnknownWord(f"“{word}” is {WORDS[word]} in the vocabulary, not {tone}")
    return _Line(Declared(value, word, tone, frozenset(groups)))


class StateSet(str, models.Choices):
    """Base of all state sets."""

    declared: Declared

    def __new__(cls, line: _Line) -> Self:
        """Make the member a string with its declaration beside it."""
        member = str.__new__(cls, line.declared.value)
        member._value_ = line.declared.value
        member.declared = line.declared
        return member

    def __str__(self) -> str:
        """Return the stored value."""
        return self.declared.value

    @enum_property
    def label(self) -> str:
        """The Chinese word."""
        return self.declared.word

    @property
    def tone(self) -> Tone:
        """The colour of the word."""
        return self.declared.tone

    @classmethod
    def within(cls, group: str) -> list[str]:
        """Return the values of one group (open, decided, final, or a group of one's own)."""
        return [member.declared.value for member in cls if group in member.declared.groups]
