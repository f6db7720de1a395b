"""Scoring as a pure function (考核计分): rows and a scheme in, scores with reasons out, vetoes first.

Nothing here reads a clock or a database. A scheme is frozen data (`schema`, checked by `validator`), the default one of
an edition comes from `defaults`; `units` scores a unit, `years` a year, `sentences` says why, `comparing` explains
differences and tries other schemes, `frozen` gives the digest of a result.
"""

from .arithmetic import BadFigure, amount
from .comparing import Comparison, Trial, compare, told, try_out
from .defaults import NoAssessment, default_scheme
from .frozen import canonical, digest
from .plan import UnknownTable, plan_of
from .ranking import Ranked, ranked
from .records import Account, Card, Hit, Line, PartScore, Result, Row, Unit, VetoFact, YearResult
from .schema import Scheme
from .sentences import card_sentences, hit_sentence, line_sentence, result_sentences, year_sentences
from .text import text_of
from .units import score, score_unit
from .validator import check, parse
from .years import NoYear, score_year

__all__ = [
    "Account",
    "BadFigure",
    "Card",
    "Comparison",
    "Hit",
    "Line",
    "NoAssessment",
    "NoYear",
    "PartScore",
    "Ranked",
    "Result",
    "Row",
    "Scheme",
    "Trial",
    "Unit",
    "UnknownTable",
    "VetoFact",
    "YearResult",
    "amount",
    "canonical",
    "card_sentences",
    "check",
    "compare",
    "default_scheme",
    "digest",
    "hit_sentence",
    "line_sentence",
    "parse",
    "plan_of",
    "ranked",
    "result_sentences",
    "score",
    "score_unit",
    "score_year",
    "text_of",
    "told",
    "try_out",
    "year_sentences",
]
