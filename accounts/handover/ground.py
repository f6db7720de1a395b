"""What the ground floor keeps by name (基础事项): approval steps, substitutions, scheduled exports."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.exports.models import ExportSchedule
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.handover import hand_over_steps
from newmedia_portal.core.workflow.models import Seat, Step, Substitution
from newmedia_portal.core.workflow.states import SeatState, StepState, SubstitutionState

from .holders import Held, Holder, register_holder

WORDS = "离任移交"
OPEN_STEPS = (StepState.WAITING, StepState.ACTIVE)
OPEN_SUBSTITUTIONS = (SubstitutionState.PLANNED, SubstitutionState.RUNNING)

register("export.reowned", "定期导出换人")


def _steps(people: Any, at: datetime) -> Iterable[Held]:
    rows = Step.objects.filter(holder__in=people, state__in=OPEN_STEPS).select_related("unit").order_by("pk")
    for row in rows:
        yield _step(row, row.holder_id or 0)
    seats = Seat.objects.filter(person__in=people, state=SeatState.OPEN, step__state__in=OPEN_STEPS)
    for seat in seats.exclude(step__holder=F("person")).select_related("step__unit").order_by("pk"):
        yield _step(seat.step, seat.person_id)


def _step(row: Step, user: int) -> Held:
    return Held(user, row.pk, f"{row.label}（{row.unit}）", "/todo/", row.unit_id)


def _move_steps(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    rows = Step.objects.filter(pk__in=[held.pk for held in things]).order_by()
    for unit, role in sorted(set(rows.values_list("unit", "role"))):
        place = Unit.objects.get(pk=unit)
        hand_over_steps(unit=place, role=role, old=old, new=new, by=by, at=at, opinion=WORDS)


def _substitutions(people: Any, at: datetime) -> Iterable[Held]:
    rows = Substitution.objects.filter(state__in=OPEN_SUBSTITUTIONS).select_related("absent", "substitute")
    for row in rows.filter(absent__in=people).order_by("pk"):
        yield Held(row.absent_id, row.pk, f"由{row.substitute}代理，至 {row.ends_on}", "/substitutions/")
    for row in rows.filter(substitute__in=people).order_by("pk"):
        yield Held(row.substitute_id, row.pk, f"代理{row.absent}，至 {row.ends_on}", "/substitutions/")


def _end_substitutions(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    rows = Substitution.objects.filter(pk__in={held.pk for held in things}, state__in=OPEN_SUBSTITUTIONS)
    for row in rows.order_by("pk"):
        perform(row, "finish", by=None, at=at, action="substitution.ended", reason=f"{old}离任")


def _schedules(people: Any, at: datetime) -> Iterable[Held]:
    rows = ExportSchedule.objects.filter(owner__in=people, ended_at__isnull=True).order_by("pk")
    for row in rows:
        yield Held(row.owner_id, row.pk, row.title, f"/exports/schedules/{row.pk}/")


def _move_schedules(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    """Give scheduled exports to somebody else, who gets them too; where nobody takes them they stop."""
    rows = ExportSchedule.objects.select_for_update().filter(pk__in=[held.pk for held in things])
    for row in rows.order_by("pk"):
        if new is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            record("export.unscheduled", by=by, at=at, obj=row, reason=f"{old}离任")
            continue
        row.owner = new
        row.save(update_fields=["owner"])
        row.recipients.add(new)
        sides = {"owner": str(old)}, {"owner": str(new)}
        record("export.reowned", by=by, at=at, obj=row, before=sides[0], after=sides[1], reason=WORDS)


def _subscriptions(people: Any, at: datetime) -> Iterable[Held]:
    through = ExportSchedule.recipients.through.objects
    rows = through.filter(user__in=people, exportschedule__ended_at__isnull=True).select_related("exportschedule")
    for row in rows.order_by("pk"):
        yield Held(row.user_id, row.exportschedule_id, f"接收定期导出：{row.exportschedule}")


def _move_subscriptions(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    rows = ExportSchedule.objects.select_for_update().filter(pk__in=[held.pk for held in things])
    for row in rows.order_by("pk"):
        row.recipients.remove(old)
        if new is not None:
            row.recipients.add(new)
        after = {"recipient": str(new) if new else ""}
        record("export.reowned", by=by, at=at, obj=row, before={"recipient": str(old)}, after=after, reason=WORDS)


STEPS = register_holder(
    Holder("steps", "点名承办的审批", _steps, _move_steps, ("core.Step.holder", "core.Seat.person"), "退回岗位")
)
register_holder(
    Holder(
        "substitutions", "代理", _substitutions, _end_substitutions,
        ("core.Substitution.absent", "core.Substitution.substitute"), "结束代理", ends=True,
    )
)  # fmt: skip
register_holder(
    Holder("schedules", "安排的定期导出", _schedules, _move_schedules, ("core.ExportSchedule.owner",), "停止导出")
)
register_holder(
    Holder(
        "subscriptions", "接收的定期导出", _subscriptions, _move_subscriptions,
        ("core.ExportSchedule.recipients",), "不再接收",
    )
)  # fmt: skip
