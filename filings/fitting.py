"""Which variant of a filing is meant for a unit and an account (适用情形), and in words why another one is not.

The rules stand in the edition: kinds of unit, kinds and classes of account, terms of a group. A variant that names what
it is for comes before one that names nothing, so that a school cannot pass by its line department.
"""

from accounts.models import MediaAccount
from accounts.states import AccountState
from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.schema import Edition, FilingKind
from newmedia_portal.regimes.vocabulary import ACCOUNT_CLASSES, ACCOUNT_KINDS, GROUP_TERMS, UNIT_KINDS

GROUP = "work_group"
TEMPORARY, LONG = "temporary", "long"
ENTERS = ("open", "legacy")


def fitting(edition: Edition, kind: str, unit: Unit, account: MediaAccount | None = None) -> list[FilingKind]:
    """Return the variants of a kind that are meant for this unit, and for this account where there is one."""
    return [item for item in edition.variants(kind) if not misfit(edition, item, unit, account)]


def misfit(edition: Edition, chosen: FilingKind, unit: Unit, account: MediaAccount | None = None) -> str:
    """Return why a variant is not meant for this unit or account, with the way out; empty where it is."""
    return _unit_misfit(edition, chosen, unit) or (_account_misfit(edition, chosen, account) if account else "")


def account_kind(account: MediaAccount) -> str:
    """Return the kind of an account; an entry of a group platform is a work group whatever else it says."""
    return GROUP if account.platform.is_group else account.kind


def group_term(account: MediaAccount) -> str:
    """Return whether a work group is long-running or temporary; empty where the register does not say."""
    return str(account.details.get("group_term") or "")


def _unit_misfit(edition: Edition, chosen: FilingKind, unit: Unit) -> str:
    if chosen.unit_kinds:
        if unit.kind in chosen.unit_kinds:
            return ""
        meant = "、".join(UNIT_KINDS[code] for code in chosen.unit_kinds)
        return f"“{chosen.name}”只适用于{meant}（{chosen.article}），请改选其他情形。"
    for other in edition.variants(chosen.kind):
        if unit.kind in other.unit_kinds and _overlap(chosen, other):
            word = UNIT_KINDS.get(unit.kind, unit.kind)
            return f"本单位是{word}，应按“{other.name}”办理（{other.article}），请改选这一情形。"
    return ""


def _overlap(one: FilingKind, other: FilingKind) -> bool:
    """Whether two variants speak of the same accounts: kinds, classes and terms of groups meet."""
    pairs = (
        (one.account_kinds, other.account_kinds),
        (one.account_classes, other.account_classes),
        (one.group_terms, other.group_terms),
    )
    return all(not a or not b or set(a) & set(b) for a, b in pairs)


def _account_misfit(edition: Edition, chosen: FilingKind, account: MediaAccount) -> str:
    if chosen.kind in ENTERS and account.state == AccountState.FILED:
        becomes_long = group_term(account) == TEMPORARY and LONG in chosen.group_terms
        return "" if becomes_long else f"“{account}”已经备案，登记事项变化的请办理变更备案，停用的请办理关闭备案。"
    known = {item.code for item in edition.account_kinds}
    kind = account_kind(account)
    asked = (
        (kind if kind in known else "", chosen.account_kinds, ACCOUNT_KINDS),
        (account.account_class, chosen.account_classes, ACCOUNT_CLASSES),
        (group_term(account) if chosen.kind not in ENTERS else "", chosen.group_terms, GROUP_TERMS),
    )
    for code, allowed, words in asked:
        if code and allowed and code not in allowed:
            meant = "、".join(words[one] for one in allowed)
            return f"“{chosen.name}”适用于{meant}，“{account}”登记为{words.get(code, code)}，请改选其他情形。"
    return _named_elsewhere(edition, chosen, account)


def _named_elsewhere(edition: Edition, chosen: FilingKind, account: MediaAccount) -> str:
    """Point to the variant that names this kind of account where the chosen one names none."""
    kind = account_kind(account)
    if chosen.account_kinds or not kind:
        return ""
    for other in edition.variants(chosen.kind):
        if kind in other.account_kinds and not _unit_misfit(edition, other, account.unit):
            return f"{ACCOUNT_KINDS.get(kind, kind)}应按“{other.name}”办理（{other.article}），请改选这一情形。"
    return ""
