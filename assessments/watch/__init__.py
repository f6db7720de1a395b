"""The silence watch as a pure function (静默监测规则): facts, rules and a day in; level, evidence and next look out.

Nothing here reads a clock or a database. How silence is counted where data is missing stands in `silence`, which weeks
and months count in `periods`, and which level follows in `level`; the sentence for readers is made by `sentences`.
"""

from .level import Verdict, evaluate
from .periods import LOOK_BACK, Outcome, Status
from .records import History, Subject, Tally
from .rules import QuotaRule, Rules, rules_of

__all__ = [
    "LOOK_BACK",
    "History",
    "Outcome",
    "QuotaRule",
    "Rules",
    "Status",
    "Subject",
    "Tally",
    "Verdict",
    "evaluate",
    "rules_of",
]
