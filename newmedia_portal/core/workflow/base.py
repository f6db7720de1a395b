"""The base of everything that has a guarded state (状态机底座)."""

from functools import cache
from typing import Any

from django.db import models
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMFieldMixin


class StateField(FSMField):
    """A state, of which migrations know the column alone.

    A field of django_fsm listens to every class of a model that is made from then on, to collect its transitions.
    Migrations make some twenty thousand classes of the past, none with transitions: half their time was this.
    """

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Return the column: a short text."""
        name, _, positional, named = super().deconstruct()
        named.pop("protected", None)
        return name, "django.db.models.CharField", positional, named


@cache
def _state_fields(model: type[models.Model]) -> tuple[Any, ...]:
    """Return the fields that hold states; a list page asks it for each of its rows."""
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, FSMFieldMixin))


class StateModel(ConcurrentTransitionMixin, models.Model):
    """A model with a protected `state` field that only `perform` moves.

    Cures what both distributions of django_fsm get wrong: refreshing a protected field, also when the row is gone.
    """

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def state_fields(self) -> tuple[Any, ...]:
        """The fields that hold states, found once per model."""
        return _state_fields(type(self))

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, protected state included."""
        names = [field.attname for field in self.state_fields]
        kept = {name: self.__dict__.pop(name) for name in names if name in self.__dict__}
        try:
            models.Model.refresh_from_db(self, *args, **kwargs)
        except BaseException:
            self.__dict__.update(kept)
            raise
        for name, value in kept.items():
            self.__dict__.setdefault(name, value)
        self._update_initial_state()
