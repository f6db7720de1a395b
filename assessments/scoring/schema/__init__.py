"""The schema of a scoring scheme: frozen pydantic models (考核方案的数据结构)."""

from .rules import Bonus, Deduct, KindPoints, PerN, Ratio, Rule, Share, Step, Steps
from .scheme import Band, Confirmation, Indicator, Part, Scheme, UnitClass, Veto, Year

__all__ = [
    "Band",
    "Bonus",
    "Confirmation",
    "Deduct",
    "Indicator",
    "KindPoints",
    "Part",
    "PerN",
    "Ratio",
    "Rule",
    "Scheme",
    "Share",
    "Step",
    "Steps",
    "UnitClass",
    "Veto",
    "Year",
]
