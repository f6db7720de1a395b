"""Steps held by name move on when their holder leaves the post (离任移交)."""

from datetime import datetime

from ..access.models import Unit, User
from ..transactions import unit_of_work
from .models import Decision, Run, Step
from .states import StepState, Verb


def hand_over_steps(
    *, unit: Unit, role: str, old: User, new: User | None, by: User | None, at: datetime, opinion: str
) -> list[Step]:
    """Give the open steps that `old` holds by name in this unit and role to `new`, or back to the post with None.

    Each move is written as a transfer into the run of its step. Returns the steps moved.
    """
    held = Step.objects.filter(unit=unit, role=role, holder=old, state__in=[StepState.WAITING, StepState.ACTIVE])
    with unit_of_work():
        list(Run.objects.select_for_update().filter(pk__in=held.values("run")).order_by("pk"))
        steps = list(held.select_related("run").order_by("pk"))
        for step in steps:
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
