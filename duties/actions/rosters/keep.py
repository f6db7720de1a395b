"""Beginning and ending a roster (建立、停用值班表)."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...models import DutyRoster
from ...rosters.watching import rule_for


def create_roster(unit: Unit, *, account: MediaAccount | None = None, by: User, at: datetime) -> DutyRoster:
    """Begin the roster of a unit, or of one of its accounts; hours and article come from its edition (S1-3.3.2c).

    Raises Forbidden for strangers to the unit, Conflict where one runs already, Refused for another unit's account.
    """
    if not by.has_perm("duties.work_rosters", unit):
        raise Forbidden("只有本单位的经办人可以建立值班表。")
    if account is not None and account.unit_id != unit.pk:
        raise Refused("这个账号不是本单位的。", field="account")
    with unit_of_work():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if DutyRoster.objects.filter(unit=unit, account=account, ended_on__isnull=True).exists():
            raise Conflict("已经有值班表,请直接排班。", field="account")
        edition, rule = rule_for(unit, at)
        roster = DutyRoster.objects.create(
            unit=unit, root=unit.root or unit, account=account, edition=edition,
            hours_a_day=rule.hours_a_day if rule else None, article=rule.article if rule else "",
            started_on=localdate(at), created_by=by, created_at=at,
        )  # fmt: skip
        record("roster.created", by=by, at=at, obj=roster, after={"hours_a_day": roster.hours_a_day})
    return roster


def end_roster(roster: DutyRoster, *, by: User, at: datetime) -> DutyRoster:
    """End a roster: its shifts and its log stay on record, nothing is warned of any more.

    Raises Forbidden for strangers to the unit, Conflict where it has ended.
    """
    with unit_of_work():
        held = running(roster, by)
        held.ended_on = localdate(at)
        held.save(update_fields=["ended_on"])
        record("roster.ended", by=by, at=at, obj=held)
    return held


def running(roster: DutyRoster, by: User) -> DutyRoster:
    """Return a roster locked that the person may work on; raises Forbidden or Conflict."""
    held = DutyRoster.objects.select_for_update().get(pk=roster.pk)
    if not by.has_perm("duties.work_rosters", held):
        raise Forbidden("只有本单位的经办人和值班人员可以办理。")
    if held.ended_on is not None:
        raise Conflict("这张值班表已经停用。请在新的值班表上办理。")
    return held
