"""A scoring scheme (考核方案): parts, indicators, vetoes, bands and the year, as frozen data with articles."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes.schema import Entry, Frozen
from newmedia_portal.regimes.schema.base import unique_by

from .rules import NotNegative, Rule

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Points = Annotated[Decimal, Field(ge=0, le=1000)]
Absence = Literal["leave_out", "zero"]


class Confirmation(Frozen):
    """An administrator gives weight to 关注、点赞、转发、评论 knowingly: reason, who, when (计分确认)."""

    reason: str = Field(min_length=5)
    by: str = Field(min_length=1)
    on: date | None = None


class Indicator(Entry):
    """One line of the table (考核指标). Weight 0 means shown only.

    `measure` is the figure it reads. `classes` are the unit classes whose table holds it (empty: all). Data that is
    missing is left out, the rest weighed again, or counts as zero with that reason; `empty` says the same for a period
    in which nothing was asked. `gather` puts several rows of one measure together.
    """

    code: Code
    label: str = Field(min_length=1)
    part: Code = "accounts"
    source: Literal["automatic", "hand"] = "automatic"
    measure: Code
    weight: Points = Decimal(0)
    direction: Literal["up", "down"] = "up"
    rule: Rule | None = None
    bonus: bool = False
    classes: tuple[Code, ...] = ()
    gather: Literal["sum", "max", "min"] = "sum"
    missing: Absence = "leave_out"
    empty: Literal["leave_out", "zero", "full"] = "leave_out"
    confirmation: Confirmation | None = None

    @property
    def scored(self) -> bool:
        """Whether it gives points at all."""
        return self.weight > 0


class Veto(Entry):
    """A fact that overrides the points (单项否决).

    `fix` sets the score, `cap` lets it stand no higher than `score`, `fail` gives the failing band without a score.
    `hits` says whether the account alone or its whole unit falls; a `year` veto decides the whole year. `classes` are
    the classes of units it holds for (empty: all); of several entries that fit a fact the first one holds.
    """

    code: Code
    label: str = Field(min_length=1)
    levels: tuple[Literal["national", "provincial", "local"], ...] = ()
    effect: Literal["fix", "cap", "fail"]
    score: NotNegative | None = None
    hits: Literal["account", "unit"] = "unit"
    classes: tuple[Code, ...] = ()
    scope: Literal["period", "year"] = "period"

    @property
    def key(self) -> str:
        """Code, levels and classes: what tells it from other vetoes."""
        return "/".join((self.code, *self.levels, *self.classes))


class Part(Frozen):
    """A part of the score with its weight in percent, e.g. websites and accounts (考核部分).

    `combine` puts several accounts of a unit together. `absent` says what a part without any account counts, `missing`
    the same for an account without any data. Bonus counts from a base above `bonus_above`, up to `bonus_cap`.
    """

    code: Code
    label: str = Field(min_length=1)
    weight: Annotated[Decimal, Field(gt=0, le=100)]
    combine: Literal["average", "minimum", "best", "sum"] = "average"
    absent: Absence = "leave_out"
    missing: Absence = "leave_out"
    bonus_cap: Points = Decimal(0)
    bonus_above: Points | None = None


class Band(Frozen):
    """A band of the result, from this score on (等次)."""

    code: Code
    label: str = Field(min_length=1)
    at: Annotated[Decimal, Field(ge=0, le=200)]
    passes: bool = True


class UnitClass(Frozen):
    """A class of units with a table of its own; a table of `full` points is converted to 100 (单位分类)."""

    code: Code
    label: str = Field(min_length=1)
    full: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(100)


class Year(Entry):
    """How the year follows from its periods (年度结果); without weights all periods count alike."""

    periods: int = Field(default=4, ge=1, le=12)
    weights: tuple[Annotated[Decimal, Field(gt=0, le=100)], ...] = ()
    missing: Absence = "leave_out"


class Scheme(Frozen):
    """One scheme in one version; frozen after loading. `places` are the decimal places of all points."""

    code: Code
    version: str = Field(min_length=1, max_length=20)
    title: str = Field(min_length=1)
    derived_from: str = ""
    counted_into: str = ""
    places: int = Field(default=2, ge=0, le=4)
    note: str = ""
    classes: Annotated[tuple[UnitClass, ...], unique_by("单位分类", lambda item: item.code)] = ()
    parts: Annotated[tuple[Part, ...], unique_by("考核部分", lambda item: item.code)] = Field(min_length=1)
    indicators: Annotated[tuple[Indicator, ...], unique_by("指标", lambda item: item.code)] = Field(min_length=1)
    vetoes: Annotated[tuple[Veto, ...], unique_by("否决项", lambda item: item.key)] = ()
    bands: Annotated[tuple[Band, ...], unique_by("等次", lambda item: item.code)] = Field(min_length=2)
    year: Year | None = None

    @property
    def name(self) -> str:
        """Code and version, as results quote it."""
        return f"{self.code}/{self.version}"

    @property
    def pass_line(self) -> Decimal:
        """The lowest score of a band that passes."""
        return min(band.at for band in self.bands if band.passes)

    def indicator(self, code: str) -> Indicator:
        """The indicator of this code; KeyError when missing."""
        for item in self.indicators:
            if item.code == code:
                return item
        raise KeyError(code)

    def part(self, code: str) -> Part:
        """The part of this code; KeyError when missing."""
        for item in self.parts:
            if item.code == code:
                return item
        raise KeyError(code)

    def band(self, code: str) -> Band:
        """The band of this code; KeyError when missing."""
        for item in self.bands:
            if item.code == code:
                return item
        raise KeyError(code)
