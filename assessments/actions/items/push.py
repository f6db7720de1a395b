"""Many items from outside (推送发布数据): each stands for itself, a wrong one holds up no other; safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.actions.common import require
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ...states import Source
from ...telling import Told, checked
from .tell import Covered, Origin, Outcome, tell

REFUSED = "refused"


@dataclass(frozen=True)
class Pushed:
    """What became of one item: created, updated, unchanged or refused; its number, or the field and why not."""

    verdict: str
    item: int | None = None
    field: str = ""
    message: str = ""


def push_items(
    items: Sequence[Told],
    *,
    origin: str,
    by: Any,
    at: datetime,
    covers: Sequence[Covered] = (),
    source: str = Source.API,
) -> list[Pushed]:
    """Take items of one or several accounts over and say of each what became of it, in their order.

    `origin` names who pushes. `covers` are days told completely; with any item refused none of them counts, since the
    refused one may be the post of that day. `by` None is an interface, which has been granted its accounts. Raises
    Forbidden where the person may not enter for one of the accounts; nothing is written then.
    """
    for account in {told.account.pk: told.account for told in items}.values():
        require(by, "assessments.enter_items", account)
    answers: list[Pushed | None] = []
    good: list[Told] = []
    for told in items:
        try:
            good.append(checked(told, at=at))
            answers.append(None)
        except Refused as refused:
            answers.append(Pushed(REFUSED, field=refused.field, message=refused.message))
    complete = covers if len(good) == len(items) else ()
    with unit_of_work():
        outcome = tell(good, Origin(source, by, at, origin=origin), covers=complete)
        units = {told.account.unit for told in good} | {one.account.unit for one in complete}
        after = {"origin": origin, **outcome.counts(), REFUSED: len(items) - len(good), "covered": len(complete)}
        for unit in units:
            record("items.pushed", by=by, at=at, unit=unit, after=after)
    return _answers(answers, outcome)


def _answers(answers: list[Pushed | None], outcome: Outcome) -> list[Pushed]:
    told = iter(zip(outcome.items, outcome.verdicts, strict=True))
    found = []
    for answer in answers:
        if answer is None:
            item, verdict = next(told)
            answer = Pushed(verdict, item=item.pk)
        found.append(answer)
    return found
