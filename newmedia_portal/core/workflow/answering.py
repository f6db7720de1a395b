"""What somebody who was added says (加签意见): agreed or not, it goes back to whoever added them and ends nothing."""

from datetime import datetime
from typing import Any

from .models import Decision, Run, Step
from .plans import Outcome, Result, advance, again, cancel_open_steps, lay, planned, write
from .seating import clear_seats, enough, hopeless, seat_of
from .states import Mode, SeatState, StepState, Verb


def answer(run: Run, step: Step, *, agrees: bool, people: set[int], at: datetime, **said: Any) -> Result:
    """Keep the voice of one added signer; the step is over when enough agreed, or when nothing more can change it.

    Before the adder's own decision it then comes back to the adder; after it, a step that did not find agreement goes
    back to the adder too, and one that did goes on.
    """
    seat = seat_of(step, people)
    if seat is not None:
        (seat.agree if agrees else seat.refuse)(at=at)
        seat.save()
    agreed = enough(step)
    if not agreed and undecided(step):
        verb = Verb.COSIGN if agrees else Verb.DISSENT
        return Result(Outcome.JOINED, write(run, step, verb, at=at, **said), step)
    verb = Verb.APPROVE if agreed else Verb.COSIGN if agrees else Verb.DISSENT
    return finish(run, step, write(run, step, verb, at=at, **said), at=at)


def finish(run: Run, step: Step, decision: Decision, *, at: datetime) -> Result:
    """Close an added step on which everybody who counts has spoken, and go on or back to the adder."""
    agreed = enough(step)
    step.close(at=at)
    step.save()
    clear_seats(step, at=at)
    if agreed or run.steps.filter(code=step.back_to, state=StepState.WAITING).exists():
        return advance(run, decision, at=at)
    return _back_to_adder(run, step, decision, at=at)


def undecided(step: Step) -> bool:
    """Whether what others say may still change the outcome."""
    if step.mode == Mode.RATIO and hopeless(step):
        return False
    return bool(step.seats.filter(state=SeatState.OPEN).exists())


def _back_to_adder(run: Run, step: Step, decision: Decision, *, at: datetime) -> Result:
    """Lay the adder's step once more: it is decided again, with what was said."""
    own = run.steps.filter(code=step.back_to, state=StepState.DONE).select_related("unit").order_by("position").last()
    waiting = run.steps.filter(state=StepState.WAITING).select_related("unit", "holder", "added_by")
    ahead = planned(waiting.order_by("position"), anew=False)
    cancel_open_steps(run, at=at)
    lay(run, [*([again(own, holder=step.added_by)] if own else []), *ahead], lap=step.lap + 1)
    moved = advance(run, decision, at=at)
    return Result(Outcome.SENT_BACK, decision, moved.next_step, moved.notified)
