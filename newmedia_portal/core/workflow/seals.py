"""What of a decision the audit log vouches for (办理记录封存)."""

from typing import Any

from ..audit.witnesses import seal, sealed
from .models import Decision


def _spelling(decision: Decision) -> list[Any]:
    return [
        decision.run_id,
        decision.step_id,
        decision.verb,
        decision.by_id,
        decision.for_user_id,
        decision.in_role,
        round(decision.at.timestamp() * 1000),
        decision.content_hash,
        decision.opinion,
        decision.reasons,
    ]


sealed("decision", Decision, word="办理记录", spelling=_spelling)


def seal_of(decision: Decision) -> dict[str, Any]:
    """Return what the audit row of a decision stores, so that a later change of the opinion is found."""
    return seal("decision", decision)
