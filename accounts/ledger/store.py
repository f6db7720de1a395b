"""Carrying out an import plan (写入台账), in sets; and taking it back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.workbook.dates import DAY

from ..hooks import tell_entered
from ..models import ImportBatch, ImportRow, MediaAccount, NameRecord, TeamMember
from ..states import AccountState
from ..verify.keys import check_key
from .bulk import insert_rows, refresh_statistics, update_rows
from .plan import CREATED, UPDATED, Plan, Step
from .snapshot import Known, in_parts

OFFICE_LIMIT = 30
MOBILE = re.compile(r"1[3-9]\d{9}")
UPDATED_COLUMNS = (
    "unit_id",
    "platform_id",
    "name",
    "handle",
    "link",
    "opened_on",
    "opened_precision",
    "closed_on",
    "certified",
    "last_post_on",
    "run_status",
    "remark",
    "extra",
    "version",
    "name_key",
    "handle_key",
)
CREATED_DEFAULTS: dict[str, Any] = {
    "name": "",
    "handle": "",
    "link": "",
    "opened_on": None,
    "opened_precision": DAY,
    "closed_on": None,
    "certified": None,
    "last_post_on": None,
    "run_status": "",
    "remark": "",
    "extra": {},
    "name_key": "",
    "handle_key": "",
}


@dataclass
class Written:
    """What hangs on the accounts, gathered while the steps are carried out."""

    people: list[tuple[int, str, str, str, str, date]] = field(default_factory=list)
    people_of: list[Step] = field(default_factory=list)
    names: list[tuple[int, str, date]] = field(default_factory=list)
    names_of: list[Step] = field(default_factory=list)
    ended_names: dict[int, date] = field(default_factory=dict)
    ended_people: list[int] = field(default_factory=list)


def carry_out(plan: Plan, batch: ImportBatch, *, at: datetime, today: date) -> list[int]:
    """Write the steps of a plan and one ImportRow for each; return the numbers of the units created.

    Must run in a transaction, on a plan made from a locked snapshot.
    """
    units = _create_units(plan.new_units, batch.unit)
    for step in plan.steps:
        if step.unit in units:
            step.values["unit_id"] = units[step.unit]
    written = Written()
    _create(plan, batch.unit, written, at=at, today=today)
    _update(plan, written, at=at, today=today)
    _write_around(written, today=today)
    _write_history(plan, batch)
    refresh_statistics(Unit, MediaAccount, rows=len(plan.steps))
    return list(units.values())


def _create_units(names: Mapping[str, str], parent: Unit) -> dict[str, int]:
    """Create units below the importing one, in sets; their kind is not known yet."""
    if not names:
        return {}
    prefix = f"{parent.code[:32]}-"
    taken = set(Unit.objects.filter(code__startswith=prefix).values_list("code", flat=True))
    codes = (code for n in range(1, 10_000_000) if (code := f"{prefix}{n:04d}") not in taken)
    rows = [(name, next(codes)) for name in names.values()]
    root = parent.root_id or parent.pk
    constants = {"parent_id": parent.pk, "root_id": root, "depth": parent.depth + 1, "kind": ""}
    numbers = insert_rows(Unit, ("name", "code"), rows, constants=constants)
    update_rows(Unit, ("path",), [(number, f"{parent.path}{number:06d}/") for number in numbers])
    return dict(zip(names, numbers, strict=True))


def _create(plan: Plan, unit: Unit, written: Written, *, at: datetime, today: date) -> None:
    """Insert the new accounts: 在册待补, or 已注销 where the ledger gives the day."""
    steps = [step for step in plan.steps if step.action == CREATED]
    columns = ("unit_id", "platform_id", *CREATED_DEFAULTS, "state")
    chosen, rows = itemgetter(*columns), []
    listed, closed = AccountState.LISTED.value, AccountState.CLOSED.value
    for step in steps:
        values = {**CREATED_DEFAULTS, **step.values}
        values["state"] = closed if values["closed_on"] else listed
        values |= keys_of(values)
        rows.append(chosen(values))
    constants = {"root_id": unit.root_id or unit.pk, "is_legacy": True, "created_at": at, "updated_at": at}
    numbers = insert_rows(MediaAccount, columns, rows, constants=constants)
    for number, step in zip(numbers, steps, strict=True):
        step.account = number
        _note_people(written, step, today)
        written.names.append((number, step.values["name"], step.values.get("opened_on") or today))
        written.names_of.append(step)
    if numbers:
        tell_entered(numbers)


def _update(plan: Plan, written: Written, *, at: datetime, today: date) -> None:
    """Update the changed accounts; who leaves a team ends, who comes begins."""
    rows = []
    for step in plan.steps:
        known = step.known
        if known is None:
            continue
        step.account = known.pk
        if step.action != UPDATED:
            continue
        values = {**known.values, **step.values, "version": known.values["version"] + 1}
        values |= keys_of(values)
        rows.append([known.pk, *(values[name] for name in UPDATED_COLUMNS)])
        for role in step.team:
            written.ended_people.extend(person.pk for person in known.team.get(role, []))
        _note_people(written, step, today)
        if "name" in step.values:
            _rename(written, known, step, today)
    update_rows(MediaAccount, UPDATED_COLUMNS, rows)
    for part in in_parts([row[0] for row in rows]):
        MediaAccount.objects.filter(pk__in=part).update(updated_at=at)


def keys_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the forms under which name and id of an entry are compared."""
    return {"name_key": check_key(values["name"]), "handle_key": check_key(values["handle"])}


def _rename(written: Written, known: Known, step: Step, today: date) -> None:
    if known.name_record is not None:
        written.ended_names[known.name_record] = max(today, known.name_since or today)
    written.names.append((known.pk, step.values["name"], today))
    written.names_of.append(step)


def _note_people(written: Written, step: Step, today: date) -> None:
    for role, people in step.team.items():
        for name, phone in people:
            private = len(phone) > OFFICE_LIMIT or MOBILE.search(phone) is not None
            office, mobile = ("", seal(phone)) if private else (phone, "")
            written.people.append((step.account, role, name, office, mobile, today))
            written.people_of.append(step)


def _write_around(written: Written, *, today: date) -> None:
    """Write people and names, and note their numbers at the steps."""
    for part in in_parts(written.ended_people):
        TeamMember.objects.filter(pk__in=part).update(until=today)
    update_rows(NameRecord, ("until",), list(written.ended_names.items()))
    columns = ("account_id", "role", "name", "office_phone", "mobile_sealed", "since")
    for step, number in zip(written.people_of, insert_rows(TeamMember, columns, written.people), strict=True):
        step.people.append(number)
    numbers = insert_rows(NameRecord, ("account_id", "name", "since"), written.names)
    for step, number in zip(written.names_of, numbers, strict=True):
        step.names.append(number)


def _write_history(plan: Plan, batch: ImportBatch) -> None:
    """Write one row of history per step, with the means to take it back."""
    rows = []
    for step in plan.steps:
        before: dict[str, Any] = {}
        after: dict[str, Any] = {"version": 1}
        if step.known is not None:
            known = step.known
            before = {name: known.values[name] for name in step.values}
            before["team"] = [person.pk for role in step.team for person in known.team.get(role, [])]
            before["name_record"] = known.name_record if "name" in step.values else None
            after = {"version": known.values["version"] + (step.action == UPDATED)}
        if step.action == UPDATED or step.known is None:
            after = {**after, **step.values, "team": step.people, "names": step.names}
        rows.append((step.account, step.row.sheet[:80], step.row.number, step.action, before, after))
    insert_rows(
        ImportRow,
        ("account_id", "sheet", "row", "action", "before", "after"),
        rows,
        constants={"batch_id": batch.pk},
    )
