"""Custody of passwords (口令保管): who keeps them and when they were changed; the secret itself is never stored."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import WRITERS, Role
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ..hooks import tell_custody
from ..models import CustodyRecord, MediaAccount
from ..querysets import MediaAccountQuerySet
from .common import day_of, require

register("account.password_due", "口令须更换")
register("account.custody", "口令保管移交")

WITH_ACCESS = (*WRITERS, Role.KEEPER, Role.STAFF)


def hand_over_password(
    account: MediaAccount, *, keeper: str, on: date, changed_on: date | None, reason: str, by: Any, at: datetime
) -> CustodyRecord:
    """Record that the password of an account passed to a keeper and when it was changed (口令保管移交).

    A password changed before somebody left does not count for the leaver (S2-18.1). Raises Forbidden, Refused for an
    ended account, a missing keeper or dates in the future or out of order.
    """
    require(by, "accounts.hand_over_password", account)
    with unit_of_work():
        locked = MediaAccount.objects.select_for_update().get(pk=account.pk)
        last = locked.custody.filter(until__isnull=True).first()
        _check_custody(locked, last, keeper=keeper, on=on, changed_on=changed_on, at=at)
        if last is not None:
            last.until = on
            last.save(update_fields=["until"])
        entry = CustodyRecord.objects.create(
            account=locked,
            keeper=keeper.strip(),
            since=on,
            password_changed_on=changed_on,
            reason=reason.strip(),
            entered_by=by,
            entered_at=at,
        )
        due = locked.password_due_since
        if due is not None and changed_on is not None and changed_on >= due:
            locked.password_due_since = None
        locked.updated_at, locked.version = at, locked.version + 1
        locked.save(update_fields=["password_due_since", "updated_at", "version"])
        before = {"keeper": last.keeper if last else ""}
        after = {
            "keeper": entry.keeper,
            "since": on,
            "password_changed_on": changed_on,
            "version": locked.version,
        }
        record("account.custody", by=by, at=at, obj=locked, before=before, after=after, reason=reason)
        tell_custody(entry, by=by, at=at)
    account.refresh_from_db()
    return entry


def reached_by(post: Post) -> MediaAccountQuerySet:
    """Return the running accounts of the unit whose password the holder of a post kept or could know."""
    if post.role not in WITH_ACCESS:
        return MediaAccount.objects.none()
    name = str(post.user)
    named = Q(custody__keeper=name, custody__until__isnull=True) | Q(team__name=name, team__until__isnull=True)
    return MediaAccount.objects.running().filter(named, unit=post.unit).distinct()


def ask_for_new_passwords(post: Post, *, on: date, by: Any, at: datetime) -> list[MediaAccount]:
    """Mark the accounts to which a leaving person had access and tell the unit's operators (离任换口令)."""
    name = str(post.user)
    accounts = list(reached_by(post).filter(password_due_since__isnull=True))
    operators = Post.objects.filter(unit=post.unit, role__in=[*WRITERS, Role.KEEPER], until__isnull=True)
    people = set(operators.exclude(user=post.user).values_list("user_id", flat=True))
    for account in accounts:
        account.password_due_since = on
        account.save(update_fields=["password_due_since"])
        record(
            "account.password_due", by=by, at=at, obj=account, after={"password_due_since": on}, reason=f"{name}离任"
        )
        notify(
            people,
            kind="custody",
            title=f"请更换“{account}”的口令并登记移交",
            body=f"{name}已离任。",
            url=reverse("accounts:custody", args=[account.pk]),
            at=at,
            key=f"custody:{account.pk}:{post.pk}",
        )
    return accounts


def _check_custody(
    account: MediaAccount, last: CustodyRecord | None, *, keeper: str, on: date, changed_on: date | None, at: datetime
) -> None:
    if account.has_ended:
        raise Refused(f"该账号{account.get_state_display()},不再移交口令。")
    if not keeper.strip():
        raise Refused("请填写保管人姓名。", field="keeper")
    today = day_of(at)
    if on > today:
        raise Refused("接手日期不能晚于今天。", field="on")
    if changed_on is not None and changed_on > today:
        raise Refused("改密日期不能晚于今天。", field="changed_on")
    if last is not None and on < last.since:
        raise Refused(f"接手日期不能早于上一任保管人 {last.keeper} 的接手日期 {last.since}。", field="on")
    if changed_on is None and last is not None:
        raise Refused("更换保管人须同时更换口令。请先改密,再填写改密日期。", field="changed_on")
