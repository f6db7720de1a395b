"""Seats of a step that several people hold (会签席位): who is asked, who has spoken, when it is enough."""

from datetime import datetime

from ..access.models import Post, User
from .models import Run, Seat, Step
from .states import Mode, SeatState


def post_holders(step: Step) -> list[int]:
    """Return the active people who hold the post that a step names, in a fixed order."""
    posts = Post.objects.filter(unit=step.unit, role=step.role, until__isnull=True, user__is_active=True)
    return sorted(set(posts.values_list("user", flat=True)))


def seat_all(run: Run, step: Step) -> None:
    """Give a seat to everybody who holds the post, where the edition lets all of them speak (会签、按比例).

    Whoever handed the object in and whoever is barred is not asked. A step that names its people has its seats.
    """
    if step.mode == Mode.ANY or step.seated or step.added_by_id or step.holder_id:
        return
    away = {run.started_by_id, *run.barred}
    people = [pk for pk in post_holders(step) if pk not in away]
    if people:
        Seat.objects.bulk_create(Seat(step=step, person_id=pk) for pk in people)
        step.seated = True
        step.save()


def clear_seats(step: Step, *, at: datetime) -> None:
    """The step is over: who has not spoken is no longer asked."""
    if not step.seated:
        return
    for seat in step.seats.filter(state=SeatState.OPEN):
        seat.leave(at=at)
        seat.save()


def seat_of(step: Step, people: set[int]) -> Seat | None:
    """Return the open seat of one of these people, locked."""
    if not step.seated:
        return None
    return step.seats.select_for_update().filter(person__in=people, state=SeatState.OPEN).order_by("pk").first()


def enough(step: Step) -> bool:
    """Whether as many agreed as the step asks for."""
    asked, agreed, _ = _count(step)
    if step.mode == Mode.ANY:
        return agreed > 0
    if step.mode == Mode.RATIO:
        return asked > 0 and agreed * 100 >= (step.percent or 100) * asked
    return asked > 0 and agreed == asked


def hopeless(step: Step) -> bool:
    """Whether the share that the step asks for can no longer be reached."""
    asked, _, against = _count(step)
    return (asked - against) * 100 < (step.percent or 100) * asked


def _count(step: Step) -> tuple[int, int, int]:
    states = list(step.seats.exclude(state=SeatState.GONE).values_list("state", flat=True))
    return len(states), states.count(SeatState.AGREED), states.count(SeatState.AGAINST)


def take_seat(step: Step, *, old: User, new: User | None, at: datetime) -> bool:
    """Give the open seat of a person to another, or to nobody; False where there is none."""
    seat = step.seats.select_for_update().filter(person=old, state=SeatState.OPEN).first()
    if seat is None:
        return False
    if new is not None and not step.seats.filter(person=new).exists():
        seat.person = new
    else:
        seat.leave(at=at)
    seat.save()
    return True
