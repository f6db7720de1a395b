"""One decision on several filings (批量办理): each item stands or falls for itself, and says why."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import OperationalError

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import Verb

from ...actions.decide import decide
from ...models import Filing
from ...states import FilingState
from ..models import Batch, BatchItem, Outcome

#: As many as one request decides well within its time.
MOST = 100
VERBS = (Verb.APPROVE, Verb.RETURN)
BROKEN = "系统出错，这一件没有办理。请单独打开办理；仍不成功请联系系统管理员。"
NOT_FOUND = "没有找到这件备案，或者您无权查看。"

logger = logging.getLogger(__name__)
register("filing.batched", "批量办理备案")


@dataclass(frozen=True)
class Chosen:
    """A filing and the step at which the reader saw it."""

    filing: int
    step: int


def run_batch(chosen: Sequence[Chosen], *, token: UUID, verb: str, opinion: str, by: User, at: datetime) -> Batch:
    """Decide each filing in a transaction of its own and keep what became of it; return the batch with its results.

    The token makes it happen once: sent again, also at the same moment, the first batch is taken up, what is left of it
    is done, and its results are returned. An item that may not be decided is refused in words and holds up no other.
    Raises Refused where nothing or too much was chosen, and where a return gives no reason.
    """
    if verb not in VERBS:
        raise Refused("批量办理只能同意或退回补正；不予备案请逐件办理。")
    if verb == Verb.RETURN and not opinion.strip():
        raise Refused("退回补正须写明理由，每一件都会附上。", field="opinion")
    chosen = list({one.filing: one for one in chosen}.values())
    if not chosen:
        raise Refused("没有勾选备案。请至少勾选一件。")
    if len(chosen) > MOST:
        raise Refused(f"一次最多办理 {MOST} 件。请分几次办理。")
    batch = _opened(chosen, token=token, verb=verb, opinion=opinion, by=by, at=at)
    for pk in list(batch.items.filter(outcome=Outcome.PENDING).values_list("pk", flat=True)):
        _settle(pk, batch, by=by, at=at)
    return batch


def _opened(chosen: Sequence[Chosen], *, token: UUID, verb: str, opinion: str, by: User, at: datetime) -> Batch:
    """Return the batch of this token, laid down with its items in one transaction by whoever came first."""
    with unit_of_work():
        values = {"verb": verb, "opinion": opinion.strip(), "at": at}
        batch, is_first = Batch.objects.get_or_create(by=by, token=token, defaults=values)
        if is_first:
            seen = Filing.objects.visible_to(by).select_related("unit").in_bulk([one.filing for one in chosen])
            BatchItem.objects.bulk_create(
                _item(batch, position, one, seen.get(one.filing)) for position, one in enumerate(chosen, start=1)
            )
            details = {"verb": verb, "items": len(chosen)}
            record("filing.batched", by=by, at=at, obj=batch, after=details, reason=opinion.strip())
    return batch


def _item(batch: Batch, position: int, one: Chosen, filing: Filing | None) -> BatchItem:
    label = f"{filing}（{filing.unit}）" if filing else f"编号 {one.filing}"
    return BatchItem(batch=batch, position=position, filing=filing, step_id=one.step, label=label[:300])


def _settle(pk: int, batch: Batch, *, by: User, at: datetime) -> None:
    """Decide one item that nobody has settled yet, and keep the result in the same transaction."""
    with unit_of_work():
        item = BatchItem.objects.select_for_update().get(pk=pk)
        if item.outcome != Outcome.PENDING:
            return
        item.outcome, message = _decide(item, batch, by=by, at=at)
        item.message, item.at = message[:500], at
        item.save(update_fields=["outcome", "message", "at"])


def _decide(item: BatchItem, batch: Batch, *, by: User, at: datetime) -> tuple[Outcome, str]:
    filing = Filing.objects.visible_to(by).filter(pk=item.filing_id).first()
    if filing is None:
        return Outcome.REFUSED, NOT_FOUND
    try:
        with unit_of_work():
            done = decide(filing, step_id=item.step_id, verb=batch.verb, by=by, at=at, opinion=batch.opinion)
    except Refused as refused:
        return Outcome.REFUSED, refused.message
    except OperationalError:
        raise
    except Exception:
        logger.exception("batch %s, filing %s", batch.pk, item.filing_id)
        return Outcome.REFUSED, BROKEN
    return Outcome.DONE, _where(done)


def _where(filing: Filing) -> str:
    """Return what became of the filing, in the words of the page."""
    certificate = getattr(filing, "certificate", None)
    if filing.state == FilingState.APPROVED and certificate is not None:
        return f"已备案，备案编号 {certificate.number}"
    run = chain.open_run_of(filing)
    following = Step.objects.filter(run=run, state="active").first() if run else None
    return f"已送“{following.label}”" if following else filing.get_state_display()
