"""How a post passes its review (审核流程): time limits, proofreading, validity, what an edit voids, frozen topics."""

from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes import vocabulary as v

from .base import Cited, Duration, Entry, one_of, unique_by
from .filing import RoleCode


class Pace(Entry):
    """How fast each step is to be done, and who hears of it when it is not (办理时限); hours by the clock."""

    code: Literal["ordinary", "fast"]
    label: str
    hours: int = Field(ge=1, le=720)
    escalate_to: RoleCode


class ProofPass(Cited):
    """One of the proofreading passes beside the reviews (校次)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    role: RoleCode


class Proofreading(Entry):
    """The three proofreading passes (三校), where switched on; they come after the tier named."""

    enabled: bool
    after: str
    passes: Annotated[tuple[ProofPass, ...], unique_by("校次", lambda item: item.code)]


class ContentClass(Cited):
    """What a post is about (内容类别)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str


class PostReason(Cited):
    """A typical reason for returning a post (退回修改的常用理由)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    text: str


class Topic(Cited):
    """A topic that the author must declare (话题标记); `flag` names the extra step that it calls for, if any."""

    code: Annotated[str, one_of(v.TOPICS, "话题")]
    flag: str = Field(default="", pattern=r"^[a-z_]*$")


class FrozenTopics(Entry):
    """Topics that only the department may release while they are frozen (统一口径、冻结发布)."""

    release_role: RoleCode
    unit: Literal["owner", "line", "authority"] = "authority"


class FastLane(Entry):
    """The fast lane for emergencies (应急快审): same signers, shorter limits, a report afterwards."""

    report: Duration


class Procedure(Entry):
    """Everything about the passage of a post that the tiers themselves do not say."""

    paces: Annotated[tuple[Pace, ...], unique_by("办理时限", lambda pace: pace.code)]
    proofreading: Proofreading
    secrecy_before: str
    edit_voids: Literal["all", "later"]
    lower_by: tuple[RoleCode, ...] = Field(min_length=1)
    validity_days: int = Field(ge=1, le=365)
    receipt: Duration
    frozen: FrozenTopics
    fast_lane: FastLane
    topics: Annotated[tuple[Topic, ...], unique_by("话题", lambda topic: topic.code)]
    content_classes: Annotated[tuple[ContentClass, ...], unique_by("内容类别", lambda item: item.code)]
    return_reasons: Annotated[tuple[PostReason, ...], unique_by("退回理由", lambda item: item.code)] = ()

    def pace(self, code: str) -> Pace:
        """The pace of a lane; KeyError when the edition does not have it."""
        return next(pace for pace in self.paces if pace.code == code)
