"""The picture of activity from stored values (活跃度看板): counts by level, platform and unit; no item is read."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from newmedia_portal.core.access.models import User

from .models import AccountActivity, SilenceFlag, Suspension
from .states import CLOSING, SILENT, Level, SuspensionState, level_of

#: The columns of the board, worst first; 已注销 is none of its business.
LEVELS = [level for level in reversed(Level) if level != Level.ENDED]
UNITS_SHOWN = 20
NEW_SHOWN = 10
NEW_DAYS = 7


@dataclass(frozen=True)
class Line:
    """One row of a table of counts: a platform or a unit."""

    pk: int | str
    label: str
    total: int
    cells: list[tuple[Level, int]]


@dataclass
class Board:
    """Everything the board shows a person."""

    levels: list[tuple[Level, int]] = field(default_factory=list)
    total: int = 0
    platforms: list[Line] = field(default_factory=list)
    units: list[Line] = field(default_factory=list)
    new: list[SilenceFlag] = field(default_factory=list)
    new_count: int = 0
    asked: int = 0
    proposed: int = 0

    @property
    def silent(self) -> int:
        """Accounts beyond the veto line."""
        return sum(count for level, count in self.levels if level in SILENT)

    @property
    def closing(self) -> int:
        """僵尸号 and 空壳号."""
        return sum(count for level, count in self.levels if level in CLOSING)

    def count(self, level: Level) -> int:
        """Accounts of one level."""
        return dict(self.levels).get(level, 0)


def board_of(user: User | Any, today: date) -> Board:
    """Return the board for a person, in five statements over stored values."""
    seen = AccountActivity.objects.visible_to(user).exclude(level=Level.ENDED)
    seen = seen.filter(account__platform__is_group=False)
    grouped = list(
        seen.order_by().values_list("account__platform__code", "account__platform__name", "level").annotate(Count("pk"))
    )
    board = Board(platforms=_lines([(code, name, level, count) for code, name, level, count in grouped]))
    board.levels = _summed([(level, count) for _, _, level, count in grouped])
    board.total = sum(count for _, count in board.levels)
    board.units = _units(seen)
    fresh = SilenceFlag.objects.visible_to(user).open().filter(raised_on__gt=today - timedelta(days=NEW_DAYS))
    flags = list(fresh.select_related("account__platform", "unit").order_by("-pk")[: NEW_SHOWN + 1])
    board.new, board.new_count = flags[:NEW_SHOWN], len(flags)
    board.asked = Suspension.objects.visible_to(user).filter(state=SuspensionState.ASKED).count()
    waiting = SilenceFlag.objects.visible_to(user).open().filter(proposed_at__isnull=False, kept_at__isnull=True)
    board.proposed = waiting.count()
    return board


def _units(seen: QuerySet[AccountActivity]) -> list[Line]:
    """Return the units with the most accounts that need a hand, worst first."""
    counts = {str(level): Count("pk", filter=Q(level=level)) for level in LEVELS}
    weight = Count("pk", filter=~Q(level__in=[Level.ACTIVE, Level.PAUSED]))
    rows = seen.order_by().values("unit", "unit__name").annotate(total=Count("pk"), weight=weight, **counts)
    worst: Any = rows.filter(weight__gt=0).order_by("-weight", "unit")[:UNITS_SHOWN]
    return [
        Line(row["unit"], row["unit__name"], row["total"], [(level, row[str(level)]) for level in LEVELS])
        for row in worst
    ]


def _lines(rows: list[tuple[str, str, str, int]]) -> list[Line]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for code, name, level, count in rows:
        found.setdefault((code, name), {})[level] = count
    lines = [
        Line(code, name, sum(counts.values()), [(level, counts.get(level, 0)) for level in LEVELS])
        for (code, name), counts in found.items()
    ]
    return sorted(lines, key=lambda line: (-line.total, line.label))


def _summed(rows: list[tuple[str, int]]) -> list[tuple[Level, int]]:
    sums: dict[Level, int] = dict.fromkeys(LEVELS, 0)
    for level, count in rows:
        sums[level_of(level)] += count
    return list(sums.items())
