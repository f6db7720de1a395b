"""Taking back (收回) and ending (终止): one's own last decision, a result by rule, a run that leads nowhere."""

from datetime import datetime

from ..access.models import User
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .models import Decision, Run, Seat, Step
from .plans import (
    Outcome,
    Result,
    StepPlan,
    advance,
    again,
    cancel_open_steps,
    current_step,
    end,
    lay,
    locked,
    planned,
    write,
)
from .states import QUIET, RunState, SeatState, StepState, Verb

#: What may be taken back while the next one has not acted.
RECALLABLE = (Verb.APPROVE, Verb.COSIGN, Verb.DISSENT, Verb.SEND_BACK, Verb.OPINE)
#: What may be taken back after it ended the run.
ENDINGS = (Verb.APPROVE, Verb.RETURN, Verb.REJECT)


def last_act(run: Run) -> Decision | None:
    """Return what was done last in a run, leaving out what moves nothing."""
    return run.decisions.exclude(verb__in=QUIET).select_related("step", "by").order_by("-pk").first()


def may_recall(run: Run, user: User) -> bool:
    """Whether the person could take back their own last decision now."""
    last = last_act(run)
    return run.state == RunState.OPEN and last is not None and last.by_id == user.pk and last.verb in RECALLABLE


def recall(run: Run, *, by: User, at: datetime, opinion: str) -> Result:
    """Take back one's own last decision before the next one has acted (收回): the step is with oneself again.

    Raises Refused without a reason, Conflict when somebody has acted since or the run is over, Forbidden for a
    decision of somebody else.
    """
    if not opinion.strip():
        raise Refused("请写明收回的原因。", field="reason")
    with unit_of_work():
        run = locked(run)
        if run.state != RunState.OPEN:
            raise Conflict("该事项已经办结，不能收回单个环节的意见。")
        last = last_act(run)
        if last is None or last.step is None or last.verb not in RECALLABLE:
            raise Conflict("最近一步不是可以收回的办理意见，不能收回。")
        if last.by_id != by.pk:
            raise Forbidden(f"最近一步由{last.by}办理，只有本人可以在下一环节办理之前收回。")
        decision = write(run, last.step, Verb.RECALL, by=by, at=at, opinion=opinion)
        if last.verb in (Verb.COSIGN, Verb.DISSENT) and last.step.state == StepState.ACTIVE:
            return _seat_again(last, decision)
        return _lay_again(run, last, decision, at=at)


def reopen(run: Run, *, by: User, at: datetime, opinion: str) -> Result:
    """Open a run again that somebody ended: its last step is to be decided once more (收回办理结果).

    Whether the rule allows it and whether the effects can be undone, the caller has looked at. Raises Refused without
    a reason, Conflict when the run did not end by a decision or the object has another run by now.
    """
    if not opinion.strip():
        raise Refused("请写明收回的原因。", field="reason")
    with unit_of_work():
        run = locked(run)
        last = run.decisions.filter(verb__in=ENDINGS).select_related("step").order_by("-pk").first()
        newer = Run.objects.filter(object_type=run.object_type, object_id=run.object_id, pk__gt=run.pk)
        if last is None or last.step is None or newer.exists():
            raise Conflict("该事项之后又有办理，不能再收回这次结果。")
        if run.state not in (RunState.APPROVED, RunState.RETURNED, RunState.REJECTED):
            raise Conflict("该事项不是由审批作出的结果，不能收回。")
        run.reopen(at=at)
        run.save()
        decision = write(run, last.step, Verb.RECALL, by=by, at=at, opinion=opinion)
        rest = _behind(run, last.step)
        lay(run, [again(last.step), *rest], lap=last.step.lap)
        moved = advance(run, decision, at=at)
        return Result(Outcome.RECALLED, decision, moved.next_step, moved.notified)


def terminate(run: Run, *, by: User, at: datetime, opinion: str) -> Result:
    """End a run without a decision (终止). Raises Refused without a reason, Conflict when it is over."""
    if not opinion.strip():
        raise Refused("请写明终止的原因。", field="reason")
    with unit_of_work():
        run = locked(run)
        if run.state != RunState.OPEN:
            raise Conflict("该事项已经办结，不需要终止。")
        decision = write(run, current_step(run), Verb.TERMINATE, by=by, at=at, opinion=opinion)
        end(run, "terminate", at=at)
        return Result(Outcome.TERMINATED, decision)


def _seat_again(last: Decision, decision: Decision) -> Result:
    people = [last.by_id, last.for_user_id]
    seat = Seat.objects.select_for_update().filter(step=last.step, person__in=people)
    taken = seat.filter(state__in=[SeatState.AGREED, SeatState.AGAINST]).order_by("-at").first()
    if taken is None:
        raise Conflict("这一席已经变化，请刷新页面。")
    taken.take_back(at=decision.at)
    taken.save()
    return Result(Outcome.RECALLED, decision, last.step)


def _lay_again(run: Run, last: Decision, decision: Decision, *, at: datetime) -> Result:
    """Put the step before those that wait since the decision; what a sending back had laid goes."""
    step = last.step
    assert step is not None  # noqa: S101 - the caller has looked
    waiting = run.steps.filter(state__in=[StepState.ACTIVE, StepState.WAITING]).order_by("position")
    ahead = list(waiting.select_related("unit", "holder", "added_by"))
    if last.verb == Verb.SEND_BACK:
        ahead = ahead[next((n for n, other in enumerate(ahead) if other.code == step.code), -1) + 1 :]
    plan = [_once_more(step, last), *planned(ahead, anew=False)]
    cancel_open_steps(run, at=at)
    lay(run, plan, lap=step.lap)
    moved = advance(run, decision, at=at)
    if moved.next_step is not None:
        _keep_votes(step, moved.next_step, {last.by_id, last.for_user_id})
    return Result(Outcome.RECALLED, decision, moved.next_step, moved.notified)


def _keep_votes(old: Step, new: Step, taken_back: set[int | None]) -> None:
    """Let those who had agreed beside the one who takes back keep their word."""
    kept = old.seats.filter(state=SeatState.AGREED).exclude(person__in=taken_back - {None})
    said = dict(kept.values_list("person", "at"))
    for seat in new.seats.filter(person__in=said, state=SeatState.OPEN):
        seat.agree(at=said[seat.person_id])
        seat.save()


def _once_more(step: Step, last: Decision) -> StepPlan:
    """Return the step as it stood, held by whoever takes it back unless several hold it."""
    return again(step) if step.seated else again(step, holder=last.for_user or last.by)


def _behind(run: Run, step: Step) -> list[StepPlan]:
    """Return what stood behind a step when it ended the run, each once."""
    rows = run.steps.filter(position__gt=step.position, lap=step.lap, state=StepState.CANCELLED)
    latest: dict[str, Step] = {}
    for other in rows.select_related("unit", "holder", "added_by").order_by("-position"):
        if other.code in latest or other.code == step.code:
            break
        latest[other.code] = other
    return planned(reversed(latest.values()), anew=False)
