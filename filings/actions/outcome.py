"""What an approved filing does to the register (办结入账): in the same transaction as the last decision."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.actions import register as register_actions
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused

from ..content import day, kind_of, plain_team, register_data
from ..models import Certificate, Filing
from ..numbers import certificate_number, check_code


def enter_register(filing: Filing, *, by: User, at: datetime) -> Certificate | None:
    """Register, update, merge or close the account, and issue the certificate where the edition issues one."""
    kind = kind_of(filing)
    number = certificate_number(filing.edition.edition.number_prefix, at) if kind.issues_certificate else ""
    account = _ENTRIES[filing.kind](filing, number, by, at)
    if filing.account_id != account.pk:
        filing.account = account
        filing.save()
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
        source_filing=filing.pk,
        by=by,
        at=at,
    )


def _changed(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    return register_actions.update_from_filing(
        _account(filing),
        changes=register_data(filing),
        team=plain_team(filing.team) if kind_of(filing).asks("team") else None,
        certificate_no=number,
        changed_on=day(filing, "changed_on") or localdate(at),
        source_filing=filing.pk,
        by=by,
        at=at,
    )


def _closed(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    closed_on = day(filing, "cancelled_on") or day(filing, "group_dissolved_on") or localdate(at)
    return register_actions.close_account(_account(filing), closed_on=closed_on, source_filing=filing.pk, by=by, at=at)


def _merged(filing: Filing, number: str, by: User, at: datetime) -> MediaAccount:
    kept = _account(filing)
    wanted = [int(pk) for pk in filing.data.get("merged_accounts", []) if str(pk).isdigit()]
    merged = MediaAccount.objects.select_for_update().filter(pk__in=wanted, unit=filing.unit).exclude(pk=kept.pk)
    if not merged:
        raise Refused("没有可并入的账号,请退回填报单位补正。")
    return register_actions.merge_accounts(
        kept,
        merged=list(merged.order_by("pk")),
        changes=register_data(filing),
        merged_on=day(filing, "changed_on") or day(filing, "cancelled_on") or localdate(at),
        certificate_no=number,
        source_filing=filing.pk,
        by=by,
        at=at,
    )


def _account(filing: Filing) -> MediaAccount:
    if filing.account is None:
        raise Refused("该备案没有关联账号,无法登记,请退回填报单位补正。")
    return filing.account


_ENTRIES = {"open": _opened, "legacy": _opened, "change": _changed, "close": _closed, "merge": _merged}
