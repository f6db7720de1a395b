"""Rules about people and groups (队伍与工作群)."""

from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes import vocabulary as v

from .base import Cited, Duration, Entry, one_of, unique_by
from .filing import RoleCode


class Cycle(Cited):
    """How often something periodic is asked, and by when it is answered (周期); the regulations name neither."""

    period: Literal["quarter", "half_year", "year"]
    answer_days: int = Field(ge=1, le=180)
    remind_days_before: int = Field(ge=1, le=60)

    @property
    def text(self) -> str:
        """One line, e.g. 每季度，开始后若干日内答复."""
        return f"{v.PERIODS[self.period]}，开始后 {self.answer_days} 日内答复"


class PersonnelRule(Entry):
    """Training, background check, hand-over, custody of the password (培训、政审、交接、密码保管)."""

    code: Literal[
        "training", "background_check", "offboarding", "handover", "password_custody", "qualification", "declaration",
        "terminal_safety", "confirmation",
    ]  # fmt: skip
    label: str
    role: RoleCode | None = None
    when: Literal["before_post", "on_change", "always", "periodic"] = "always"
    events: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    items: tuple[Annotated[str, one_of(v.LEAVING_ITEMS, "离任事项")], ...] = ()
    cycle: Cycle | None = None
    strict: bool = False


class StaffAccountRule(Entry):
    """What a staff account certified by position owes when the post ends (职务账号离任)."""

    limit: Duration | None = None
    limit_note: str = ""
    limit_setting: str = ""


class Validity(Entry):
    """A paper with an end that is watched: licence, contract (到期提醒); `field` holds its last day."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str = Field(min_length=1)
    field: Literal["licence_expires_on", "contract_expires_on"]
    lead_days: tuple[int, ...] = Field(min_length=1)
    remedy: str = Field(min_length=1)


class CleanupLine(Cited):
    """One line of what is cleaned up when a group ends (清理清单)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    text: str = Field(min_length=1)


class GroupRule(Entry):
    """Work groups (工作群): which must be filed, when a temporary one ends, who answers."""

    enabled: bool
    kinds: tuple[Annotated[str, one_of(v.PLATFORMS, "平台")], ...] = ()
    long_must_file: bool = False
    temporary_must_file: bool = False
    dissolve: Duration | None = None
    prompt_to_file: Duration | None = None
    owner_role: RoleCode | None = None
    real_name: bool = False
    review_team_optional: bool = False
    cleanup: Annotated[tuple[CleanupLine, ...], unique_by("清理事项", lambda line: line.code)] = ()
    measures: tuple[Annotated[str, one_of(v.SANCTIONS, "处置措施")], ...] = ()


class SupervisionLevel(Entry):
    """Who watches over whom (监管层级)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    supervises: str
    reads_only: bool = False
