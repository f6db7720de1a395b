"""The transition table of a lexicon version (词库版本流转)."""

from datetime import datetime
from typing import Any

from django_fsm import transition

from .rights import keeps
from .states import LexiconState


class LexiconTransitions:
    """Moves of a version; only reviews.actions.lexicons calls them, through `perform`."""

    state: Any
    digest: str
    size: int
    published_by: Any
    published_at: datetime | None

    @transition(field="state", source=LexiconState.DRAFT, target=LexiconState.PUBLISHED, permission=keeps)
    def publish(self, *, at: datetime, publisher: Any, digest: str, size: int) -> None:
        """A draft is used from now on and frozen."""
        self.published_at, self.published_by, self.digest, self.size = at, publisher, digest, size

    @transition(field="state", source=LexiconState.PUBLISHED, target=LexiconState.RETIRED, permission=keeps)
    def retire(self, *, at: datetime) -> None:
        """A newer version has taken its place."""
