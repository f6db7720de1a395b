"""Staff accounts certified by position (职务认证账号): when the post of their person ends, somebody must act."""

from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.actions import register
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work

from .actions.common import day_of, require
from .hooks import on_leaving, tell_staff_ended
from .models import MediaAccount

register("account.staff_ended", "职务账号使用人离任")
STAFF = "staff"


def end_staff_post(account: MediaAccount, *, on: date, reason: str = "", by: Any, at: datetime) -> MediaAccount:
    """Record that the person of a staff account no longer holds the post; what follows is a change or a closing.

    Raises Forbidden for anyone but the unit's writers and the department, Refused for an account of another kind or a
    day ahead, Conflict where it is known already or the account has ended.
    """
    require(by, "accounts.note_account", account, message="只有本单位经办人和备案机关可以登记使用人离任。")
    with unit_of_work():
        locked = MediaAccount.objects.select_for_update(of=("self",)).select_related("unit__root").get(pk=account.pk)
        if locked.kind != STAFF:
            raise Refused("只有职务账号登记使用人离任。")
        if locked.has_ended or locked.staff_ended_on is not None:
            raise Conflict("该账号已经结束，或使用人离任已登记，请刷新页面查看。")
        if on > day_of(at):
            raise Refused("任职结束日期不能晚于今天。", field="on")
        _mark(locked, on=on, reason=reason, by=by, at=at)
    account.refresh_from_db()
    return locked


@on_leaving
def follow_post(post: Post, *, successor: Post | None, by: Any, at: datetime) -> None:
    """Mark the staff accounts of a person who holds no post in the unit any longer.

    The register names the person in words: the same name in the same unit is taken for the same person.
    """
    if post.until is None or post.user.posts.filter(unit=post.unit, until__isnull=True).exists():
        return
    running = MediaAccount.objects.running().filter(unit=post.unit, kind=STAFF, staff_person=post.user.full_name)
    for account in running.filter(staff_ended_on__isnull=True).select_for_update(of=("self",)):
        _mark(account, on=post.until, reason=f"{post}离任", by=by, at=at)


def _mark(account: MediaAccount, *, on: date, reason: str, by: Any, at: datetime) -> None:
    account.staff_ended_on, account.version, account.updated_at = on, account.version + 1, at
    account.save(update_fields=["staff_ended_on", "version", "updated_at"])
    after = {"staff_person": account.staff_person, "staff_ended_on": on}
    record("account.staff_ended", by=by, at=at, obj=account, after=after, reason=reason[:300])
    tell_staff_ended(account, on=on, by=by, at=at)
