"""What importing people would do (导入方案): whom it adds, what it changes, which posts begin and end."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Post, Unit, User

from ..actions.common import day_of
from .checks import check_room, check_stranded
from .columns import FACTS, POST_COLUMNS
from .posting import blame_future, plan_post
from .reading import Roster, Row
from .sight import Sight, word_for

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass
class PostPlan:
    """What becomes of one post: `begins` a new one; else `values` are entered with `post`; `until` ends it."""

    row: Row
    unit: Unit
    role: str
    post: Post | None = None
    begins: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    until: date | None = None

    def as_json(self) -> list[Any]:
        """Return what the plan does, with what it found."""
        found = self.post and [self.post.pk, self.post.title, self.post.since, self.post.until, self.post.trained_on]
        return [self.unit.pk, self.role, found, self.begins, self.values, self.until]


@dataclass
class PersonPlan:
    """What becomes of one person: `facts` are entered, then `posts`."""

    username: str
    user: User | None
    rows: list[Row] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    posts: list[PostPlan] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        """Whether a row is at fault: a person is imported whole or not at all."""
        return any(row.faulty for row in self.rows)

    @property
    def effect(self) -> str:
        """What importing means for the person."""
        if self.user is None:
            return CREATED
        return CHANGED if self.facts or self.posts else UNCHANGED

    def as_json(self) -> list[Any]:
        """Return what the plan does, with what it found."""
        found = self.user and [self.user.pk, *(getattr(self.user, name) for name in FACTS)]
        return [self.username, found, self.facts, [post.as_json() for post in self.posts]]


@dataclass
class Plan:
    """Everybody named in the workbook, in its order."""

    people: list[PersonPlan]

    @property
    def good(self) -> Iterator[PersonPlan]:
        """The people without any fault."""
        return (person for person in self.people if not person.faulty)

    def digest(self, roster: Roster) -> str:
        """Return a hash of all that would be done and of every fault: it differs once somebody else has changed it."""
        faults = [(fault.sheet, fault.cell, fault.kind) for fault in roster.faults]
        content = [[person.as_json() for person in self.good if person.effect != UNCHANGED], sorted(faults)]
        return hashlib.sha256(json.dumps(content, default=str, ensure_ascii=False).encode()).hexdigest()


def make_plan(roster: Roster, sight: Sight, *, by: Any, at: datetime) -> Plan:
    """Hold rows against the portal; faults are added to the roster. Nothing is written.

    Raises nothing: what an action would refuse is a fault here, at its cell.
    """
    plan = Plan(list(_grouped(roster, sight)))
    seen: dict[str, tuple[str, str]] = {}
    for person in plan.people:
        _facts(person, roster, sight, seen)
        _posts(person, roster, sight, today=day_of(at))
    check_stranded(plan.people, roster, by=by, at=at)
    while check_room(plan.people, roster, sight, on=day_of(at)):
        pass
    order = {name: number for number, name in enumerate(roster.sheets)}
    roster.faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.row, fault.column))
    return plan


def _grouped(roster: Roster, sight: Sight) -> Iterator[PersonPlan]:
    """Yield everybody with their rows; who is named by number alone is looked up by it."""
    people: dict[Any, PersonPlan] = {}
    for row in roster.rows:
        user, username = _meant(row, roster, sight)
        key = user.pk if user else username.lower() or (row.sheet, row.number)
        person = people.setdefault(key, PersonPlan(username, user))
        person.rows.append(row)
    yield from people.values()


def _meant(row: Row, roster: Roster, sight: Sight) -> tuple[User | None, str]:
    """Return whom a row means, and by which log-in name."""
    username = row.get("username")
    if username:
        user = sight.users.get(username.lower())
        return user, user.username if user else username
    if "username" in row.unknown:
        return None, ""
    owners = sight.phones.get(row.get("phone") or "", [])
    if len(owners) == 1:
        return owners[0], owners[0].username
    if owners:
        roster.blame(row, "phone", "phone_ambiguous", row.get("phone"))
    else:
        roster.blame(row, "username", "missing_username")
    return None, ""


def _facts(person: PersonPlan, roster: Roster, sight: Sight, seen: dict[str, tuple[str, str]]) -> None:
    """Take name, numbers and mail together from the rows; what differs from the portal is to be entered."""
    if person.user is not None and person.user.instance_role:
        roster.blame(person.rows[0], "username", "administrator", person.username)
        return
    if not person.username:
        return
    first: dict[str, Row] = {}
    for row in person.rows:
        for code in FACTS:
            value = row.get(code)
            if value is None:
                continue
            if code in first and first[code].get(code) != value:
                roster.blame(row, code, "conflicting", value, first[code].cell(code))
            first.setdefault(code, row)
    for code, row in first.items():
        value = row.get(code)
        if code == "phone" and "*" in value:
            if person.user is None or person.user.phone_masked != value:
                roster.blame(row, code, "masked_phone", value)
        elif person.user is None or getattr(person.user, code) != value:
            person.facts[code] = value
    known = any("full_name" in row.unknown for row in person.rows)
    if person.user is None and "full_name" not in person.facts and not known:
        roster.blame(person.rows[0], "full_name", "missing_name")
    _warn(person, first, roster, sight, seen)


def _warn(
    person: PersonPlan, first: dict[str, Row], roster: Roster, sight: Sight, seen: dict[str, tuple[str, str]]
) -> None:
    """Warn of a new number that somebody else has, in the portal or in the same file."""
    phone = person.facts.get("phone")
    if not phone:
        return
    row = first["phone"]
    others = [user for user in sight.phones.get(phone, []) if person.user is None or user.pk != person.user.pk]
    if others:
        roster.blame(row, "phone", "phone_known", phone, (f"{others[0]}（登录名 {others[0].username}）", ""))
    elif phone in seen:
        roster.blame(row, "phone", "phone_known", phone, seen[phone])
    seen.setdefault(phone, row.cell("phone"))


def _posts(person: PersonPlan, roster: Roster, sight: Sight, *, today: date) -> None:
    """Plan the post of every row; the same post twice, or a row that says nothing more, is at fault."""
    taken: dict[tuple[int, str], Row] = {}
    bare: Row | None = None
    for row in person.rows:
        blame_future(row, roster, today)
        if not any(row.get(code) for code in POST_COLUMNS) and not row.unknown.intersection(POST_COLUMNS):
            if bare is not None:
                roster.blame(row, "username", "duplicate_in_file", person.username, bare.cell("username"))
            bare = bare or row
            continue
        unit = _unit(row, roster, sight)
        if row.get("role") is None and "role" not in row.unknown:
            roster.blame(row, "role", "missing_role")
        role = row.get("role")
        if unit is None or role is None or (person.user is not None and person.user.instance_role):
            continue
        if (unit.pk, role) in taken:
            roster.blame(row, "username", "duplicate_in_file", "", taken[unit.pk, role].cell("username"))
            continue
        taken[unit.pk, role] = row
        planned = plan_post(person, PostPlan(row, unit, role), roster, sight, today=today)
        if planned is not None:
            person.posts.append(planned)


def _unit(row: Row, roster: Roster, sight: Sight) -> Unit | None:
    text = row.get("unit")
    if text is None:
        if "unit" not in row.unknown:
            roster.blame(row, "unit", "missing_unit")
        return None
    found = sight.units_called(text)
    if len(found) == 1:
        return found[0]
    roster.blame(row, "unit", "unit_ambiguous" if found else "unknown_unit", text)
    return None


__all__ = ["CHANGED", "CREATED", "UNCHANGED", "PersonPlan", "Plan", "PostPlan", "make_plan", "word_for"]
