"""How fast incidents were reported and handled (响应时间); 第一时间 is no number: minutes are shown, not judged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from ..inquiries.statistics import span
from ..models import Incident
from ..states import IncidentKind, IncidentState


@dataclass(frozen=True)
class Figures:
    """The figures of some incidents; times are medians in minutes."""

    found: int = 0
    running: int = 0
    major: int = 0
    unreported: int = 0
    to_report: int | None = None
    to_handle: int | None = None

    @property
    def report_text(self) -> str:
        """The time to the report in words."""
        return minutes_text(self.to_report) or "—"

    @property
    def handle_text(self) -> str:
        """The time to the handling in words."""
        return minutes_text(self.to_handle) or "—"


def minutes_text(minutes: int | None) -> str:
    """Return minutes as 25 分钟 or 3 小时 5 分钟; nothing for none."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    return f"{hours} 小时 {rest} 分钟" if hours else f"{rest} 分钟"


def figures_of(user: Any, first_on: date, last_on: date) -> tuple[Figures, list[tuple[str, str, Figures]]]:
    """Return the figures of what a person may see, in all and by kind."""
    since, until = span(first_on, last_on)
    rows = Incident.objects.visible_to(user).filter(found_at__gte=since, found_at__lt=until).order_by()
    found = list(rows.defer("text", "cause", "handling", "lessons"))
    kinds = defaultdict[str, list[Incident]](list)
    for incident in found:
        kinds[incident.kind].append(incident)
    by_kind = [(kind.value, str(kind.label), counted(kinds[kind])) for kind in IncidentKind if kinds[kind]]
    return counted(found), by_kind


def counted(rows: Iterable[Incident]) -> Figures:
    """Return the figures of incidents."""
    found = list(rows)
    to_report = [row.minutes_to_report for row in found if row.minutes_to_report is not None]
    to_handle = [row.minutes_to_handle for row in found if row.minutes_to_handle is not None]
    return Figures(
        found=len(found),
        running=sum(row.state != IncidentState.CLOSED for row in found),
        major=sum(row.severity == "major" for row in found),
        unreported=sum(row.reported_at is None for row in found),
        to_report=int(median(to_report)) if to_report else None,
        to_handle=int(median(to_handle)) if to_handle else None,
    )
