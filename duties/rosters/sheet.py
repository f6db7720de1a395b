"""A roster as a workbook (值班表): the template, which an export fills, and reading it back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.sheets import Column, Kind, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx

from ..actions.rosters.shifts import Turn, checked
from ..models import DutyRoster, DutyShift
from ..states import ShiftRole
from ..workbooks import Fault, Line, WrongCell, read_lines

START, END, NAME, LOGIN, PHONE, ROLE = "上班", "下班", "姓名", "登录名", "办公电话", "岗位"
NEEDED, KNOWN = (START, END, NAME), (START, END, NAME, LOGIN, PHONE, ROLE)
ROLES = dict(ShiftRole.choices)


@dataclass
class Reading:
    """What a workbook tells: rows as they are kept with the batch, faults, and how many stand already."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    read: int = 0


def write_shifts(target: BinaryIO, shifts: Iterable[DutyShift], *, by: str, at: datetime) -> int:
    """Write shifts, or an empty template, in the form that can be read back."""
    columns = [
        Column(START, 18, Kind.MOMENT), Column(END, 18, Kind.MOMENT), Column(NAME, 14), Column(LOGIN, 20),
        Column(PHONE, 18), Column(ROLE, 12, choices=tuple(ROLES.values())),
    ]  # fmt: skip
    rows = (
        [s.starts_at, s.ends_at, s.name, s.person.username if s.person else "", s.office_phone, s.get_role_display()]
        for s in shifts
    )
    return write_xlsx(target, [Sheet("值班表", columns, rows, frozen_columns=0, room=200)], by=by, at=at)


def read_shifts(source: BinaryIO, roster: DutyRoster) -> Reading:
    """Return what a workbook tells of a roster; nothing is written. A shift that stands already is left as it is.

    Raises Refused for a file that holds no such table.
    """
    lines = read_lines(source, needed=NEEDED, known=KNOWN)
    people = {user.username: user for user in User.objects.filter(posts__unit=roster.unit_id).distinct()}
    known = set(roster.shifts.standing().values_list("name", "starts_at", "ends_at"))
    found, seen = Reading(read=len(lines)), dict[tuple[Any, ...], int]()
    for line in lines:
        try:
            turn = _turn(line, roster, people)
            key = (turn.name, turn.starts_at, turn.ends_at)
            if key in seen:
                raise line.wrong(NAME, f"与第 {seen[key]} 行相同。请删去重复的一行。")
        except WrongCell as wrong:
            found.faults.append(wrong.fault)
            continue
        seen[key] = line.number
        if key in known:
            found.unchanged += 1
        else:
            found.rows.append(stored(turn))
    return found


def stored(turn: Turn) -> dict[str, Any]:
    """Return a turn as it is kept with a batch."""
    return {
        "starts_at": turn.starts_at.isoformat(),
        "ends_at": turn.ends_at.isoformat(),
        "person": turn.person.pk if turn.person else None,
        "name": turn.name,
        "office_phone": turn.office_phone,
        "role": turn.role,
    }


def _turn(line: Line, roster: DutyRoster, people: dict[str, User]) -> Turn:
    login = line.text(LOGIN)
    person = people.get(login)
    if login and person is None:
        raise line.wrong(LOGIN, f"本单位没有登录名“{login}”。请核对,或留空只填姓名和办公电话。")
    turn = Turn(
        starts_at=line.needed_moment(START),
        ends_at=line.needed_moment(END),
        person=person,
        name=line.needed(NAME, 40),
        office_phone=line.short(PHONE, 30),
        role=line.chosen(ROLE, ROLES, default=ShiftRole.DUTY),
    )
    if person is not None and line.text(NAME) != person.full_name:
        raise line.wrong(NAME, f"登录名“{login}”是{person.full_name},与姓名不符。请核对。")
    try:
        return checked(roster, turn)
    except Refused as refused:
        column = {"ends_at": END, "person": LOGIN}.get(refused.field, NAME)
        raise line.wrong(column, refused.message) from refused
