"""Kinds of campaigns (检查类型): the inspections of the edition, and those that any department may hold."""

from dataclasses import dataclass
from datetime import date

from newmedia_portal.regimes.schema import Edition, Inspection

from .periods import span_of
from .template import defaults, shipped

PATTERNS = {"month": "2026-09", "quarter": "2026Q3", "half_year": "2026H2", "year": "2026"}


@dataclass(frozen=True)
class Kind:
    """A kind: code, words, period, article, and the inspection of the edition where it is one."""

    code: str
    label: str
    period: str
    article: str = ""
    inspection: Inspection | None = None

    @property
    def percent(self) -> int:
        """The share that the edition states, else the presumed one."""
        return self.inspection.sample_percent if self.inspection is not None else int(defaults()["percent"])

    @property
    def term(self) -> tuple[int, str, str]:
        """Number, unit and source of the term for reporting back; presumed where the edition states none."""
        stated = self.inspection.rectify if self.inspection is not None else None
        if stated is not None:
            return stated.number, stated.unit, stated.article
        return int(defaults()["rectify_number"]), str(defaults()["rectify_unit"]), "推定"


def kinds_of(edition: Edition) -> list[Kind]:
    """Return the kinds for an edition, its own first."""
    own = [Kind(one.code, one.label, str(one.period), one.article, one) for one in edition.inspections]
    taken = {kind.code for kind in own} | {kind.period for kind in own}
    more = [Kind(row["code"], row["label"], row["period"]) for row in shipped()["kinds"]]
    return own + [kind for kind in more if kind.code not in taken and (not kind.period or kind.period not in taken)]


def period_fits(kind: Kind, period: str) -> bool:
    """Whether a period is written as the kind asks; on the spot needs none."""
    if not period:
        return kind.period not in PATTERNS
    span = span_of(period)
    if span is None:
        return False
    days = (span[1] - span[0]).days + 1
    longest = {"month": 31, "quarter": 92, "half_year": 184, "year": 366}
    return kind.period not in longest or (days <= longest[kind.period] and days > longest[kind.period] - 5)


def previous(period: str) -> str:
    """Return the period before; empty for none."""
    span = span_of(period)
    if span is None:
        return ""
    return label_of(span[0].toordinal() - 1, (span[1] - span[0]).days + 1)


def label_of(day: int, length: int) -> str:
    """Return the period of about so many days in which a day (as ordinal) lies."""
    on = date.fromordinal(day)
    if length <= 31:
        return f"{on:%Y-%m}"
    if length <= 92:
        return f"{on.year}Q{(on.month + 2) // 3}"
    return f"{on.year}H{1 if on.month <= 6 else 2}" if length <= 184 else str(on.year)
