"""The transition table of an edition (制度版本流转); it touches no row but its own."""

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from .permissions import may_manage
from .states import EditionState


class EditionTransitions:
    """Moves of an edition; only regimes.actions calls them, through `perform`."""

    state: Any
    effective_from: date | None
    published_by: Any
    published_at: datetime | None

    @transition(field="state", source=EditionState.DRAFT, target=EditionState.PUBLISHED, permission=may_manage)
    def publish(self, *, at: datetime, publisher: Any, effective_from: date | None) -> None:
        """A checked draft becomes binding and is frozen."""
        self.published_at, self.published_by, self.effective_from = at, publisher, effective_from

    @transition(field="state", source=EditionState.PUBLISHED, target=EditionState.RETIRED, permission=may_manage)
    def retire(self, *, at: datetime) -> None:
        """A newer edition has taken its place."""
