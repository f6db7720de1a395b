"""What somebody else saved of a draft in the meantime (他人已改), beside what the person has typed."""

from collections.abc import Mapping
from typing import Any

from newmedia_portal.regimes.schema import Task

from .compare import Change, people_changes, text_of
from .content import kind_of
from .models import Filing


def overtaken(filing: Filing, task: Task, typed: Mapping[str, Any], team: list[dict[str, Any]] | None) -> list[Change]:
    """Return the answers of a task that differ: what is stored now as old, what was typed as new."""
    found = [
        Change(use.code, use.text, stored, mine)
        for use in task.fields
        if use.code in typed
        and (stored := text_of(use.code, filing.data.get(use.code))) != (mine := text_of(use.code, typed[use.code]))
    ]
    asked = team is not None and kind_of(filing).asks("team")
    return [*found, *(people_changes(filing.team, team or []) if asked else [])]
