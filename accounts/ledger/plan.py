"""What an import would do (导入计划): which accounts are new, which change in what, which stay as they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from newmedia_portal.core.workbook.dates import DAY, WrittenDate

from .cells import people_in
from .checks import column_of
from .faults import Fault
from .fields import TITLES
from .rows import LedgerRow
from .snapshot import ROLE_OF, Known, Person, Snapshot

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
CONTACT = "联系人"
DIRECT = {"name": "name", "platform_id": "handle", "link": "link", "certified": "certified", "run_status": "run_status"}
DIRECT |= {"remark": "remark"}


@dataclass(slots=True)
class Step:
    """What one row does: the values to store, and the people by role where they change.

    Once carried out: the numbers of the account, and of the rows made for its people and its name.
    """

    row: LedgerRow
    action: str
    unit: str
    values: dict[str, Any]
    team: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    known: Known | None = None
    account: int = 0
    people: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)


@dataclass
class Plan:
    """The steps in the order of the workbook, and the units that are to be created."""

    steps: list[Step] = field(default_factory=list)
    new_units: dict[str, str] = field(default_factory=dict)
    """Names of new units by their key."""
    faults: list[Fault] = field(default_factory=list)

    def count(self, action: str) -> int:
        """Return how many rows do this."""
        return sum(1 for step in self.steps if step.action == action)


def make_plan(rows: Iterable[LedgerRow], snapshot: Snapshot, *, today: date) -> Plan:
    """Compare the rows without errors with the register; rows that collide with it become faulty."""
    plan, used = Plan(), set[int]()
    for row in rows:
        if row.faulty:
            continue
        name, key = row.values["unit"], row.unit_key
        if key in snapshot.ambiguous:
            row.blame(plan.faults, column_of(row, "unit"), "unit_ambiguous", name)
            continue
        platform = snapshot.platforms[row.values["platform"]]
        unit = snapshot.units.get(key)
        known = _match(row, snapshot, unit, platform, used)
        if known is not None and not _check_known(row, known, snapshot, plan):
            continue
        if unit is None:
            plan.new_units.setdefault(key, name)
        values = _values(row, unit, platform, known, today)
        team = _team(row, known)
        if known is None:
            _check_second(row, snapshot, unit, platform, plan)
            plan.steps.append(Step(row, CREATED, key, values, team))
            continue
        used.add(known.pk)
        changed = {name: value for name, value in values.items() if known.values[name] != value}
        if unit is None:
            changed["unit_id"] = None
        action = UPDATED if changed or team else UNCHANGED
        plan.steps.append(Step(row, action, key, changed, team, known))
    return plan


def _match(row: LedgerRow, snapshot: Snapshot, unit: int | None, platform: int, used: set[int]) -> Known | None:
    """Find the account a row means: by its id on the platform, else by unit, platform and name."""
    handle = row.values.get("platform_id")
    known = snapshot.by_handle.get((platform, handle)) if handle else None
    if known is None and unit is not None and snapshot.by_name:
        known = snapshot.by_name.get((unit, platform, row.name_key))
    return None if known is not None and known.pk in used else known


def _check_known(row: LedgerRow, known: Known, snapshot: Snapshot, plan: Plan) -> bool:
    """Refuse a row whose account belongs to a unit out of reach, or that would end before it began."""
    if known.values["unit_id"] not in snapshot.inside:
        row.blame(plan.faults, column_of(row, "platform_id"), "id_taken", row.values["platform_id"])
        return False
    closed: WrittenDate | None = row.get("closed_on")
    opened = row.get("opened_on")
    start = opened.day if opened else known.values["opened_on"]
    if closed and start and closed.last < start:
        row.blame(
            plan.faults, column_of(row, "closed_on"), "closing_before_opening", str(closed), ("已登记的开通时间", "")
        )
        return False
    return True


def _check_second(row: LedgerRow, snapshot: Snapshot, unit: int | None, platform: int, plan: Plan) -> None:
    """Warn where the register already has a running account of the unit on the platform."""
    first = snapshot.running.get((unit, platform)) if unit is not None else None
    if first is None or row.is_group or row.values.get("closed_on"):
        return
    if "two_on_one_platform" not in row.kinds:
        words = (f"已登记的“{first}”", "")
        row.blame(plan.faults, column_of(row, "name"), "two_on_one_platform", row.values["name"], words)


def _values(row: LedgerRow, unit: int | None, platform: int, known: Known | None, today: date) -> dict[str, Any]:
    """Return the stored values that the row states; an empty cell says nothing and changes nothing."""
    stated = row.values
    values = {name: stated[code] for code, name in DIRECT.items() if stated.get(code) is not None}
    values["platform_id"] = platform
    if unit is not None:
        values["unit_id"] = unit
    opened: WrittenDate | None = stated.get("opened_on")
    if opened is not None:
        values["opened_on"], values["opened_precision"] = opened
    if (updated := stated.get("last_update")) is not None:
        values["last_post_on"] = updated.day
    if (closed := stated.get("closed_on")) is not None:
        values["closed_on"] = closed.day if closed.precision == DAY else max(min(closed.last, today), closed.day)
    extra = _extra(row, known)
    if known is None or extra != known.values["extra"]:
        values["extra"] = extra
    return values


def _extra(row: LedgerRow, known: Known | None) -> dict[str, str]:
    """Return the columns kept beside the entry; among them the office's own filing number, unless the register's."""
    number = row.values.get("certificate_no")
    if known is None:
        return {**row.extra, TITLES["certificate_no"]: number} if number is not None else row.extra
    own = {} if number is None or known.values["certificate_no"] == number else {TITLES["certificate_no"]: number}
    return {**known.values["extra"], **row.extra, **own}


def _team(row: LedgerRow, known: Known | None) -> dict[str, list[tuple[str, str]]]:
    """Return the people of the roles that change, each with name and phone."""
    now: dict[str, list[Person]] = known.team if known else {}
    wanted: dict[str, list[tuple[str, str]]] = {}
    for code, role in ROLE_OF.items():
        stated, present = row.values.get(code), now.get(role, ())
        if stated or present:
            phones = {person.name: person.phone for person in present} if present else {}
            names = people_in(stated) if stated else tuple(phones)
            wanted[role] = [(name, phones.get(name, "")) for name in names]
    phone = row.values.get("phone")
    if phone and "*" not in phone:
        role = next((role for role in ("manager", "deputy", "chief") if wanted.get(role)), "manager")
        people = wanted.get(role) or [(CONTACT, "")]
        wanted[role] = [(people[0][0], phone), *people[1:]]
    if known is None:
        return wanted
    return {
        role: people
        for role, people in wanted.items()
        if people != [(person.name, person.phone) for person in now.get(role, ())]
    }
