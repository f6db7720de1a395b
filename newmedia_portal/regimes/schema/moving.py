"""What may be moved in a chain (办理规则): taking back, taking a result back, one person at two steps."""

from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes.vocabulary import FILING_KINDS

from .base import Cited, Entry, unique_by

Moved = Literal["open", "change", "merge", "close", "legacy", "annual", "post"]


class Withdrawal(Cited):
    """Until when the owner may take an object back, and how long its result may be taken back (撤回、收回)."""

    kinds: tuple[Moved, ...] = Field(min_length=1)
    until: Literal["first_decision", "lodged", "decided"]
    reopen_days: int = Field(ge=0, le=30)

    @property
    def until_label(self) -> str:
        """The moment in words."""
        return {
            "first_decision": "首个环节办理之前",
            "lodged": "送达备案机关之前",
            "decided": "办结之前",
        }[self.until]

    @property
    def reopen_label(self) -> str:
        """How long a result may be taken back, in words."""
        return f"办结后 {self.reopen_days} 个工作日内" if self.reopen_days else "不能收回"

    @property
    def words(self) -> tuple[str, str, str]:
        """The matters, and both rules."""
        names = {**FILING_KINDS, "post": "稿件"}
        return "、".join(names[kind] for kind in self.kinds), self.until_label, self.reopen_label

    @property
    def source(self) -> str:
        """The article, or that the authority set it itself (本地设定)."""
        return self.article if self.basis == "stated" else self.basis_label


class ChainRules(Entry):
    """How a chain may be moved beside its steps (办理规则)."""

    separate: bool = False
    withdrawals: Annotated[tuple[Withdrawal, ...], unique_by("撤回规则", lambda rule: str(rule.kinds))]

    @property
    def said(self) -> str:
        """Whether one person may hold two steps of a filing, in words."""
        return "同一人不得兼办备案的两个环节。" if self.separate else "备案各环节按岗位办理，不限制一人兼办。"


#: What holds where an edition says nothing: until the first decision, and no result is taken back.
STRICT = Withdrawal(
    kinds=("open", "change", "merge", "close", "legacy", "annual", "post"), until="first_decision", reopen_days=0,
    article="条文未规定", basis="local",
)  # fmt: skip
