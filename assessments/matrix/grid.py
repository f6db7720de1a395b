"""Units by platforms: how many accounts run there, and the worst level of the watch among them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import Substr
from django.urls import reverse

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.querysets import end_of
from newmedia_portal.core.ui.vocabulary import Tone

from ..states import Level

#: One step down the tree is so many characters of a unit's path.
STEP = 7
WORST_FIRST = (
    Level.SHELL, Level.ZOMBIE, Level.SILENT, Level.NEAR, Level.REMINDER, Level.UNKNOWN, Level.ACTIVE, Level.PAUSED,
)  # fmt: skip


@dataclass
class Cell:
    """The running accounts of one unit with all below it on one platform."""

    levels: Counter[str] = field(default_factory=Counter)
    url: str = ""

    @property
    def total(self) -> int:
        """How many accounts run."""
        return self.levels.total()

    @property
    def worst(self) -> Level:
        """The worst level among them."""
        return next((level for level in WORST_FIRST if self.levels[level]), Level.ACTIVE)

    @property
    def tone(self) -> Tone:
        """The colour of the worst level."""
        return self.worst.tone

    @property
    def says(self) -> str:
        """The levels that ask for a look, with their numbers: 僵尸号 1、静默 2."""
        said = [level for level in WORST_FIRST if level not in (Level.ACTIVE, Level.PAUSED)]
        return "、".join(f"{level.label} {self.levels[level]}" for level in said if self.levels[level])


@dataclass
class Row:
    """One line of the matrix: a unit with all below it, or a unit's own accounts."""

    label: str
    code: str
    cells: list[Cell]
    whole: Cell
    deeper: str = ""


@dataclass(frozen=True)
class Grid:
    """The matrix of one unit: its own accounts first, then each unit right below it."""

    top: Unit | None
    platforms: list[Platform]
    rows: list[Row]
    columns: list[Cell]
    whole: Cell
    above: list[Unit]


def grid_of(user: Any, top: Unit | None) -> Grid:
    """Return the matrix below a unit, or of all top units that the person sees; four queries however many accounts."""
    units = Unit.objects.visible_to(user).running()
    depth = len(top.path) if top else _highest(units)
    cut = depth + STEP if top else depth
    counted = _accounts(user, top).annotate(place=Substr("unit__path", 1, cut))
    found = list(counted.values_list("place", "platform", "activity__level").annotate(number=Count("pk")))
    platforms = list(Platform.objects.filter(pk__in={platform for _, platform, _, _ in found}))
    named = {unit.path: unit for unit in units.filter(path__in={place for place, *_ in found})}
    below = _with_children(units, [place for place in named if top is None or place != top.path])
    rows = [
        _row(named[place], platforms, [line for line in found if line[0] == place], top, below)
        for place in sorted(named)
    ]
    columns = [_sum(row.cells[number] for row in rows) for number in range(len(platforms))]
    for platform, column in zip(platforms, columns, strict=True):
        column.url = _list(top.code if top else "", platform.code)
    return Grid(top, platforms, rows, columns, _sum(columns), _above(units, top))


def _accounts(user: Any, top: Unit | None) -> Any:
    accounts = MediaAccount.objects.visible_to(user).running().order_by()
    return accounts.filter(unit__path__gte=top.path, unit__path__lt=end_of(top.path)) if top else accounts


def _highest(units: Any) -> int:
    """Return the length of path at which the person's view begins; below a single top unit, one step further down."""
    tops = list(units.order_by("depth", "path").values_list("path", flat=True)[:2])
    if not tops:
        return STEP
    shortest = len(tops[0])
    alone = len(tops) == 1 or len(tops[1]) > shortest
    return shortest + STEP if alone and len(tops) > 1 else shortest


def _with_children(units: Any, places: list[str]) -> set[str]:
    """Return the places that have units below them."""
    parents = units.filter(parent__path__in=places).order_by().values_list("parent__path", flat=True)
    return set(parents.distinct())


def _row(unit: Unit, platforms: list[Platform], lines: list[Any], top: Unit | None, below: set[str]) -> Row:
    cells = {platform.pk: Cell(url=_list(unit.code, platform.code)) for platform in platforms}
    for _, platform, level, number in lines:
        cells[platform].levels[level or Level.UNKNOWN] += number
    own = top is not None and unit.path == top.path
    deeper = f"{reverse('assessments:matrix')}?{urlencode({'unit': unit.code})}" if unit.path in below else ""
    whole = _sum(cells.values())
    whole.url = _list(unit.code)
    return Row(f"{unit.name}(本级)" if own else unit.name, unit.code, list(cells.values()), whole, deeper)


def _sum(cells: Iterable[Cell]) -> Cell:
    whole = Cell()
    for cell in cells:
        whole.levels += cell.levels
    return whole


def _list(unit: str, platform: str = "") -> str:
    """Return the address of the running accounts behind a number."""
    asked = {"unit": unit, "platform": platform}
    states = [("state", "unfiled"), ("state", "listed"), ("state", "filed")]
    return f"{reverse('accounts:list')}?{urlencode([*[(k, v) for k, v in asked.items() if v], *states])}"


def _above(units: Any, top: Unit | None) -> list[Unit]:
    """Return the visible units above this one, the highest first."""
    if top is None:
        return []
    paths = [top.path[:end] for end in range(STEP, len(top.path), STEP)]
    return list(units.filter(path__in=paths).order_by("path"))
