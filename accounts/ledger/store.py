"""Carrying out an import plan (写入台账), in sets; and taking it back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.secrets import seal

from ..models import ImportBatch, ImportRow, MediaAccount, NameRecord, TeamMember
from ..states import AccountState
from .bulk import insert_rows, refresh_statistics, update_rows
from .dates import DAY
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
    accounts = _create(plan, batch.unit, written, at=at, today=today)
    accounts |= _update(plan, written, at=at, today=today)
    team_rows, name_rows = _write_around(written, today=today)
    _write_history(plan, batch, accounts, team_rows, name_rows)
    refresh_statistics(Unit, MediaAccount, TeamMember, NameRecord, ImportRow, rows=len(plan.steps))
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


def _create(plan: Plan, unit: Unit, written: Written, *, at: datetime, today: date) -> dict[int, int]:
    """Insert the new accounts: 在册待补, or 已注销 where the ledger gives the day; return their numbers by step."""
    steps = [step for step in plan.steps if step.action == CREATED]
    columns = ("unit_id", "platform_id", *CREATED_DEFAULTS, "state")
    rows = []
    for step in steps:
        values = {**CREATED_DEFAULTS, **step.values}
        values["state"] = AccountState.CLOSED.value if values["closed_on"] else AccountState.LISTED.value
        rows.append([values[name] for name in columns])
    constants = {"root_id": unit.root_id or unit.pk, "is_legacy": True, "created_at": at, "updated_at": at}
    numbers = insert_rows(MediaAccount, columns, rows, constants=constants)
    for number, step in zip(numbers, steps, strict=True):
        _note_people(written, number, step, today)
        opened = step.values.get("opened_on")
        written.names.append((number, step.values["name"], opened or today))
        written.names_of.append(step)
    return {id(step): number for number, step in zip(numbers, steps, strict=True)}


def _update(plan: Plan, written: Written, *, at: datetime, today: date) -> dict[int, int]:
    """Update the changed accounts; who leaves a team ends, who comes begins."""
    rows, accounts = [], {}
    for step in plan.steps:
        known = step.known
        if known is None:
            continue
        accounts[id(step)] = known.pk
        if step.action != UPDATED:
            continue
        values = {**known.values, **step.values, "version": known.values["version"] + 1}
        rows.append([known.pk, *(values[name] for name in UPDATED_COLUMNS)])
        for role in step.team:
            written.ended_people.extend(person.pk for person in known.team.get(role, []))
        _note_people(written, known.pk, step, today)
        if "name" in step.values:
            _rename(written, known, step, today)
    update_rows(MediaAccount, UPDATED_COLUMNS, rows)
    for part in in_parts([row[0] for row in rows]):
        MediaAccount.objects.filter(pk__in=part).update(updated_at=at)
    return accounts


def _rename(written: Written, known: Known, step: Step, today: date) -> None:
    if known.name_record is not None:
        written.ended_names[known.name_record] = max(today, known.name_since or today)
    written.names.append((known.pk, step.values["name"], today))
    written.names_of.append(step)


def _note_people(written: Written, account: int, step: Step, today: date) -> None:
    for role, people in step.team.items():
        for name, phone in people:
            private = MOBILE.search(phone) is not None or len(phone) > OFFICE_LIMIT
            office, mobile = ("", seal(phone)) if private else (phone, "")
            written.people.append((account, role, name, office, mobile, today))
            written.people_of.append(step)


def _write_around(written: Written, *, today: date) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Write people and names; return the rows made, by step."""
    for part in in_parts(written.ended_people):
        TeamMember.objects.filter(pk__in=part).update(until=today)
    update_rows(NameRecord, ("until",), list(written.ended_names.items()))
    people = insert_rows(
        TeamMember, ("account_id", "role", "name", "office_phone", "mobile_sealed", "since"), written.people
    )
    names = insert_rows(NameRecord, ("account_id", "name", "since"), written.names)
    return _by_step(written.people_of, people), _by_step(written.names_of, names)


def _by_step(steps: Sequence[Step], numbers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for step, number in zip(steps, numbers, strict=True):
        found.setdefault(id(step), []).append(number)
    return found


def _write_history(
    plan: Plan,
    batch: ImportBatch,
    accounts: Mapping[int, int],
    team_rows: Mapping[int, list[int]],
    name_rows: Mapping[int, list[int]],
) -> None:
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
            after |= step.values
            after["team"] = team_rows.get(id(step), [])
            after["names"] = name_rows.get(id(step), [])
        rows.append((accounts[id(step)], step.row.sheet[:80], step.row.number, step.action, before, after))
    insert_rows(
        ImportRow,
        ("account_id", "sheet", "row", "action", "before", "after"),
        rows,
        constants={"batch_id": batch.pk},
    )
