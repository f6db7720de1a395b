"""The pre-check of drafts (稿件预审): pure functions over text; no database, no network."""

from .engine import check
from .entries import Entry, Kind, SiteKind, digest_of
from .facts import Facts
from .hits import Grade, Hit
from .lexicon import CompiledLexicon, compile_lexicon, compiled
from .reading import DraftText
from .rules import RULES, Rule

__all__ = [
    "RULES",
    "CompiledLexicon",
    "DraftText",
    "Entry",
    "Facts",
    "Grade",
    "Hit",
    "Kind",
    "Rule",
    "SiteKind",
    "check",
    "compile_lexicon",
    "compiled",
    "digest_of",
]
