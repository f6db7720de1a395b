"""How long the periods of an edition are (考核周期): as stated; where the cycle is open, as the setting says."""

from newmedia_portal.regimes.schema import Edition

from .codes import LENGTHS, length_of, within_year

#: The setting of an edition that fixes an unstated cycle, and what holds without it.
SETTING, USUAL = "assessment_period", "quarter"


def lengths_of(edition: Edition) -> list[str]:
    """Return the lengths in which an edition assesses, shortest first; empty where it has no assessment."""
    if edition.assessment is None:
        return []
    open_cycle = str(edition.setting(SETTING)) if edition.has_setting(SETTING) else USUAL
    stated = {open_cycle if period == "periodic" else period for period in edition.assessment.periods}
    return sorted(stated & set(LENGTHS), key=lambda length: LENGTHS[length])


def fits(edition: Edition, period: str) -> bool:
    """Whether an edition assesses by periods of this length; raises BadPeriod."""
    return length_of(period) in lengths_of(edition)


def sums_up(edition: Edition, period: str) -> bool:
    """Whether a period follows from shorter ones: a year where quarters or months are assessed too."""
    lengths = lengths_of(edition)
    return length_of(period) == "year" and bool(lengths) and lengths[0] != "year"


def parts_of(edition: Edition, period: str) -> list[str]:
    """Return the shorter periods of a year in order."""
    return within_year(period, lengths_of(edition)[0])
