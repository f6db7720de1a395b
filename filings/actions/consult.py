"""Asking others beside the chain of a filing (委派、加签、减签、抄送、传阅)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain, consulting
from newmedia_portal.core.workflow.consulting import Asked
from newmedia_portal.core.workflow.copies import mark_read, send_copies
from newmedia_portal.core.workflow.models import Copy

from ..messages import tell_asked_in, tell_copied
from ..models import Filing
from .decide import follow
from .moves import open_case


def delegate(filing: Filing, *, step_id: int, to: User, reason: str, by: User, at: datetime) -> Filing:
    """Ask one person for an opinion before one's own decision (委派). Raises what `consulting.delegate` raises."""
    with unit_of_work():
        locked, run = open_case(filing)
        result = consulting.delegate(run, step_id=step_id, to=to, by=by, at=at, opinion=reason)
        follow(locked, result, by=by, at=at)
    filing.refresh_from_db()
    return filing


def add_signers(
    filing: Filing, *, step_id: int, asked: Asked, after: bool, reason: str, by: User, at: datetime
) -> Filing:
    """Let others sign before or after one's own decision (前加签、后加签); raises what `consulting` raises."""
    with unit_of_work():
        locked, run = open_case(filing)
        said: dict[str, Any] = {"step_id": step_id, "asked": asked, "by": by, "at": at, "opinion": reason}
        if not after:
            follow(locked, consulting.add_before(run, **said), by=by, at=at)
        else:
            step = consulting.add_after(run, **said)
            names = [str(person) for person in asked.people]
            after_row = {"step": step.label, "people": names, "mode": asked.mode}
            record("filing.signer_added", by=by, at=at, obj=locked, after=after_row, reason=reason)
            tell_asked_in(locked, asked.people, by, at=at)
    filing.refresh_from_db()
    return filing


def remove_signer(filing: Filing, *, step_id: int, person: User | None, reason: str, by: User, at: datetime) -> Filing:
    """Take out whom one added and who has not spoken (减签). Raises what `consulting.remove` raises."""
    with unit_of_work():
        locked, run = open_case(filing)
        result = consulting.remove(run, step_id=step_id, person=person, by=by, at=at, opinion=reason)
        if result is not None:
            follow(locked, result, by=by, at=at)
        else:
            after = {"step": step_id, "person": str(person or "")}
            record("filing.signer_removed", by=by, at=at, obj=locked, after=after, reason=reason)
    filing.refresh_from_db()
    return filing


def copy(filing: Filing, *, kind: str, people: Sequence[User], note: str, by: User, at: datetime) -> list[Copy]:
    """Send copies for information or circulation (抄送、传阅): holders, the unit's writers and the department may.

    Raises Forbidden for others, Refused before the first hand-in and for what `send_copies` refuses.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        run = chain.runs_of(locked).last()
        if run is None:
            raise Refused("提交之后才能抄送或传阅。")
        if not may_copy(locked, by):
            raise Forbidden("只有经办人、承办人和备案机关可以抄送或传阅。")
        made = send_copies(run, kind=kind, people=people, by=by, at=at, note=note)
        names = [str(row.person) for row in made]
        record("filing.copied", by=by, at=at, obj=locked, after={"kind": kind, "people": names}, reason=note)
        tell_copied(locked, made, at=at)
    return made


def may_copy(filing: Filing, user: User) -> bool:
    """Whether the person may send copies: who writes it, holds it, or oversees the unit."""
    if user.has_perm("filings.edit_filing", filing) or user.has_perm("filings.remind_unit", filing):
        return True
    run = chain.open_run_of(filing)
    step = chain.current_step(run) if run else None
    return step is not None and chain.may_decide(step, user)


def read_copy(copy_row: Copy, *, remark: str, by: User, at: datetime) -> Copy:
    """Mark a copy as read, with a remark (已阅)."""
    return mark_read(copy_row, by=by, at=at, remark=remark)
