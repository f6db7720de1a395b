"""Shifts (排班): put on, cancelled, copied, exchanged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...models import DutyBatch, DutyRoster, DutyShift, ShiftSwap
from ...rosters.coverage import ONE_DAY, day_span
from ...states import ShiftRole
from .keep import running

#: A rule of the product: whoever is on duty longer than this was most likely written down by mistake.
LONGEST = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """Who is on duty from when to when; somebody without a login by name and office phone."""

    starts_at: datetime
    ends_at: datetime
    person: User | None = None
    name: str = ""
    office_phone: str = ""
    role: str = ShiftRole.DUTY


def add_shift(roster: DutyRoster, turn: Turn, *, by: User, at: datetime) -> DutyShift:
    """Put a person on duty. Raises Forbidden for strangers to the unit, Conflict for the same shift twice or an ended
    roster, Refused for hours that cannot be or nobody named."""
    with unit_of_work():
        held = running(roster, by)
        clean = checked(held, turn)
        same = held.shifts.standing().filter(name=clean.name, starts_at=clean.starts_at, ends_at=clean.ends_at)
        if same.exists():
            raise Conflict("这个人在这段时间已经排了班。", field="starts_at")
        shift = DutyShift.objects.create(**values_of(held, clean))
        record("roster.shift_added", by=by, at=at, obj=shift, after=_told(shift))
    return shift


def checked(roster: DutyRoster, turn: Turn) -> Turn:
    """Return a turn as it is kept, to the minute; raises Refused, naming the field, for one that cannot be."""
    starts, ends = (moment.replace(second=0, microsecond=0) for moment in (turn.starts_at, turn.ends_at))
    if ends <= starts:
        raise Refused("下班时间要晚于上班时间;跨夜的班次,请填次日的日期。", field="ends_at")
    if ends - starts > LONGEST:
        raise Refused(f"一个班次不超过 {LONGEST.days} 天。请分成几个班次。", field="ends_at")
    name, phone = turn.name.strip(), turn.office_phone.strip()
    if turn.person is not None:
        if not turn.person.posts.filter(unit=roster.unit_id, until__isnull=True).exists():
            raise Refused("这个人不在本单位任职。请填写姓名和办公电话,或先登记任职。", field="person")
        name, phone = turn.person.full_name, phone or turn.person.office_phone
    if not name:
        raise Refused("请选择值班人员,或填写姓名。", field="name")
    return Turn(starts, ends, turn.person, name, phone, turn.role)


def values_of(roster: DutyRoster, turn: Turn, *, batch: DutyBatch | None = None) -> dict[str, object]:
    """Return the fields of the row of a checked turn."""
    return {
        "roster": roster,
        "unit": roster.unit,
        "root": roster.root,
        "person": turn.person,
        "name": turn.name,
        "office_phone": turn.office_phone,
        "role": turn.role,
        "starts_at": turn.starts_at,
        "ends_at": turn.ends_at,
        "batch": batch,
    }


def cancel_shift(shift: DutyShift, *, reason: str, by: User, at: datetime) -> DutyShift:
    """Take a shift that has not ended off the roster; it stays on record with the reason.

    Raises Forbidden for strangers to the unit, Conflict where it was cancelled, Refused once it has ended.
    """
    if not reason.strip():
        raise Refused("请写明取消原因。", field="reason")
    with unit_of_work():
        held = standing(shift, by)
        if held.ends_at <= at:
            raise Refused("班次已经结束,不能取消。")
        held.cancelled_at, held.cancel_reason = at, reason.strip()
        held.save(update_fields=["cancelled_at", "cancel_reason"])
        record("roster.shift_cancelled", by=by, at=at, obj=held, reason=reason.strip(), after=_told(held))
    return held


def swap_shift(
    shift: DutyShift,
    *,
    person: User | None,
    name: str = "",
    office_phone: str = "",
    reason: str,
    by: User,
    at: datetime,
) -> DutyShift:
    """Let somebody else take over a shift; both names and the reason stay on record, both are told.

    Raises what `add_shift` raises, and Refused for a shift that has ended or without a reason.
    """
    if not reason.strip():
        raise Refused("请写明换班原因。", field="reason")
    with unit_of_work():
        held = standing(shift, by)
        if held.ends_at <= at:
            raise Refused("班次已经结束,不能换班。")
        turn = checked(held.roster, Turn(held.starts_at, held.ends_at, person, name, office_phone, held.role))
        same = held.roster.shifts.standing().filter(name=turn.name, starts_at=turn.starts_at, ends_at=turn.ends_at)
        if same.exists():
            raise Conflict("替班人在这段时间已经排了班。请另选一人。", field="person")
        swap = ShiftSwap.objects.create(
            shift=held, old_name=held.name, new_name=turn.name, reason=reason.strip(), by=by, at=at
        )
        told = {one.pk for one in (held.person, turn.person) if one is not None} - {by.pk}
        held.person, held.name, held.office_phone = turn.person, turn.name, turn.office_phone
        held.save(update_fields=["person", "name", "office_phone"])
        record("roster.swapped", by=by, at=at, obj=held, reason=swap.reason, after={"swap": str(swap)})
        body = f"{timezone.localtime(held.starts_at):%m月%d日 %H:%M}起的班次由{held.name}值守。{swap.reason}"
        url = f"/duties/rosters/{held.roster_id}/?from={timezone.localdate(held.starts_at)}"
        notify(told, kind="roster", title=f"换班:{swap}", body=body, url=url, at=at, key=f"roster.swap:{swap.pk}")
    return held


def copy_shifts(
    roster: DutyRoster, *, source: date, target: date, days: int, by: User, at: datetime
) -> tuple[int, int]:
    """Copy the shifts that begin within so many days from one day on to the same places from another day on.

    What stands there already is left as it is, so copying twice changes nothing; what would begin after the period is
    left out. Returns how many were copied and how many stood there. Raises Refused where there is nothing to copy.
    """
    with unit_of_work():
        held = running(roster, by)
        since, until = day_span(source)[0], day_span(source + (days - 1) * ONE_DAY)[1]
        found = list(held.shifts.standing().filter(starts_at__gte=since, starts_at__lt=until).select_related("person"))
        if not found:
            raise Refused("上一期没有班次,没有可以复制的。请先排班或导入。")
        move = _mover(target - source)
        known = set(held.shifts.standing().values_list("name", "starts_at", "ends_at"))
        fresh = [
            DutyShift(**values_of(held, Turn(s, e, shift.person, shift.name, shift.office_phone, shift.role)))
            for shift, s, e in ((one, move(one.starts_at), move(one.ends_at)) for one in found)
            if (shift.name, s, e) not in known
        ]
        DutyShift.objects.bulk_create(fresh, batch_size=500)
        if fresh:
            record("roster.copied", by=by, at=at, obj=held, after={"from": source, "to": target, "count": len(fresh)})
    return len(fresh), len(found) - len(fresh)


def _mover(days: timedelta) -> Callable[[datetime], datetime]:
    """Return a function that moves a moment by days, the hour on the clock staying the same."""

    def move(moment: datetime) -> datetime:
        local = timezone.localtime(moment)
        return timezone.make_aware(local.replace(tzinfo=None) + days)

    return move


def standing(shift: DutyShift, by: User) -> DutyShift:
    """Return a shift locked that the person may work on; raises Forbidden or Conflict."""
    held = (
        DutyShift.objects.select_for_update(of=("self",))
        .select_related("roster__unit", "person", "unit")
        .get(pk=shift.pk)
    )
    if not by.has_perm("duties.work_rosters", held):
        raise Forbidden("只有本单位的经办人和值班人员可以办理。")
    if held.cancelled_at is not None:
        raise Conflict("这个班次已经取消。")
    return held


def _told(shift: DutyShift) -> dict[str, object]:
    return {"name": shift.name, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
