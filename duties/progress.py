"""How far a task has come (转发进度): counts of official accounts, per unit and in all; never of persons."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from newmedia_portal.core.access.models import User

from .models import RepostTask
from .states import OWED, TargetState

UNITS_SHOWN = 200


@dataclass(frozen=True)
class Progress:
    """Accounts that owe a repost, that have done it (in time), that wait for an answer, and that are let off."""

    owed: int
    done: int
    in_time: int = 0
    excused: int = 0
    exempt: int = 0

    @property
    def late(self) -> int:
        """Done after the due day."""
        return self.done - self.in_time

    @property
    def left(self) -> int:
        """Not done yet."""
        return self.owed - self.done

    @property
    def fraction(self) -> str:
        """Done of owed."""
        return f"{self.done}/{self.owed}"

    @property
    def percent(self) -> str:
        """The same as a percentage, rounded down so that 100% means all; a dash where nobody owes anything."""
        return f"{self.done * 100 // self.owed}%" if self.owed else "—"

    @property
    def text(self) -> str:
        """Fraction and percentage."""
        return f"{self.fraction}({self.percent})" if self.owed else "无须转发"


@dataclass(frozen=True)
class UnitProgress:
    """The progress of one unit."""

    unit: int
    name: str
    progress: Progress


def counts() -> dict[str, Count]:
    """Return the aggregates behind a progress."""
    return {
        "owed": Count("pk", filter=Q(state__in=OWED)),
        "done": Count("pk", filter=Q(state=TargetState.DONE)),
        "in_time": Count("pk", filter=Q(state=TargetState.DONE, late_workdays=0)),
        "excused": Count("pk", filter=Q(state=TargetState.EXCUSED)),
        "exempt": Count("pk", filter=Q(state=TargetState.EXEMPT)),
    }


def progress_of(task: RepostTask, user: User | Any) -> Progress:
    """Return the progress of the accounts that a person may see."""
    return Progress(**task.targets.visible_to(user).order_by().aggregate(**counts()))


def by_unit(task: RepostTask, user: User | Any) -> list[UnitProgress]:
    """Return the progress of each visible unit in the order of the tree, the first 200."""
    rows: Any = task.targets.visible_to(user).order_by("unit__path").values("unit", "unit_name", "unit__path")
    return [UnitProgress(row["unit"], row["unit_name"], _of(row)) for row in rows.annotate(**counts())[:UNITS_SHOWN]]


def _of(row: dict[str, Any]) -> Progress:
    return Progress(**{name: row[name] for name in counts()})
