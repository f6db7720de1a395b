"""The workbook of a quarter (考核期工作簿): one file in the layout that goes up, also for the download centre."""

from datetime import datetime
from typing import Any, BinaryIO

from newmedia_portal.core.exports.sources import Making, Source, register_source
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook import Sheet, write_xlsx

from ..models import Quarter
from ..quarters.codes import length_of
from . import sheets, sheets_checks
from .facts import QuarterFacts, facts_of

SOURCE = "quarter"


def sheets_of(facts: QuarterFacts, *, by: str, at: datetime) -> list[Sheet]:
    """Return the sheets in the order of the cover."""
    return [
        sheets.cover(facts, by=by, at=at),
        sheets.units(facts),
        sheets.accounts(facts),
        sheets_checks.levels(facts),
        sheets_checks.platforms(facts),
        sheets_checks.failing(facts),
        sheets_checks.others(facts),
        sheets.changes(facts),
        sheets_checks.punctual(facts),
        sheets_checks.silent(facts),
    ]


def write_quarter(target: BinaryIO, quarter: Quarter, *, by: str, at: datetime) -> int:
    """Write the workbook of a quarter from its stored rows and return the number of rows; scores nothing."""
    return write_xlsx(target, sheets_of(facts_of(quarter, at=at), by=by, at=at), by=by, at=at)


def name_of(quarter: Quarter) -> str:
    """Return the name of the file without its ending."""
    return f"{quarter.root.name}{quarter.words}考核结果"


@register_source
class QuarterSource(Source):
    """The workbook of a quarter for the download centre; scheduled ones give the last period before their day."""

    code, label = SOURCE, "考核期工作簿"

    def allows(self, user: Any, params: dict[str, Any]) -> bool:
        """Whether the person oversees the whole tree of the quarter."""
        quarter = _quarter(user, params)
        return quarter is not None and user.has_perm("assessments.take_outputs", quarter)

    def address(self, params: dict[str, Any]) -> str:
        """Return the page of the quarter."""
        quarter = Quarter.objects.filter(pk=params.get("quarter")).first()
        return quarter.get_absolute_url() if quarter is not None else ""

    def write(self, making: Making) -> int:
        """Write it for the person."""
        quarter = _quarter(making.by, making.params)
        if quarter is None:
            raise Refused("这个考核期已经不在您的查看范围内。")
        making.told(0, None)
        return write_quarter(making.target, quarter, by=str(making.by), at=making.at)


def _quarter(user: Any, params: dict[str, Any]) -> Quarter | None:
    """Return the quarter asked for; with a day (`on`), the last one of the same length that had ended before it."""
    rows = Quarter.objects.visible_to(user).select_related("root", "edition", "scheme")
    quarter = rows.filter(pk=params.get("quarter")).first()
    if quarter is None or "on" not in params:
        return quarter
    ended = rows.filter(root=quarter.root_id, end_on__lt=params["on"], of_year=quarter.of_year).order_by("-end_on")
    length = length_of(quarter.period)
    return next((one for one in ended[:12] if length_of(one.period) == length), quarter)
