"""Steps that nobody can act on (无人办理): found every day, shown, told to the department and the administrators."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from ..access.models import Post, User
from ..access.roles import InstanceRole
from ..audit import record, register
from ..jobs.alone import alone
from ..jobs.schedule import Counts, daily
from ..notices.actions import notify
from ..transactions import unit_of_work
from .holders import role_label, signed_elsewhere
from .kinds import kind_of
from .models import Step
from .states import RunState, SeatState, StepState, SubstitutionState

JOB = "workflow.stuck"
AT_ONCE = 500

register("step.stuck", "环节无人办理")
register("step.staffed", "环节恢复有人办理")


def without_holder(steps: Iterable[Step]) -> list[Step]:
    """Return the waiting steps that nobody can act on: no active holder, or only people who must not decide here.

    Reads the people of all steps in three queries, however many steps there are.
    """
    waiting = list(steps)
    held = _by_post(waiting)
    seats = _by_seat(waiting)
    named = _active({step.holder_id for step in waiting if step.holder_id})
    found = []
    for step in waiting:
        people = seats[step.pk] if step.seated else held[(step.unit_id, step.role)]
        if not step.seated and step.holder_id:
            people = {step.holder_id} & named
        able = people - {step.run.started_by_id, *step.run.barred}
        if step.run.separate:
            able = {person for person in able if not signed_elsewhere(step.run, step, {person})}
        if not able:
            found.append(step)
    return found


def stuck_for(step: Step) -> bool:
    """Whether nobody can act on one step."""
    return bool(without_holder([step]))


@daily(JOB, label="无人办理的环节", not_before=time(6, 30))
def escalate_stuck(*, on: date, at: datetime) -> Counts:
    """Tell the department's directors and the system administrators of steps without a holder, once a working stage.

    A step is told on the first day and again every seventh day for as long as it stays so; safe to repeat.
    """
    with unit_of_work():
        alone(JOB)
        rows = Step.objects.filter(state=StepState.ACTIVE, run__state=RunState.OPEN).select_related("run", "unit")
        steps = list(rows.order_by("pk"))
        found = {step.pk for step in without_holder(steps)}
        told = cleared = 0
        for step in steps:
            if step.pk in found:
                told += _tell(step, on=on, at=at)
            elif step.stuck_on is not None:
                cleared += _clear(step, at=at)
    return Counts(looked_at=len(steps), flagged=told, cleared=cleared)


def _tell(step: Step, *, on: date, at: datetime) -> int:
    first = step.stuck_on is None
    if first:
        step.stuck_on = on
        step.save()
    kind = kind_of(step.run.object_type)
    subject = kind.find([step.run.object_id]).get(step.run.object_id) if kind else None
    if kind is None or subject is None or step.stuck_on is None or (on - step.stuck_on).days % 7:
        return 0
    admins = User.objects.filter(instance_role=InstanceRole.SYSTEM, is_active=True).values_list("pk", flat=True)
    title = f"无人办理：{subject}停在“{step.label}”"
    body = f"{step.unit}目前没有可以办理的{role_label(step.role)}。请补齐岗位、登记代理，或转由他人办理。"
    key = f"stuck:{step.pk}:{on}"
    said = {"kind": "workflow.stuck", "title": title, "body": body, "at": at, "key": key}
    notify(kind.overseers(subject), url=kind.url(step.run.object_id), **said)  # type: ignore[arg-type]
    notify(admins, url="/stuck/", **said)  # type: ignore[arg-type]
    if first:
        record("step.stuck", by=None, at=at, obj=subject, after={"step": step.label})
    return 1


def _clear(step: Step, *, at: datetime) -> int:
    step.stuck_on = None
    step.save()
    kind = kind_of(step.run.object_type)
    subject = kind.find([step.run.object_id]).get(step.run.object_id) if kind else None
    if subject is not None:
        record("step.staffed", by=None, at=at, obj=subject, after={"step": step.label})
    return 1


def _by_post(steps: list[Step]) -> dict[tuple[int, str], set[int]]:
    """Return who holds the posts that the steps name."""
    posts = Post.objects.filter(unit__in={step.unit_id for step in steps}, until__isnull=True, user__is_active=True)
    held: dict[tuple[int, str], set[int]] = defaultdict(set)
    for unit, role, person in posts.values_list("unit", "role", "user"):
        held[(unit, role)].add(person)
    return held


def _by_seat(steps: list[Step]) -> dict[int, set[int]]:
    from .models import Seat

    seats = Seat.objects.filter(step__in=[step.pk for step in steps if step.seated], state=SeatState.OPEN)
    found: dict[int, set[int]] = defaultdict(set)
    for step, person in seats.filter(person__is_active=True).values_list("step", "person"):
        found[step].add(person)
    return found


def _active(people: set[int]) -> set[int]:
    """Return those of the named who can sign in, or for whom somebody stands in."""
    running = SubstitutionState.RUNNING
    active = User.objects.filter(pk__in=people, is_active=True)
    stood_in = User.objects.filter(pk__in=people, represented__state=running, represented__substitute__is_active=True)
    return set(active.values_list("pk", flat=True)) | set(stood_in.values_list("pk", flat=True))
