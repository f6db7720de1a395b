"""A withdrawn finding changes the result of its check (结论更正): the veto counts no more."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.audit import record

from ..models import Finding, Inspected
from .states import FindingState, InspectedState
from .template import from_rows
from .verdicts import Given, result_of


def revise(finding: Finding, *, by: Any, at: datetime) -> None:
    """Count the result of an account anew after one of its findings was withdrawn; logged where it changes.

    What the inspector saw stays as it was written. Inside the caller's transaction.
    """
    if finding.inspected_id is None:
        return
    row = Inspected.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=finding.inspected_id)
    if row.state != InspectedState.DONE:
        return
    states: dict[int, list[str]] = {}
    for answer, state in Finding.objects.filter(inspected=row).values_list("answer", "state"):
        states.setdefault(answer, []).append(state)
    given = [
        Given(
            one.code,
            one.outcome,
            one.hits,
            bool(states.get(one.pk)) and set(states[one.pk]) == {FindingState.WITHDRAWN},
        )
        for one in row.answers.all()
    ]
    found = result_of(from_rows(row.campaign.template), given)
    if (found.verdict, found.points) == (row.verdict, row.points):
        return
    before = {"verdict": row.get_verdict_display(), "points": str(row.points)}
    row.verdict, row.points = found.verdict, found.points
    row.save(update_fields=["verdict", "points"])
    after = {"verdict": row.get_verdict_display(), "points": str(row.points)}
    record("inspection.revised", by=by, at=at, obj=row, before=before, after=after, reason=finding.settled_words)
