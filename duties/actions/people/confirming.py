"""Confirming entries (登记信息核实): true as it stands, or changed, which leads to a change filing."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import edition_for

from ...models import EntryConfirmation
from ...people.periods import period_of
from ...people.rules import CONFIRMATION, cyclic
from ...states import EntryWord


def confirm_entries(
    accounts: Sequence[MediaAccount], *, result: str = EntryWord.SAME, by: User, at: datetime
) -> list[EntryConfirmation]:
    """Record for this period that entries are true, or that one has changed; saying it again replaces what was said.

    Raises Forbidden for strangers to a unit, Refused for accounts that have ended or where the edition does not ask.
    """
    if not accounts:
        raise Refused("请先选择账号。")
    with unit_of_work():
        pks = [account.pk for account in accounts]
        rows = MediaAccount.objects.select_for_update(of=("self",)).filter(pk__in=pks)
        return [_one(account, result, by, at) for account in rows.select_related("unit__root").order_by("pk")]


def _one(account: MediaAccount, result: str, by: User, at: datetime) -> EntryConfirmation:
    if not by.has_perm("duties.answer_checks", account):
        raise Forbidden("由主办单位的经办人或领导核实。")
    if account.has_ended:
        raise Refused(f"“{account}”{account.get_state_display()},不用核实。")
    asked = cyclic(edition_for(account.unit.regime_code, localdate(at)).edition, CONFIRMATION)
    if asked is None:
        raise Refused("适用制度没有定期核实的要求。")
    period = period_of(asked[1], localdate(at)).key
    known = EntryConfirmation.objects.filter(account=account, period=period).first()
    if known is not None and (known.result, known.version) == (result, account.version):
        return known
    before = known.as_audit() if known else {}
    entry = known or EntryConfirmation(account=account, unit=account.unit, root=account.root, period=period)
    entry.result, entry.version, entry.by, entry.at = result, account.version, by, at
    entry.save()
    record("entry.confirmed", by=by, at=at, obj=account, before=before, after=entry.as_audit())
    return entry
