"""Mergers of accounts (整合): which accounts a filing names, and what stands against ending them."""

from accounts.models import MediaAccount

from .models import Filing
from .states import UNDECIDED


def numbers(filing: Filing, code: str) -> list[int]:
    """Return the numbers of the accounts that an answer names."""
    return [int(pk) for pk in filing.data.get(code) or [] if str(pk).isdecimal() and len(str(pk)) < 19]


def kept_of(filing: Filing) -> MediaAccount | None:
    """Return the account that stays: the one named in the form, else the one the filing was begun for."""
    named = MediaAccount.objects.filter(pk__in=numbers(filing, "kept_account")[:1], unit=filing.unit).first()
    return named or filing.account


def merged_of(filing: Filing) -> list[MediaAccount]:
    """Return the accounts of the unit that are to end, in the order of the register."""
    rows = MediaAccount.objects.filter(pk__in=numbers(filing, "merged_accounts"), unit=filing.unit)
    return list(rows.select_related("platform").order_by("pk"))


def merger_faults(filing: Filing) -> list[tuple[str, str]]:
    """Return field and sentence for all that keeps the accounts from being merged."""
    kept, merged, faults = kept_of(filing), merged_of(filing), list[tuple[str, str]]()
    if len(numbers(filing, "kept_account")) > 1:
        faults.append(("kept_account", "整合后只能保留一个账号，请只选一个。"))
    if kept is not None and kept.has_ended:
        faults.append(("kept_account", f"“{kept}”{kept.get_state_display()}，不能作为保留的账号，请另选。"))
    if kept is not None and kept in merged:
        faults.append(("merged_accounts", f"“{kept}”是保留的账号，不能同时并入，请去掉。"))
    for account in merged:
        if account.has_ended:
            faults.append(("merged_accounts", f"“{account}”{account.get_state_display()}，不需要再整合，请去掉。"))
    waiting = Filing.objects.filter(account__in=merged, state__in=UNDECIDED).exclude(pk=filing.pk)
    for other in waiting.select_related("account"):
        number = other.number or "草稿"
        words = f"“{other.account}”有一件{other.get_kind_display()}正在办理（{number}），请先办结、撤回或删除。"
        faults.append(("merged_accounts", words))
    return faults
