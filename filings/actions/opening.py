"""Telling the real opening day after an approval that came first (登记开通日期)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ..content import kind_of
from ..models import Filing
from ..states import FilingState


def opening_is_due(filing: Filing) -> bool:
    """Whether the account was approved before it was opened and its opening day is still unknown."""
    return (
        filing.kind == "open"
        and filing.state == FilingState.APPROVED
        and filing.account is not None
        and filing.account.opened_on is None
        and not filing.account.has_ended
        and kind_of(filing).mode == "approve_before"
    )


def record_opening(filing: Filing, *, opened_on: date, by: User, at: datetime) -> MediaAccount:
    """Put the opening day into the register; a day before the approval is a fact on record, never a refusal.

    Raises Forbidden for people who do not write for the unit, Conflict when the day is known, Refused for a day ahead.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().select_related("edition").get(pk=filing.pk)
        if not by.has_perm("filings.edit_filing", locked):
            raise Forbidden("只有本单位经办人可以登记开通日期。")
        if locked.account_id is not None:
            locked.account = MediaAccount.objects.select_for_update().get(pk=locked.account_id)
        if not opening_is_due(locked) or locked.account is None:
            raise Conflict("该账号不需要登记开通日期,或已经登记过。如有错误,请联系备案机关更正台账。")
        if opened_on > localdate(at):
            raise Refused("开通日期不能晚于今天,请在开通之后登记。", field="opened_on")
        fact = _opened_early(locked, opened_on)
        if fact:
            locked.facts = [*locked.facts, fact]
            locked.save()
        account = locked.account
        account.opened_on, account.updated_at, account.version = opened_on, at, account.version + 1
        account.save(update_fields=["opened_on", "updated_at", "version"])
        after = {"opened_on": opened_on.isoformat(), "filing_id": locked.pk, "fact": fact.get("text", "")}
        record("account.opening_told", by=by, at=at, obj=account, before={"opened_on": ""}, after=after)
    return account


def _opened_early(filing: Filing, opened_on: date) -> dict[str, str]:
    """Return the fact 未批先开 where the opening lies before the day of the approval."""
    approved_on = localdate(filing.decided_at) if filing.decided_at else None
    if approved_on is None or opened_on >= approved_on:
        return {}
    article = kind_of(filing).article
    text = f"未批先开:{opened_on} 已开通,{approved_on} 才获批准({article})。"
    return {"code": "opened_before_approval", "text": text, "article": article}
