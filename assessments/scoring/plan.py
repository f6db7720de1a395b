"""A scheme made ready for many accounts (方案的执行计划): tables by class and part, limits as whole numbers."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from newmedia_portal.core.refusals import Refused

from .arithmetic import scaled
from .judging import Reader, reader_of
from .schema import Part, Scheme, Veto


class UnknownTable(Refused):
    """A unit or an account belongs to a class or part that the scheme does not have."""


class Table(NamedTuple):
    """The indicators of one class of units and one part, with the limits of the bonus.

    `reading` is measure and reader by indicator; the first `base` of them make the base, the others the bonus.
    """

    reading: tuple[tuple[str, Reader], ...]
    base: int
    bonus_cap: int
    bonus_above: int
    zero_missing: bool


class ReadyPart(NamedTuple):
    """A part with its weight in hundredths of a percent and the most that a sum of accounts can give."""

    part: Part
    weight: int
    limit: int


class Plan(NamedTuple):
    """A scheme and everything that is worked out of it once."""

    scheme: Scheme
    scale: int
    full: int
    bands: tuple[tuple[int, str], ...]
    failing: str
    parts: tuple[ReadyPart, ...]
    tables: Mapping[tuple[str, str], Table]
    vetoes: Mapping[tuple[str, str, str], Veto]

    def table(self, unit_class: str, part: str) -> Table:
        """Return the table of a class and part; raises UnknownTable."""
        found = self.tables.get((unit_class, part))
        if found is None:
            whose = f"单位分类“{unit_class}”、" if unit_class else "未分类单位、"
            raise UnknownTable(
                f"方案“{self.scheme.title}”没有{whose}考核部分“{part}”的指标表，请核对单位分类或修改方案。"
            )
        return found

    def class_of(self, unit_class: str) -> str:
        """Return the class whose table holds for a unit: a scheme without classes has one table for all."""
        return unit_class if self.scheme.classes else ""

    def band_of(self, score: int) -> str:
        """Return the code of the band of a score."""
        for start, code in self.bands:
            if score >= start:
                return code
        return self.bands[-1][1]


@lru_cache(maxsize=16)
def plan_of(scheme: Scheme) -> Plan:
    """Return the plan of a scheme, made once per process."""
    scale = 10**scheme.places
    classes = [one.code for one in scheme.classes] or [""]
    tables = {(code, part.code): _table(scheme, code, part.code, scale) for code in classes for part in scheme.parts}
    vetoes: dict[tuple[str, str, str], Veto] = {}
    for veto in scheme.vetoes:
        for level in veto.levels or ("national", "provincial", "local"):
            for unit_class in veto.classes or ("", *classes):
                vetoes.setdefault((veto.code, level, unit_class), veto)
    return Plan(
        scheme=scheme,
        scale=scale,
        full=100 * scale,
        bands=tuple((scaled(band.at, scale), band.code) for band in scheme.bands),
        failing=scheme.bands[-1].code,
        parts=tuple(
            ReadyPart(part, scaled(part.weight, 100), scaled(100 + part.bonus_cap, scale)) for part in scheme.parts
        ),
        tables=tables,
        vetoes=vetoes,
    )


def _table(scheme: Scheme, unit_class: str, part_code: str, scale: int) -> Table:
    part = scheme.part(part_code)
    held = [
        item
        for item in scheme.indicators
        if item.part == part_code and (not item.classes or unit_class in item.classes)
    ]
    held.sort(key=lambda item: item.bonus)
    reading = tuple((item.measure, reader_of(item, scale)) for item in held)
    base = sum(not item.bonus for item in held)
    above = -1 if part.bonus_above is None else scaled(part.bonus_above, scale)
    return Table(reading, base, scaled(part.bonus_cap, scale), above, part.missing == "zero")
