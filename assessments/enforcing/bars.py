"""What keeps a unit from being commended (取消评先资格): a standing decision for that year."""

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused

from ..models import EnforcementCase
from .measures import NOT_BARRED
from .states import CaseKind


def bar_of(unit: Unit, year: int) -> EnforcementCase | None:
    """Return the standing decision that bars a unit in a year; None where there is none."""
    return EnforcementCase.objects.bars(unit, year).order_by("pk").first()


def is_barred(unit: Unit, year: int) -> bool:
    """Whether the unit cannot be commended in a year; the scheme of an assessment may ask too."""
    return bar_of(unit, year) is not None


def refuse_barred(case: EnforcementCase) -> None:
    """Raise Refused for a commendation of a unit that a standing decision bars in that year."""
    if case.kind != CaseKind.REWARD or case.measure in NOT_BARRED or case.year is None:
        return
    bar = bar_of(case.unit, case.year)
    if bar is not None:
        raise Refused(
            f"{case.unit}{case.year}年度已取消评先资格（{bar.number}，依据{bar.article}），不能表彰。"
            "原决定确有错误的，先撤销原决定。",
            field="measure",
        )
