"""Judging one account at once, at a person's wish (立即评定)."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.refusals import Forbidden
from newmedia_portal.core.transactions import unit_of_work

from ...looking.due import JOB
from ...looking.look import look
from ...models import AccountActivity


def judged(account: MediaAccount, *, at: datetime) -> AccountActivity:
    """Judge an account now, inside the caller's transaction; its row is made where there is none."""
    alone(JOB)
    values = {"unit_id": account.unit_id, "root_id": account.root_id}
    AccountActivity.objects.get_or_create(account=account, defaults=values)
    look([account.pk], on=localdate(at))
    return AccountActivity.objects.get(pk=account.pk)


def look_again(account: MediaAccount, *, by: User, at: datetime) -> AccountActivity:
    """Judge an account at once by what is known now; those concerned are told with the next daily run.

    Raises Forbidden for people who neither write for the unit nor supervise it.
    """
    if not by.has_perm("assessments.enter_items", account):
        raise Forbidden("只有主办单位的经办人和宣传部门可以重新评定。")
    with unit_of_work():
        row = judged(account, at=at)
        record("silence.looked", by=by, at=at, obj=account, after={"level": row.level, "evidence": row.evidence})
    return row
