"""What an approved filing does to the register (备案入册), and accounts found without one (未备案账号)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.schema import Edition

from ...groups.entry import end_group, keep_group
from ...hooks import tell_entered, tell_unfiled
from ...models import MediaAccount
from ...states import AccountState
from ..checks import (
    handle_owner,
    inner_body_faults,
    name_faults,
    platform_faults,
    registrant_faults,
)
from ..common import changed, day_of, edition_of, require
from .entries import change_team, facts, put_keeper, put_name, put_person, put_team, split
from .locks import bump, lock, lock_unit

Team = Iterable[Mapping[str, Any]]


def register(
    *,
    unit: Unit,
    data: Mapping[str, Any],
    team: Team,
    by: Any,
    at: datetime,
    certificate_no: str,
    filed_on: date,
    source_filing: Any,
    edition: Edition | None = None,
    account: MediaAccount | None = None,
) -> MediaAccount:
    """Enter an account that a filing has opened and mark it as filed with its certificate number (备案编号).

    `account` is the entry that the filing was begun for; without it an unfiled or listed entry of the same unit with
    the same platform id is completed instead of doubled. Raises
    Refused when another running entry carries the platform id, the name breaks a rule, the registrant is a person,
    or a second account on the platform has no reason.
    """
    with unit_of_work():
        unit = lock_unit(unit)
        edition = edition or edition_of(unit, day_of(at))
        known, rest = split(data)
        if known.get("platform") is None:
            raise Refused("请选择开办平台。", field="platform")
        account = lock(account) if account is not None else _entry_for(unit, known)
        before = facts(account) if account.pk else {}
        _write(account, known, rest, at=at)
        check_entry(account, edition)
        _save(account)
        put_name(account, since=account.opened_on or filed_on)
        old_team, new_team = put_team(account, team, on=filed_on)
        put_keeper(account, on=filed_on, by=by, at=at)
        keep_group(account, owner_before=str(before.get("details.group_owner") or ""), on=filed_on)
        _record("account.registered", account, before, old_team, new_team, by=by, at=at, source=source_filing)
        perform(
            account,
            "file",
            by=by,
            at=at,
            action="account.filed",
            certificate_no=certificate_no,
            filed_on=filed_on,
            details={"certificate_no": certificate_no, "filed_on": filed_on, **_source(source_filing)},
        )
    return account


def update_from_filing(
    account: MediaAccount,
    changes: Mapping[str, Any],
    team: Team | None,
    *,
    by: Any,
    at: datetime,
    source_filing: Any,
    changed_on: date | None = None,
    edition: Edition | None = None,
) -> MediaAccount:
    """Apply an approved change filing (变更备案): only what it names; a team of None stays as it is.

    `changed_on` is the day of the event, from which a new name counts. Raises Conflict for an ended account and
    Refused as `register` does.
    """
    with unit_of_work():
        lock_unit(account.unit)
        locked = lock(account)
        if locked.has_ended:
            raise Conflict(f"“{locked}”{locked.get_state_display()},不能再变更。")
        edition = edition or edition_of(locked.unit, day_of(at))
        on = changed_on or day_of(at)
        before = facts(locked)
        known, rest = split(changes)
        _write(locked, known, rest, at=at)
        check_entry(locked, edition, only=set(known))
        _save(locked)
        put_name(locked, since=on)
        old_team, new_team = change_team(locked, team, on=on, source=source_filing, by=by, at=at)
        put_keeper(locked, on=on, by=by, at=at)
        if known.get("staff_person"):
            put_person(locked, before)
        keep_group(locked, owner_before=str(before.get("details.group_owner") or ""), on=on)
        _record("account.updated", locked, before, old_team, new_team, by=by, at=at, source=source_filing)
    account.refresh_from_db()
    return locked


def close_account(
    account: MediaAccount, *, closed_on: date | None, by: Any, at: datetime, source_filing: Any, reason: str = ""
) -> MediaAccount:
    """Mark an account as closed on its platform (注销); the entry stays with its history."""
    with unit_of_work():
        bump(account, at=at)
        end_group(account, on=closed_on)
        return perform(
            account,
            "close",
            by=by,
            at=at,
            action="account.closed",
            reason=reason,
            closed_on=closed_on,
            details={"closed_on": closed_on, **_source(source_filing)},
        )


def merge_accounts(
    accounts: Sequence[MediaAccount],
    *,
    into: MediaAccount,
    closed_on: date | None,
    by: Any,
    at: datetime,
    source_filing: Any,
    reason: str = "",
) -> list[MediaAccount]:
    """Merge accounts into one that stays (整合): each of them ends and points to it.

    Raises Refused when the remaining account is among them, has ended or belongs to another organisation.
    """
    with unit_of_work():
        kept = lock(into)
        if kept.has_ended:
            raise Refused(f"“{kept}”{kept.get_state_display()},不能作为整合后保留的账号。", field="kept_account")
        merged = []
        for account in sorted(accounts, key=lambda entry: entry.pk):
            if account.pk == kept.pk:
                raise Refused("保留的账号不能同时是并入的账号。", field="merged_accounts")
            if account.root_id != kept.root_id:
                raise Refused(f"“{account}”不属于同一组织,不能整合。", field="merged_accounts")
            bump(account, at=at)
            end_group(account, on=closed_on)
            details = {"merged_into": str(kept), "closed_on": closed_on, **_source(source_filing)}
            merged.append(
                perform(
                    account,
                    "merge",
                    by=by,
                    at=at,
                    action="account.merged",
                    reason=reason,
                    into=kept,
                    closed_on=closed_on,
                    details=details,
                )
            )
        after = {"merged_from": [str(account) for account in merged], "closed_on": closed_on, **_source(source_filing)}
        record("account.absorbed", by=by, at=at, obj=kept, after=after, reason=reason)
    return merged


def record_unfiled(
    *, unit: Unit, data: Mapping[str, Any], found_on: date, by: Any, at: datetime, reason: str = ""
) -> MediaAccount:
    """Enter an account found running without a filing (登记未备案账号); its state says so until it is filed.

    Neither the number of accounts nor the name is refused here: a fact is recorded, not permitted. Raises Forbidden,
    or Refused when the platform id is already in the register or the day lies in the future.
    """
    require(by, "accounts.record_unfiled", unit)
    with unit_of_work():
        unit = lock_unit(unit)
        if found_on > day_of(at):
            raise Refused("发现日期不能晚于今天。", field="found_on")
        known, rest = split(data)
        if not known.get("name"):
            raise Refused("请填写账号名称。", field="name")
        if known.get("platform") is None:
            raise Refused("请选择平台。", field="platform")
        account = MediaAccount(unit=unit, root=unit.root or unit, created_at=at, updated_at=at, found_on=found_on)
        _write(account, known, rest, at=at)
        account.version = 1
        _refuse_taken(account)
        _save(account)
        put_name(account, since=account.opened_on or found_on)
        after = {name: value for name, value in facts(account).items() if value not in (None, "", [], {})}
        record("account.unfiled", by=by, at=at, obj=account, after={**after, "version": 1}, reason=reason)
        tell_unfiled(account, found_on=found_on, by=by, at=at)
    return account


def check_entry(account: MediaAccount, edition: Edition, *, only: set[str] | None = None) -> None:
    """Raise Refused with every fault of an entry at once; `only` limits the checks to changed fields."""
    faults = []
    touched = only if only is not None else {"name", "platform", "registrant_kind", "kind", "exception_reason"}
    if {"name", "account_class"} & touched:
        faults += name_faults(edition, name=account.name, account_class=account.account_class)
    if "registrant_kind" in touched and account.kind not in ("nongov", "staff"):
        faults += registrant_faults(edition, registrant_kind=account.registrant_kind)
    if {"platform", "exception_reason"} & touched:
        reason = account.exception_reason
        faults += platform_faults(edition, account.unit, account.platform, reason=reason, exclude=account)
    if only is None:
        faults += inner_body_faults(edition, unit=account.unit, kind=account.kind, is_legacy=account.is_legacy)
    if faults:
        raise Refused("\n".join(fault.message for fault in faults), field=faults[0].field)
    _refuse_taken(account)


def _refuse_taken(account: MediaAccount) -> None:
    other = handle_owner(account.root, account.platform, account.handle, exclude=account if account.pk else None)
    if other is not None:
        number = f",备案编号 {other.certificate_no}" if other.certificate_no else ""
        raise Refused(
            f"{account.platform}账号标识“{account.handle}”已登记为“{other}”({other.unit}{number})。"
            "请核对标识;同一账号请办理变更,不要重复登记。",
            field="handle",
        )


def _entry_for(unit: Unit, known: Mapping[str, Any]) -> MediaAccount:
    """Return the open entry of this unit for the same platform id, locked, or a new one."""
    open_entries = MediaAccount.objects.select_for_update().filter(
        unit=unit, platform=known["platform"], state__in=[AccountState.UNFILED, AccountState.LISTED]
    )
    if known.get("handle"):
        found = open_entries.filter(handle=known["handle"]).first()
        if found is not None:
            return found
    same_name = open_entries.filter(handle="", name=known.get("name", "")).first()
    return same_name or MediaAccount(unit=unit, root=unit.root or unit, version=0)


def _write(account: MediaAccount, known: Mapping[str, Any], rest: Mapping[str, Any], *, at: datetime) -> None:
    for name, value in known.items():
        setattr(account, name, value)
    account.details = {**account.details, **rest}
    account.updated_at = at
    account.created_at = account.created_at or at
    account.version += 1


def _save(account: MediaAccount) -> None:
    if account.opened_on and account.closed_on and account.closed_on < account.opened_on:
        raise Refused("注销日期不能早于开通日期。", field="closed_on")
    is_new = account.pk is None
    account.save()
    if is_new:
        tell_entered([account.pk])


def _record(
    action: str,
    account: MediaAccount,
    before: dict[str, Any],
    old_team: list[str],
    new_team: list[str],
    *,
    by: Any,
    at: datetime,
    source: Any,
) -> None:
    old, new = changed(before, facts(account))
    new = {name: value for name, value in new.items() if name in before or value not in (None, "", [], {})}
    if old_team != new_team:
        old["team"], new["team"] = old_team, new_team
    record(action, by=by, at=at, obj=account, before=old, after={**new, "version": account.version, **_source(source)})


def _source(filing: Any) -> dict[str, Any]:
    return {"filing": str(filing), "filing_id": getattr(filing, "pk", None)} if filing is not None else {}
