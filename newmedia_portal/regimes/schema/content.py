"""Rules of publishing (发布规则): activity, review, prohibited content, replies, monitoring."""

from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes import vocabulary as v

from .base import Cited, Duration, Entry, Frozen, one_of, unique_by
from .filing import AccountClass, RoleCode

Importance = Literal["ordinary", "important", "major"]
Metric = Annotated[str, one_of(v.METRICS, "指标")]
Period = Annotated[str, one_of(v.PERIODS, "周期")]


class Quota(Entry):
    """How much must be published (发布频次): a minimum per period, or a share of what is possible.

    Weeks with fewer than `min_workdays` working days do not count; without the number every week does (reading A17).
    """

    metric: Metric
    period: Period
    minimum: int | None = Field(default=None, ge=1)
    ratio_percent: int | None = Field(default=None, ge=1, le=100)
    ratio_setting: str = ""
    in_principle: bool = False
    classes: tuple[AccountClass, ...] = ()
    skip_first_and_last: bool = True
    min_workdays: int | None = Field(default=None, ge=0, le=7)

    @property
    def amount(self) -> str:
        """How much is asked, in one line."""
        asked = f"至少 {self.minimum} 条" if self.minimum else f"不低于可发布次数的 {self.ratio_percent}%"
        return f"{asked}（工作日少于 {self.min_workdays} 个的周不计）" if self.min_workdays else asked


class SilenceLevel(Entry):
    """One rung of the silence watch (静默分级).

    `days` without a post bring an account under it; `warn_days_before` is how long before the warning comes. Data that
    ends more than `stale_days` ago is missing; `unmanned_days` without anybody who runs the account make it a shell.
    """

    code: Literal["reminder", "silent", "zombie", "shell"]
    label: str
    days: int | None = Field(default=None, ge=1)
    days_setting: str = ""
    warn_days_before: int | None = Field(default=None, ge=1)
    warn_setting: str = ""
    stale_days: int | None = Field(default=None, ge=1)
    stale_setting: str = ""
    unmanned_days: int | None = Field(default=None, ge=1)
    unmanned_setting: str = ""

    @property
    def text(self) -> str:
        """The numbers of this rung in one line; empty where the regulation leaves it to the facts."""
        words = (
            (self.days, "{} 日"),
            (self.warn_days_before, "提前 {} 日预警"),
            (self.stale_days, "数据截止超过 {} 日列为数据缺失"),
            (self.unmanned_days, "无人运维满 {} 日"),
        )
        return "，".join(word.format(number) for number, word in words if number)


class ReplyLimit(Entry):
    """How soon messages are to be answered (留言答复时限)."""

    limit: Duration | None = None
    limit_note: str = ""
    in_principle: bool = False
    unit_setting: str = ""
    answered_by: RoleCode


class ReviewTier(Cited):
    """One of the review tiers (审次)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    role: RoleCode
    by_grade: bool = False


class FinalSigner(Cited):
    """Who signs off an item of one importance (签发人)."""

    importance: Importance
    role: RoleCode
    label: str


class ChecklistLine(Cited):
    """A line the reviewer answers (核对项)."""

    code: str = Field(pattern=r"^[a-z_0-9]+$")
    text: str


class Checklist(Entry):
    """Lines that belong together, e.g. the seven bottom lines (七条底线)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    lines: Annotated[tuple[ChecklistLine, ...], unique_by("核对项", lambda line: line.code)]


class ExtraStep(Entry):
    """A flag that lifts an item above the ordinary chain (特别情形加审)."""

    flag: str = Field(pattern=r"^[a-z_]+$")
    label: str
    role: RoleCode
    unit: Literal["owner", "line", "authority"] = "owner"


class Review(Entry):
    """The three-review rule of the edition (三审制)."""

    tiers: Annotated[tuple[ReviewTier, ...], unique_by("审次", lambda tier: tier.code)]
    minimum_tiers: int = Field(default=2, ge=2)
    final_signers: Annotated[tuple[FinalSigner, ...], unique_by("签发级别", lambda signer: signer.importance)]
    graded: bool
    secrecy_review: bool
    secrecy_article: str = ""
    separation_of_duties: bool = True
    block_unreviewed: bool = True
    extra_steps: Annotated[tuple[ExtraStep, ...], unique_by("加审情形", lambda step: step.flag)] = ()
    checklists: Annotated[tuple[Checklist, ...], unique_by("核对清单", lambda checklist: checklist.code)] = ()


class SourceField(Cited):
    """What a reprinted item must say about its source (来源项)."""

    code: Annotated[str, one_of(v.SOURCE_FIELDS, "来源项")]
    required: bool = True


class Prohibited(Entry):
    """A catalogue entry this edition switches on (禁止内容), with its place in the article's list."""

    code: Annotated[str, one_of(v.PROHIBITED, "禁止内容")]
    item: int | None = Field(default=None, ge=1)
    listed: bool = True


class ProhibitedList(Frozen):
    """The general list of the regulation: where it stands and how many items it has."""

    article: str = ""
    count: int = Field(ge=0)
    note: str = ""


class Monitoring(Entry):
    """Watching the account and its comments (值守监看)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    hours_a_day: int | None = Field(default=None, ge=1, le=24)
    by: RoleCode


class IncidentReport(Entry):
    """Who is told of an incident at once (事件报告对象)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    role: RoleCode
    unit: Literal["owner", "authority"]


class RepostTask(Entry):
    """Duty to repost what others issue (转发任务)."""

    issuers: tuple[str, ...] = Field(min_length=1)
    limit: Duration | None = None
    limit_note: str = ""
