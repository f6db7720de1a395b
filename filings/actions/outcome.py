"""What an approved filing does to the register (办结入账): in the same transaction as the last decision."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.actions import register as register_actions
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.door import perform

from ..content import day, kind_of, plain_team, register_data
from ..deadlines.ending import void_owed
from ..mergers import kept_of, merged_of
from ..models import Certificate, Filing
from ..numbers import certificate_number, check_code
from .annual.follow import follow_passed
from .upward import file_upward


def enter_register(filing: Filing, *, by: User, at: datetime) -> Certificate | None:
    """Register, update, merge or close the account, and issue the certificate where the edition issues one."""
    kind = kind_of(filing)
    number = certificate_number(filing.edition.edition.number_prefix, at) if kind.issues_certificate else ""
    account = _ENTRIES[filing.kind](filing, number, by, at)
    if filing.account_id != account.pk:
        filing.account = account
        filing.save()
    file_upward(filing, at=at)
    if not number:
        return None
    return Certificate.objects.create(
        number=number, filing=filing, account=account, root=filing.root, issued_at=at, check_code=check_code()
    )


def _opened(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    return register_actions.register(
        account=filing.account,
        unit=filing.unit,
        data=register_data(filing),
        team=plain_team(filing.team),
        certificate_no=number,
        filed_on=localdate(at),
        source_filing=filing,
        edition=filing.edition.edition,
        by=by,
        at=at,
    )


def _changed(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    account = register_actions.update_from_filing(
        _account(filing),
        register_data(filing),
        plain_team(filing.team) if kind_of(filing).asks("team") else None,
        changed_on=day(filing, "changed_on"),
        source_filing=filing,
        edition=filing.edition.edition,
        by=by,
        at=at,
    )
    return _renumber(account, number, by, at)


def _closed(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    closed_on = day(filing, "cancelled_on") or day(filing, "group_dissolved_on") or localdate(at)
    reason = str(filing.data.get("close_reason") or "")
    closed = register_actions.close_account(
        _account(filing), closed_on=closed_on, source_filing=filing, reason=reason, by=by, at=at
    )
    void_owed([closed], but=filing, reason="账号已注销", at=at)
    return closed


def _merged(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    kept = kept_of(filing) or _account(filing)
    merged = [account for account in merged_of(filing) if account.pk != kept.pk]
    if not merged:
        raise Refused("没有可并入的账号,请退回填报单位补正。")
    closed_on = day(filing, "cancelled_on") or day(filing, "changed_on") or localdate(at)
    register_actions.merge_accounts(
        merged,
        into=kept,
        closed_on=closed_on,
        source_filing=filing,
        reason=str(filing.data.get("change_reason") or ""),
        by=by,
        at=at,
    )
    void_owed(merged, but=filing, reason="账号已整合", at=at)
    kept.refresh_from_db()
    return _renumber(kept, number, by, at)


def _renumber(account: MediaAccount, number: str, by: User, at: datetime) -> MediaAccount:
    """Put a new certificate number on an account that stays; without one the old number holds."""
    if not number:
        return account
    details = {"certificate_no": number, "before": account.certificate_no}
    filed_on = localdate(at)
    return perform(
        account,
        "file",
        by=by,
        at=at,
        action="account.filed",
        certificate_no=number,
        filed_on=filed_on,
        details=details,
    )


def _account(filing: Filing) -> MediaAccount:
    if filing.account is None:
        raise Refused("该备案没有关联账号,无法登记,请退回填报单位补正。")
    return filing.account


def _checked(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    """An annual report changes nothing in the register; its check is passed."""
    follow_passed(filing, by=by, at=at)
    return _account(filing)


_ENTRIES = {
    "annual": _checked,
    "open": _opened,
    "legacy": _opened,
    "change": _changed,
    "close": _closed,
    "merge": _merged,
}
