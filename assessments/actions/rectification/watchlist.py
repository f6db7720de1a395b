"""The watch list (重点关注): accounts that are in every draw, until somebody says why not."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...models import Finding, WatchListEntry


def list_account(account: MediaAccount, *, reason: str, by: User, at: datetime) -> WatchListEntry:
    """Put an account on the list with the reason.

    Raises Forbidden for anybody but the department, Refused without a reason, Conflict where it is on the list.
    """
    if not reason.strip():
        raise Refused("请写明列入重点关注的原因。", field="reason")
    if not by.has_perm("assessments.direct_inspections", account):
        raise Forbidden("只有宣传部门可以列入重点关注。")
    with unit_of_work():
        if account.has_ended:
            raise Refused(f"该账号{account.get_state_display()}，不需要列入。", field="account")
        made = put_on_list(account, reason, finding=None, by=by, at=at)
        if made is None:
            raise Conflict("该账号已经在重点关注名单中。", field="account")
    return made


def put_on_list(
    account: MediaAccount, reason: str, *, finding: Finding | None, by: User, at: datetime
) -> WatchListEntry | None:
    """Put an account on the list inside the caller's transaction; None where it is on it already."""
    MediaAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if WatchListEntry.objects.standing().filter(account=account).exists():
        return None
    made = WatchListEntry.objects.create(
        account=account,
        unit_id=account.unit_id,
        root_id=account.root_id,
        reason=reason.strip()[:300],
        finding=finding,
        since=localdate(at),
        entered_by=by,
        entered_at=at,
    )
    record("watchlist.listed", by=by, at=at, obj=made, after={"account": str(account)}, reason=reason.strip())
    return made


def leave(entry: WatchListEntry, *, why: str, by: User, at: datetime) -> WatchListEntry:
    """Take an account off the list; raises Refused without a reason, Forbidden for strangers, Conflict if it is off."""
    if not why.strip():
        raise Refused("请写明移出的原因。", field="why")
    with unit_of_work():
        held = WatchListEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
        if not by.has_perm("assessments.direct_inspections", held):
            raise Forbidden("只有宣传部门可以移出重点关注。")
        if held.until is not None:
            raise Conflict(f"该账号已于 {held.until} 移出。")
        held.until, held.ended_by, held.ended_why = max(localdate(at), held.since), by, why.strip()[:300]
        held.save(update_fields=["until", "ended_by", "ended_why"])
        record("watchlist.left", by=by, at=at, obj=held, reason=why.strip())
    return held
