"""Writing what the portal knows into the answers (自动填写), as of a time point; hand items stay as they are."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount

from ..coverage import known_until, runs_of
from ..models import Answer, Campaign, Inspected
from .facts import gather, look
from .states import Outcome
from .template import from_rows

FIELDS = ["outcome", "suggested", "hits", "points", "words", "facts"]


def fill(campaign: Campaign, rows: Sequence[Inspected], *, point: datetime) -> None:
    """Fill the automatic items of these accounts as of a time point, and note last item and how far data goes.

    An automatic answer that a person has changed is overwritten: the new time point asks for a new look.
    """
    if not rows:
        return
    items = {item.code: item for item in from_rows(campaign.template)}
    accounts = list(
        MediaAccount.objects.filter(pk__in=[row.account_id for row in rows])
        .select_related("unit", "root", "platform")
        .order_by("pk")
    )
    window = (campaign.window_start, campaign.window_end)
    looked = look(accounts, campaign.edition, point=point, period=campaign.period, window=window)
    found = gather(looked, list(items.values()), point)
    by_row = {row.pk: row for row in rows}
    changed = []
    for answer in Answer.objects.filter(inspected__in=by_row).order_by("pk"):
        fact = found.get(by_row[answer.inspected_id].account_id, {}).get(answer.code)
        if fact is None:
            continue
        item = items[answer.code]
        answer.outcome = answer.suggested = fact.outcome
        answer.hits = max(1, fact.hits)
        answer.points = item.worth(answer.hits) if fact.outcome == Outcome.PROBLEM else 0  # type: ignore[assignment]
        answer.words, answer.facts, answer.by, answer.at = fact.words[:500], fact.as_json(), None, None
        changed.append(answer)
    Answer.objects.bulk_update(changed, [*FIELDS, "by", "at"], batch_size=500)
    _note(rows, looked.histories(looked.day), point)


def _note(rows: Sequence[Inspected], histories: dict, point: datetime) -> None:
    runs = runs_of([row.account_id for row in rows])
    day = localdate(point)
    for row in rows:
        history = histories.get(row.account_id)
        row.inspected_at = point
        row.last_published_on = history.last_item_on if history is not None else None
        until = known_until(runs.get(row.account_id, []), row.last_published_on)
        row.known_until = min(until, day) if until is not None else None
    Inspected.objects.bulk_update(rows, ["inspected_at", "last_published_on", "known_until"], batch_size=500)
