"""Shared shapes: frozen models, articled entries, coded values, durations (期限)."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from newmedia_portal.regimes.vocabulary import ANCHORS, BASES, UNITS

Basis = Literal["stated", "presumed", "local"]


def one_of(table: Mapping[str, Any], noun: str) -> AfterValidator:
    """A code that must stand in a table of the vocabulary; the fault names the noun and the code."""

    def check(value: str) -> str:
        if value not in table:
            raise PydanticCustomError(
                "unknown_code", "未知的{noun}代码“{code}”，请从代码表中选用。", {"noun": noun, "code": value}
            )
        return value

    return AfterValidator(check)


class Frozen(BaseModel):
    """Nothing unknown is accepted and nothing can be altered after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Cited(Frozen):
    """A statement that names the article it rests on (条文依据)."""

    article: str = Field(min_length=1)
    basis: Basis = "stated"
    note: str = ""

    @property
    def basis_label(self) -> str:
        """条文载明, 推定 or 本地设定."""
        return BASES[self.basis]


class Entry(Cited):
    """A rule of the edition: article, one line in own words, and the requirement clauses it serves."""

    paraphrase: str = Field(min_length=1)
    clauses: tuple[str, ...] = ()


class Duration(Cited):
    """A period: number, unit, the event it is counted from, and where it comes from (期限)."""

    number: int = Field(ge=1, le=3660)
    unit: Literal["wd", "calendar_day", "week", "month"]
    anchor: str
    start: Literal["next_day"] = "next_day"

    @field_validator("anchor")
    @classmethod
    def _known_anchor(cls, value: str) -> str:
        if value not in ANCHORS:
            raise PydanticCustomError("unknown_anchor", "未知的起算事件“{code}”。", {"code": value})
        return value

    @property
    def length(self) -> str:
        """For readers, e.g. 30个工作日."""
        return f"{self.number}{UNITS[self.unit]}"

    @property
    def anchor_label(self) -> str:
        """The event in words, e.g. 开通之日."""
        return ANCHORS[self.anchor][0]

    @property
    def anchor_field(self) -> str:
        """The filing field that holds the anchor date; empty when the system itself knows it."""
        return ANCHORS[self.anchor][1]

    @property
    def text(self) -> str:
        """One line, e.g. 自开通之日起若干个工作日内."""
        return f"自{self.anchor_label}起{self.length}内"


def unique_by(noun: str, key: Callable[[Any], str]) -> AfterValidator:
    """A list whose entries must differ in their key; the fault names the double."""

    def check(values: tuple[Any, ...]) -> tuple[Any, ...]:
        seen: set[str] = set()
        for value in values:
            if key(value) in seen:
                raise PydanticCustomError(
                    "duplicate", "{noun}“{code}”重复，请删去其一或改用别的代码。", {"noun": noun, "code": key(value)}
                )
            seen.add(key(value))
        return values

    return AfterValidator(check)
