"""Corrections of the register by those who watch over it (更正台账), guarded against overwriting one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...models import MediaAccount
from ..common import changed, day_of, edition_of
from .entries import facts, put_name, split, writable
from .filed import _save, _write, check_entry
from .locks import lock, lock_unit

NOTES = frozenset(
    {"followers", "followers_as_of", "last_post_on", "run_status", "national_state", "national_no", "remark"}
)
DECIDED_BY_FILING = frozenset(
    {"certificate_no", "filed_on", "closed_on", "password_due_since", "found_on", "platform"}
) | {"staff_ended_on"}


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed since the reader saw the entry: its label, the value now, the reader's."""

    field: str
    label: str
    now: Any
    yours: Any


class ChangedMeanwhile(Conflict):
    """Somebody else changed the entry first; `differences` says what, so that the reader can decide anew."""

    def __init__(self, message: str, differences: list[Difference]) -> None:
        super().__init__(message)
        self.differences = differences


def may_correct(user: Any, account: MediaAccount) -> frozenset[str]:
    """Return the fields that a person may correct: all for the authority, running facts for the unit's operators."""
    if user is None or user.has_perm("accounts.change_account", account):
        return frozenset(writable()) - DECIDED_BY_FILING
    return NOTES if user.has_perm("accounts.note_account", account) else frozenset()


def correct(
    account: MediaAccount, changes: Mapping[str, Any], *, version: int, reason: str, by: Any, at: datetime
) -> MediaAccount:
    """Correct facts of an entry as seen at `version`; certificate, state and dates of filing are not among them.

    Raises Forbidden for a field the person may not touch, ChangedMeanwhile with the differences when the entry is
    newer than `version`, Refused without a reason, without a change or for a fault of the entry.
    """
    allowed = may_correct(by, account)
    known, rest = split(changes)
    if rest or set(known) - allowed:
        raise Forbidden("您不能更正这些登记事项。须变更的事项请提交变更备案。")
    with unit_of_work():
        lock_unit(account.unit)
        locked = lock(account)
        if locked.version != version:
            raise ChangedMeanwhile(*_meanwhile(locked, known, version))
        if not reason.strip():
            raise Refused("请写明更正理由。", field="reason")
        before = facts(locked)
        touched = {name for name, value in known.items() if getattr(locked, name) != value}
        if not touched:
            raise Refused("没有需要保存的改动。")
        _write(locked, {name: known[name] for name in touched}, {}, at=at)
        check_entry(locked, edition_of(locked.unit, day_of(at)), only=touched)
        _save(locked)
        if "name" in touched:
            put_name(locked, since=day_of(at))
        old, new = changed(before, facts(locked))
        after = {**new, "version": locked.version}
        record("account.corrected", by=by, at=at, obj=locked, before=old, after=after, reason=reason.strip())
    account.refresh_from_db()
    return locked


def _meanwhile(account: MediaAccount, mine: Mapping[str, Any], version: int) -> tuple[str, list[Difference]]:
    """Return the sentence and the fields that others changed since `version`."""
    events = AuditEvent.objects.filter(object_type=account._meta.label_lower, object_id=account.pk).order_by("-seq")
    touched: dict[str, str] = {}
    for event in events[:50]:
        if int(event.after.get("version") or 0) > version:
            touched.update(dict.fromkeys(event.before, event.actor_name))
    fields = writable()
    differences = [
        Difference(name, str(fields[name].verbose_name), getattr(account, name), mine.get(name, getattr(account, name)))
        for name in fields
        if name in touched
    ]
    who = "、".join(sorted(set(touched.values()))) or "他人"
    words = f"您打开之后，{who}已改过该账号。您的改动没有保存，请对照“他人已改动的内容”，改好后再提交。"
    return words, differences
