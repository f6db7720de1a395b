"""Rules about people and groups (队伍与工作群)."""

from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes import vocabulary as v

from .base import Duration, Entry, one_of
from .filing import RoleCode


class PersonnelRule(Entry):
    """Training, background check, hand-over, custody of the password (培训、政审、交接、密码保管)."""

    code: Literal[
        "training", "background_check", "offboarding", "handover", "password_custody", "qualification", "declaration",
        "terminal_safety",
    ]  # fmt: skip
    label: str
    role: RoleCode | None = None
    when: Literal["before_post", "on_change", "always", "periodic"] = "always"
    events: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    strict: bool = False


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
    measures: tuple[Annotated[str, one_of(v.SANCTIONS, "处置措施")], ...] = ()


class SupervisionLevel(Entry):
    """Who watches over whom (监管层级)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    supervises: str
    reads_only: bool = False
