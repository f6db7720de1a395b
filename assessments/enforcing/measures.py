"""The measures and commendations of an edition (处置措施、表彰激励): a set with articles, never a ladder."""

from dataclasses import dataclass

from newmedia_portal.regimes.schema import Edition, Reward, Sanction
from newmedia_portal.regimes.vocabulary import SANCTION_TARGETS

from .states import CaseKind

#: Measures by which an account or a group is to end: the unit files its closing.
ENDS_ACCOUNT = ("order_close", "order_cancel", "self_cancel", "group_close")
#: Measures that keep a unit from being commended in a year.
BARS_AWARDS = ("no_award",)
#: Commendations that a bar does not touch: help that every registered account gets.
NOT_BARRED = ("promotion",)
#: Words of the document, by target; measures that have words of their own come first.
PAPERS = {
    "talk": "约谈通知书", "warning": "警告通知书", "bulletin": "通报", "rectify": "限期整改通知书",
    "order_delete": "责令删除通知书", "order_close": "责令关闭通知书", "order_cancel": "责令注销通知书",
    "self_cancel": "主动注销建议书", "no_points": "考核不得分告知书", "no_award": "取消评先资格决定",
    "group_remind": "提醒删除通知", "group_remove_member": "移出群成员通知", "group_close": "关闭工作群通知书",
    "referral": "移交函", "referral_justice": "移交函", "joint_handling": "联合处置商请函",
}  # fmt: skip
PAPERS_BY_TARGET = {"person": "追责建议书", "referral": "移交函"}


@dataclass(frozen=True)
class Measure:
    """One measure or commendation that the edition allows."""

    kind: str
    code: str
    label: str
    target: str
    rank: int
    article: str
    paraphrase: str
    basis: str

    @property
    def target_word(self) -> str:
        """Whom or what it is directed at, in words."""
        return SANCTION_TARGETS.get(self.target, "单位")

    @property
    def needs_account(self) -> bool:
        """Whether it says which account or group."""
        return self.target in ("account", "group") or self.code in ENDS_ACCOUNT

    @property
    def counts_for_a_year(self) -> bool:
        """Whether it holds for one year: commendations, and the bar that keeps from them."""
        return self.kind == CaseKind.REWARD or self.code in BARS_AWARDS

    @property
    def paper(self) -> str:
        """What its document is called."""
        if self.kind == CaseKind.REWARD:
            return "表彰决定" if self.code == "commendation" else "激励通知"
        return PAPERS.get(self.code) or PAPERS_BY_TARGET.get(self.target, "处置决定书")


def measures_of(edition: Edition) -> tuple[Measure, ...]:
    """Return all measures of an edition in the order of their rank, then its commendations."""
    sanctions = sorted(edition.sanctions, key=lambda item: item.rank)
    return (
        *(_measure(CaseKind.SANCTION, one, one.target, one.rank) for one in sanctions),
        *(_measure(CaseKind.REWARD, one, "unit", 0) for one in edition.rewards),
    )


def _measure(kind: CaseKind, one: Sanction | Reward, target: str, rank: int) -> Measure:
    return Measure(kind.value, one.code, one.label, target, rank, one.article, one.paraphrase, one.basis)


def measure_of(edition: Edition, code: str) -> Measure | None:
    """Return a measure or commendation of the edition; None where the regulation knows none of that name."""
    return next((one for one in measures_of(edition) if one.code == code), None)
