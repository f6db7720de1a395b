"""Kinds of rules (计分规则): how a figure becomes points. `weight` is what the indicator is worth at most."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from newmedia_portal.regimes.schema import Frozen

Positive = Annotated[Decimal, Field(gt=0, le=1_000_000_000)]
NotNegative = Annotated[Decimal, Field(ge=0, le=1_000_000_000)]


class KindPoints(Frozen):
    """Points for one kind of finding or claim that differ from the usual."""

    kind: str = Field(min_length=1)
    points: Positive


class Deduct(Frozen):
    """So many points off for each finding, never more than the cap, which is the weight where none is given."""

    kind: Literal["deduct"]
    each: Positive
    each_by: tuple[KindPoints, ...] = ()
    cap: Positive | None = None


class Ratio(Frozen):
    """In proportion to a target, full points at the target; without one the row says how much was asked.

    Downwards (`direction`) full points stand at or below the target and fall in proportion above it.
    """

    kind: Literal["ratio"]
    target: Positive | None = None
    cap: Positive | None = None


class Share(Frozen):
    """A share of all, e.g. original items among all; full points from the share `full_at` on."""

    kind: Literal["share"]
    full_at: Annotated[Decimal, Field(gt=0, le=1)] = Decimal(1)
    cap: Positive | None = None


class Step(Frozen):
    """One rung of a table: from (or, downwards, up to) this figure so many points."""

    at: NotNegative
    points: NotNegative


class Steps(Frozen):
    """A table of steps; below the first rung there are no points. Figures with a whole are read as a share."""

    kind: Literal["steps"]
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _climbing(self) -> "Steps":
        places = [step.at for step in self.steps]
        if places != sorted(set(places)):
            raise PydanticCustomError("scheme_fault", "分档表的起点要从小到大，不能重复，请重新排列。")
        return self


class PerN(Frozen):
    """Points for every `n`; `whole` counts full ones only, otherwise a part of one earns its part."""

    kind: Literal["per_n"]
    n: Positive
    points: Positive = Decimal(1)
    whole: bool = False
    cap: Positive | None = None


class Bonus(Frozen):
    """Points for each thing claimed with accepted proof, within the cap; `proof_by` is the last day for the proof."""

    kind: Literal["bonus"]
    each: Positive
    each_by: tuple[KindPoints, ...] = ()
    cap: Positive | None = None
    proof_by: date | None = None


Rule = Annotated[Deduct | Ratio | Share | Steps | PerN | Bonus, Field(discriminator="kind")]
