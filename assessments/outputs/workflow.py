"""The transition table of bulletins (通报流转); it touches no row but its own."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from .permissions import may_write
from .states import BulletinState


class BulletinTransitions:
    """Moves of a bulletin; only assessments.actions calls them, through `perform`."""

    state: Any
    issued_at: datetime | None
    issued_by: Any
    digest: str

    @transition(field="state", source=BulletinState.DRAFT, target=BulletinState.ISSUED, permission=may_write)
    def issue(self, *, at: datetime, by_whom: Any, digest: str) -> None:
        """The text stands: nothing of it changes any more (定稿)."""
        self.issued_at, self.issued_by, self.digest = at, by_whom, digest

    @transition(field="state", source=BulletinState.DRAFT, target=BulletinState.DROPPED, permission=may_write)
    def drop(self, *, at: datetime) -> None:
        """The draft is given up (作废)."""
