"""Settings (设定项): open readings of the regulation that an authority may choose, and desk habits."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from newmedia_portal.regimes.vocabulary import ROLES

from .base import Cited, Duration, Entry, Frozen, one_of, unique_by

Scalar = bool | int | str


class Choice(Frozen):
    """One value a setting may take."""

    value: Scalar
    label: str


class Setting(Entry):
    """A reading with its value, the recommended one and the allowed ones."""

    key: str = Field(pattern=r"^[a-z_0-9]+$")
    reading: str = Field(pattern=r"^A\d{2}$")
    label: str
    value: Scalar
    recommended: Scalar
    choices: Annotated[tuple[Choice, ...], unique_by("选项", lambda choice: str(choice.value))] = ()
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None

    @model_validator(mode="after")
    def _allowed(self) -> "Setting":
        for name, value in (("value", self.value), ("recommended", self.recommended)):
            if self.choices and value not in [choice.value for choice in self.choices]:
                raise PydanticCustomError(
                    "not_a_choice",
                    "“{label}”的 {name} 不在选项之内，请改为列出的值。",
                    {"label": self.label, "name": name},
                )
            if isinstance(value, bool) or not isinstance(value, int):
                continue
            low, high = self.minimum, self.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                raise PydanticCustomError(
                    "out_of_range", "“{label}”的值 {value} 超出允许范围。", {"label": self.label, "value": value}
                )
        return self

    @property
    def value_text(self) -> str:
        """The value in words."""
        return self.text_of(self.value)

    @property
    def recommended_text(self) -> str:
        """The recommended value in words."""
        return self.text_of(self.recommended)

    def text_of(self, value: Scalar) -> str:
        """Any value in words, with its unit."""
        for choice in self.choices:
            if choice.value == value and isinstance(choice.value, bool) == isinstance(value, bool):
                return choice.label
        if isinstance(value, bool):
            return "是" if value else "否"
        return f"{value} {self.unit}".strip()


class ReminderRung(Cited):
    """For a period of at least so many days, remind so many days before its end (提醒提前量)."""

    at_least_days: int = Field(ge=1)
    lead_days: tuple[int, ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """For readers."""
        return "、".join(f"{day} 日" for day in self.lead_days)


STAGES = {
    "first": "到期前首次提醒",
    "last": "到期前最后一次提醒",
    "due": "到期当日",
    "late": "逾期首日",
    "later": "逾期再次提醒",
}


class LateRungs(Cited):
    """On which working days after the end to remind again (逾期提醒)."""

    days: tuple[Annotated[int, Field(ge=1, le=60)], ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """For readers."""
        return f"第 {'、'.join(str(day) for day in self.days)} 个工作日"


class Telling(Cited):
    """Whom reminders reach from a stage of the ladder on, beside those of the earlier stages (提醒对象).

    first: the first day of the ladder; last: the last one before the end; due: the last day; late: the first day
    after the end; later: the further ones.
    """

    stage: Literal["first", "last", "due", "late", "later"]
    roles: tuple[Annotated[str, one_of(ROLES, "岗位")], ...] = Field(min_length=1)

    @property
    def since(self) -> str:
        """The stage in words."""
        return STAGES[self.stage]

    @property
    def text(self) -> str:
        """The roles in words."""
        return "、".join(ROLES[role] for role in self.roles)


class Clocks(Frozen):
    """Clocks of the desk itself, beside the limits of the regulation (办理时钟)."""

    resubmit: Duration
    cancel_warning: Duration | None = None
    reminders: Annotated[tuple[ReminderRung, ...], unique_by("提醒档", lambda rung: str(rung.at_least_days))]
    late_reminders: LateRungs | None = None
    tellings: Annotated[tuple[Telling, ...], unique_by("提醒对象", lambda telling: telling.stage)] = ()

    def lead_days_for(self, length: int) -> tuple[int, ...]:
        """Days before the end on which to remind, for a period of `length` days; empty when none applies."""
        fitting = [rung for rung in self.reminders if rung.at_least_days <= length]
        return max(fitting, key=lambda rung: rung.at_least_days).lead_days if fitting else ()

    def told_at(self, stage: str) -> frozenset[str]:
        """Roles that a reminder of a stage reaches; empty where the edition names nobody."""
        order = list(STAGES)
        upto = order[: order.index(stage) + 1]
        return frozenset(role for telling in self.tellings if telling.stage in upto for role in telling.roles)


class ReturnReason(Cited):
    """A typical reason offered to the desk (退回补正或不予的常用理由)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    kind: Literal["return", "reject"]
    text: str
