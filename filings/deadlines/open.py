"""How an obligation arises and ends (备案义务的产生与了结)."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema import Clocks, Duration

from ..clock import anchor_day
from ..content import kind_of
from ..fitting import fitting
from ..models import Filing, Obligation
from ..states import ObligationState
from .ladder import rung_day

RESUBMIT = "resubmit"
#: What a staff account owes when the post of its person has ended: a change of the person, or a closing.
STAFF_END = "staff_end"


def refresh_obligation(filing: Filing, *, by: User | None, at: datetime) -> Obligation | None:
    """Make the obligation of a filing follow the anchor day that its draft states; without a day there is none.

    Does nothing once the filing was handed in for the first time: that hand-in met the obligation (reading A44).
    """
    if filing.first_submitted_at is not None:
        return None
    limit = kind_of(filing).limit
    anchor_on = anchor_day(filing, limit) if limit is not None and limit.anchor != "submitted_on" else None
    standing = filing.obligations.filter(kind=filing.kind, state=ObligationState.OPEN).first()
    if limit is None or anchor_on is None:
        if standing is not None:
            perform(standing, "void", by=None, at=at, action="obligation.voided", reason="起算日已清空")
        return None
    standing = standing or _owed_by_account(filing, limit)
    if standing is not None:
        if standing.anchor_on != anchor_on:
            _move(standing, anchor_on, limit, filing.edition.edition.clocks, by=by, at=at)
        return standing
    return _create(filing, filing.kind, str(filing), limit, anchor_on, by=by, at=at)


def _owed_by_account(filing: Filing, limit: Duration) -> Obligation | None:
    """Return what the account owes already for the same event, so that one event is not counted twice."""
    if filing.account_id is None:
        return None
    owed = Obligation.objects.filter(account=filing.account, filing__isnull=True, kind=filing.kind, anchor=limit.anchor)
    return owed.filter(state=ObligationState.OPEN).first()


def open_resubmission(filing: Filing, *, by: User | None, at: datetime) -> Obligation:
    """Start the period for correction after a return; it is a desk's own period and never an overdue filing (A44)."""
    limit = filing.edition.edition.clocks.resubmit
    return _create(filing, RESUBMIT, f"补正后重新提交 · {filing.title}", limit, localdate(at), by=by, at=at)


def open_for_account(
    account: MediaAccount, *, kind: str, edition: EditionRecord, anchor_on: date, by: User | None, at: datetime
) -> Obligation | None:
    """Let an account owe a filing, in the variant meant for it; with no period in the edition only the age counts."""
    meant = fitting(edition.edition, kind, account.unit, account) or edition.edition.variants(kind)
    if not meant:
        return None
    label = f"{meant[0].label} · {account.name}"
    return owe(
        account, kind=kind, limit=meant[0].limit, label=label, edition=edition, anchor_on=anchor_on, by=by, at=at
    )


def owe(
    account: MediaAccount,
    *,
    kind: str,
    limit: Duration | None,
    label: str,
    edition: EditionRecord,
    anchor_on: date,
    by: User | None,
    at: datetime,
) -> Obligation | None:
    """Open an obligation of an account, once per kind; with no period only the age counts."""
    if Obligation.objects.filter(account=account, kind=kind, state=ObligationState.OPEN).exists():
        return None
    with unit_of_work():
        obligation = Obligation(
            unit=account.unit,
            root=account.root,
            account=account,
            edition=edition,
            kind=kind,
            label=label,
            anchor=limit.anchor if limit else "found_on",
            anchor_on=anchor_on,
            created_at=at,
        )
        if limit is not None:
            _count(obligation, limit, edition.edition.clocks, working_days.current())
        obligation.save()
        record("obligation.opened", by=by, at=at, obj=obligation, after={"due_on": obligation.due_on})
    return obligation


def meet_obligations(filing: Filing, *, on: date, by: User | None, at: datetime) -> None:
    """A complete hand-in meets what the filing or its account owed."""
    refresh_obligation(filing, by=by, at=at)
    owed = Obligation.objects.filter(filing=filing, state=ObligationState.OPEN)
    if filing.account_id is not None:
        kinds = ["open", "legacy"] if filing.kind in ("open", "legacy") else [filing.kind]
        if filing.kind == "close" or filing.data.get("staff_person") != filing.before.get("staff_person"):
            kinds.append(STAFF_END)
        owed = owed | Obligation.objects.filter(
            account=filing.account, filing__isnull=True, kind__in=kinds, state=ObligationState.OPEN
        )
    for obligation in owed.order_by("pk"):
        perform(obligation, "meet", by=by, at=at, action="obligation.met", details={"on": on}, on=on)


def recount(obligation: Obligation, calendar: WorkCalendar, clocks: Clocks) -> bool:
    """Count the due date of an open obligation again by a calendar; True when something changed. Does not save."""
    if obligation.number is None:
        return False
    due = calendar.add(obligation.anchor_on, obligation.number, obligation.unit_of_time)
    if (obligation.due_on, obligation.provisional) == (due.due, due.provisional):
        return False
    if obligation.due_on != due.due:
        obligation.remind_on = first_rung(due.due, obligation.number, clocks, calendar)
    obligation.due_on, obligation.provisional = due.due, due.provisional
    return True


def first_rung(due_on: date, number: int, clocks: Clocks, calendar: WorkCalendar) -> date:
    """Return the first day of the reminder ladder before a due date, or the due date where there is no ladder."""
    leads = clocks.lead_days_for(number)
    return rung_day(due_on, max(leads), calendar) if leads else due_on


def _create(
    filing: Filing, kind: str, label: str, limit: Duration, anchor_on: date, *, by: User | None, at: datetime
) -> Obligation:
    obligation = Obligation(
        unit=filing.unit,
        root=filing.root,
        account=filing.account,
        filing=filing,
        edition=filing.edition,
        kind=kind,
        label=label[:200],
        anchor=limit.anchor,
        anchor_on=anchor_on,
        created_at=at,
    )
    _count(obligation, limit, filing.edition.edition.clocks, working_days.current())
    obligation.save()
    record("obligation.opened", by=by, at=at, obj=obligation, after={"due_on": obligation.due_on, "kind": kind})
    return obligation


def _count(obligation: Obligation, limit: Duration, clocks: Clocks, calendar: WorkCalendar) -> None:
    obligation.number, obligation.unit_of_time = limit.number, limit.unit
    obligation.article, obligation.basis = limit.article, limit.basis
    recount(obligation, calendar, clocks)


def _move(
    obligation: Obligation, anchor_on: date, limit: Duration, clocks: Clocks, *, by: User | None, at: datetime
) -> None:
    before: dict[str, Any] = {"anchor_on": obligation.anchor_on, "due_on": obligation.due_on}
    obligation.anchor_on, obligation.flag, obligation.flagged_on = anchor_on, "", None
    _count(obligation, limit, clocks, working_days.current())
    if obligation.due_on is not None and obligation.remind_on is None:
        obligation.remind_on = obligation.due_on
    obligation.save()
    after = {"anchor_on": anchor_on, "due_on": obligation.due_on}
    record("obligation.moved", by=by, at=at, obj=obligation, before=before, after=after, reason="起算日更正")
