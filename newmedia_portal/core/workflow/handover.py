"""Steps held by name move on when their holder leaves the post (离任移交)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from ..access.models import Unit, User
from ..transactions import unit_of_work
from .models import Decision, Run, Step
from .seating import take_seat
from .states import SeatState, StepState, Verb

OPEN = (StepState.WAITING, StepState.ACTIVE)


def hand_over_steps(
    *, unit: Unit, role: str, old: User, new: User | None, by: User | None, at: datetime, opinion: str
) -> list[Step]:
    """Give the open steps that `old` holds by name in this unit and role to `new`, or back to the post with None.

    A seat among co-signers moves in the same way; with None it falls away, and what is left without anybody is told
    by the daily job. Each move is written as a transfer into the run of its step. Returns the steps moved.
    """
    held = held_by_name(old).filter(unit=unit).filter(Q(role=role) | Q(role=""))
    with unit_of_work():
        list(Run.objects.select_for_update().filter(pk__in=held.values("run")).order_by("pk"))
        steps = list(held.select_related("run").order_by("pk"))
        for step in steps:
            if not (step.seated and take_seat(step, old=old, new=new, at=at)):
                step.holder = new
                step.save()
            Decision.objects.create(
                run=step.run,
                step=step,
                verb=Verb.TRANSFER,
                by=by,
                at=at,
                content_hash=step.run.content_hash,
                article=step.article,
                opinion=opinion,
                for_user=new,
            )
    return steps


def held_by_name(person: User) -> QuerySet[Step]:
    """Return the open steps that wait for a person by name: as holder, or by an open seat."""
    seat = Q(seats__person=person, seats__state=SeatState.OPEN)
    return Step.objects.filter(pk__in=Step.objects.filter(Q(holder=person) | seat, state__in=OPEN).values("pk"))
