"""What the working queue adds to the access matrix: batches and phrases, each of one person of the department."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from filings.models import Batch
from filings.queue.actions import Chosen, add_phrase, run_batch
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    "filings:queue-batch": {"pk": "queue_batch"},
    "filings:phrase-move": {"pk": "phrase"},
    "filings:phrase-remove": {"pk": "phrase"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "filings:phrase-move": {"way": "down"},
    "filings:phrase-remove": {},
}


def furnish(stage: Any, own: World, elsewhere: World) -> None:
    """Let the registrars of two organisations keep phrases and have run a batch."""
    for place, world in (("own", own), ("elsewhere", elsewhere)):
        by = world.person("registrar")
        phrases = [add_phrase(text, by=by, at=NOON) for text in ("同意备案。", "材料齐全。")]
        stage.put("phrase", place, phrases[0])
        stage.put("queue_batch", place, _batch(by))


def _batch(by: Any) -> Batch:
    return run_batch([Chosen(99_999_999, 1)], token=uuid4(), verb="approve", opinion="", by=by, at=NOON)
