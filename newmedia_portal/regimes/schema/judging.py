"""Rules of judging (考核与处置): indicators, vetoes, sanctions, rewards, inspections, annual check."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from newmedia_portal.regimes import vocabulary as v

from .base import Duration, Entry, one_of
from .content import Metric, Period


class Indicator(Entry):
    """One thing compared in the assessment (考核指标)."""

    code: Metric
    label: str
    source: Literal["posts", "manual", "import", "messages", "findings", "reposts", "composite", "annual"]
    weight: float = Field(ge=0, le=100)
    direction: Literal["up", "down"] = "up"
    cap: float | None = Field(default=None, gt=0)
    scored: bool = True
    counts_as_stated: bool = True
    confirm_before_scoring: bool = False


class Veto(Entry):
    """A fact that overrides the score (否决项)."""

    code: Metric
    label: str
    levels: tuple[Literal["national", "provincial", "local"], ...] = ()
    effect: Literal["zero_year", "fail_quarter"]
    score: float | None = Field(default=None, ge=0)


class Assessment(Entry):
    """The periodic comparison of accounts (考核评比)."""

    label: str
    periods: tuple[Period, ...]
    since: str = Field(default="", pattern=r"^(\d{4}-\d{2})?$")
    counted_into: str = ""


class Trigger(Entry):
    """A reason for public criticism (通报情形)."""

    code: Metric
    label: str


class Bulletin(Entry):
    """Periodic criticism or publication of results (通报)."""

    period: Period
    public: bool = False
    triggers: tuple[Trigger, ...] = ()


class Sanction(Entry):
    """A measure; the rank is for sorting only, measures form a set and not a ladder (处置措施)."""

    code: Annotated[str, one_of(v.SANCTIONS, "处置措施")]
    label: str
    rank: int = Field(ge=1)
    target: Annotated[str, one_of(v.SANCTION_TARGETS, "处置对象")]
    decided_by_person: Literal[True] = True


class Reward(Entry):
    """Praise for well-run accounts (表彰激励)."""

    code: Annotated[str, one_of(v.REWARDS, "奖励")]
    label: str


class Inspection(Entry):
    """A recurring inspection campaign (检查抽查)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    period: Period
    sample_percent: int = Field(default=100, ge=1, le=100)
    items: tuple[str, ...] = ()
    rectify: Duration | None = None


class AnnualCheck(Entry):
    """Yearly report and check (年度检查)."""

    enabled: bool
    window_start: str = Field(default="", pattern=r"^(\d{2}-\d{2})?$")
    window_end: str = Field(default="", pattern=r"^(\d{2}-\d{2})?$")
    reported_year: Literal["previous", "current"] = "previous"
    on_failure: str = ""


class ImpostorRule(Entry):
    """What follows when a false account is found (假冒账号处置).

    `step_codes` says of each of the `steps` what it is, `partner_codes` of each of the `partners` who it is.
    """

    at_once: bool = True
    steps: tuple[str, ...]
    step_codes: tuple[Literal["verify", "involve", "letter", "report"], ...]
    partners: tuple[str, ...]
    partner_codes: tuple[Literal["cyberspace", "police", "platform"], ...]
    report_to: str

    @model_validator(mode="after")
    def _paired(self) -> "ImpostorRule":
        pairs = ((self.steps, self.step_codes, "步骤"), (self.partners, self.partner_codes, "协同单位"))
        for words, codes, noun in pairs:
            if len(words) != len(codes):
                raise PydanticCustomError(
                    "not_paired", "假冒账号的{noun}和它的代码个数不同，请逐项对应。", {"noun": noun}
                )
        return self
