"""What names a person in the chain (点名办理、抄送): whoever is asked or told by name sees that object."""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from ..access.scope import Scope
from .states import SeatState, StepState

REACHED = (StepState.ACTIVE, StepState.DONE, StepState.SUSPENDED)


def named_objects(user: Any, object_type: str) -> QuerySet[Any]:
    """Return the keys of the objects of a kind that name the person: as holder, co-signer or reader of a copy."""
    step, copy = apps.get_model("core", "Step"), apps.get_model("core", "Copy")
    steps = step.objects.filter(_by_name(user), run__object_type=object_type, state__in=REACHED)
    copies = copy.objects.filter(person=user, object_type=object_type)
    return steps.order_by().values_list("run__object_id").union(copies.order_by().values_list("object_id"))


def may_be_named(scope: Scope) -> bool:
    """Whether a name can add to what somebody sees: who sees a whole organisation sees its objects anyway."""
    return scope.has_parts or not scope.whole_roots


def _by_name(user: Any) -> Q:
    seats = apps.get_model("core", "Seat").objects.filter(person=user).exclude(state=SeatState.GONE)
    return Q(holder=user) | Q(pk__in=seats.values("step"))
