"""The transition table of a leaver's checklist (离任清单流转)."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from ..permissions.people import may_tick
from ..states.people import ChecklistState


class ChecklistTransitions:
    """The one move of a checklist; only duties.actions calls it, through `perform`, when nothing is open."""

    state: Any
    done_at: datetime | None

    @transition(field="state", source=ChecklistState.OPEN, target=ChecklistState.DONE, permission=may_tick)
    def finish(self, *, at: datetime) -> None:
        """Every item is done (清单办结)."""
        self.done_at = at
