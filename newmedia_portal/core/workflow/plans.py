"""The parts that every move along a chain shares: planned steps, written decisions, what comes next (审批链内件)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.timezone import localtime

from ..access.models import Unit, User
from ..refusals import Conflict
from .models import Decision, Run, Seat, Step
from .seating import clear_seats, seat_all
from .states import QUIET, Mode, RunState, SeatState, StepKind, StepState, Verb

OVER = [StepState.DONE, StepState.CANCELLED]


class Outcome(StrEnum):
    """Where a decision left the run."""

    ADVANCED = "advanced"
    JOINED = "joined"
    COMPLETED = "completed"
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    TERMINATED = "terminated"


@dataclass(frozen=True)
class StepPlan:
    """A step to come, as the edition describes it, with the unit that holds it; `hours` is its time limit, if any.

    `mode` and `percent` say how several holders decide, `people` who they are; `holder` names one person. A step that
    somebody added knows by whom (`added_by`) and which step it serves (`back_to`).
    """

    code: str
    label: str
    role: str
    unit: Unit
    kind: str
    side: str
    article: str
    hours: int | None = None
    mode: str = Mode.ANY
    percent: int | None = None
    people: tuple[int, ...] = ()
    holder: User | None = None
    added_by: User | None = None
    back_to: str = ""


@dataclass(frozen=True)
class Result:
    """What a decision did: the outcome and the step that now waits, if any."""

    outcome: Outcome
    decision: Decision
    next_step: Step | None = None
    notified: list[Step] = field(default_factory=list)


def lay(run: Run, plan: Sequence[StepPlan], *, lap: int = 1) -> None:
    """Append steps to a run, in order, after those it has."""
    last = run.steps.order_by("-position").values_list("position", flat=True).first() or 0
    for position, step in enumerate(plan, start=last + 1):
        laid = Step.objects.create(
            run=run,
            position=position,
            code=step.code,
            label=step.label,
            kind=step.kind,
            side=step.side,
            role=step.role,
            unit=step.unit,
            article=step.article,
            hours=step.hours,
            lap=lap,
            mode=step.mode,
            percent=step.percent,
            holder=step.holder,
            added_by=step.added_by,
            back_to=step.back_to,
            seated=bool(step.people),
        )
        Seat.objects.bulk_create(Seat(step=laid, person_id=person) for person in step.people)


def planned(steps: Iterable[Step], *, anew: bool = True) -> list[StepPlan]:
    """Return steps as plans, so that they can be laid once more; `anew` leaves out by name who holds a post's step."""
    return [_plan(step, anew=anew) for step in steps]


def again(step: Step, *, holder: User | None = None) -> StepPlan:
    """Return one step as a plan that comes back to a person."""
    return replace(_plan(step, anew=False), holder=holder) if holder is not None else _plan(step, anew=False)


def _plan(s: Step, *, anew: bool) -> StepPlan:
    kept = s.holder if s.added_by_id or not anew else None
    seats = s.seats.all() if s.state == StepState.CANCELLED else s.seats.exclude(state=SeatState.GONE)
    people = tuple(seats.values_list("person", flat=True)) if s.added_by_id else ()
    return StepPlan(
        s.code, s.label, s.role, s.unit, s.kind, s.side, s.article, s.hours, s.mode, s.percent, people, kept,
        s.added_by, s.back_to,
    )  # fmt: skip


def write(run: Run, step: Step | None, verb: str, *, by: Any, at: datetime, **more: Any) -> Decision:
    """Write one row into the record of a run."""
    return Decision.objects.create(
        run=run,
        step=step,
        verb=verb,
        by=by,
        in_role=step.role if step else "",
        at=at,
        content_hash=run.content_hash,
        article=step.article if step else "",
        opinion=str(more.get("opinion", "")).strip(),
        reasons=list(more.get("reasons", ())),
        for_user=more.get("for_user"),
    )


def advance(run: Run, decision: Decision, *, at: datetime) -> Result:
    """Open the next step; steps that only notify are passed at once and reported."""
    notified: list[Step] = []
    for step in run.steps.filter(state=StepState.WAITING).order_by("position"):
        step.open(at=at)
        step.save()
        seat_all(run, step)
        if step.kind != StepKind.NOTIFY:
            return Result(Outcome.ADVANCED, decision, step, notified)
        write(run, step, Verb.NOTIFY, by=None, at=at)
        step.close(at=at)
        step.save()
        notified.append(step)
    run.approve(at=at)
    run.save()
    return Result(Outcome.COMPLETED, decision, None, notified)


def cancel_open_steps(run: Run, *, at: datetime, active: bool = True) -> None:
    """Cancel the steps to come, and the one that waits now unless told otherwise."""
    states = [StepState.WAITING, StepState.ACTIVE] if active else [StepState.WAITING]
    for step in run.steps.filter(state__in=states):
        step.cancel(at=at)
        step.save()
        clear_seats(step, at=at)


def end(run: Run, ending: str, *, at: datetime) -> None:
    """End a run by one of its transitions; nothing of it waits any more."""
    cancel_open_steps(run, at=at)
    getattr(run, ending)(at=at)
    run.save()


def locked(run: Run) -> Run:
    """Return the run, locked for this transaction."""
    return Run.objects.select_for_update().get(pk=run.pk)


def locked_step(run: Run, step_id: int) -> Step:
    """Return the waiting step that the reader saw, locked; Conflict when it no longer waits."""
    step = Step.objects.select_for_update().filter(pk=step_id, run=run).first()
    if run.state != RunState.OPEN or step is None or step.state != StepState.ACTIVE:
        raise Conflict(already_decided(run, step))
    return step


def current_step(run: Run) -> Step | None:
    """Return the step that waits now."""
    return run.steps.filter(state=StepState.ACTIVE).select_related("unit", "holder").first()


def already_decided(run: Run, step: Step | None) -> str:
    """Return the sentence for a reader who came second."""
    last = run.decisions.filter(step=step).exclude(verb__in=QUIET).order_by("-at", "-id").first() if step else None
    if last is None:
        return "该事项的办理情况已有变化,请刷新页面。"
    return f"{last.by}已于 {_clock(last.at)} 办理:{last.get_verb_display()}。您的这次操作没有生效。"


def _clock(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")
