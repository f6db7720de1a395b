"""The demo's organisations and cast (演示单位与人员), from data/organisations.toml."""

import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.actions.organisation import add_unit, set_line_department, set_superior
from accounts.actions.people.persons import add_person, set_instance_role
from accounts.actions.people.posts import appoint
from newmedia_portal.core.access.models import Unit, User

DATA = Path(__file__).parent / "data" / "organisations.toml"
START = date(2024, 3, 1)
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "一二三四五六七八九"
CAST: dict[str, tuple[tuple[str, str, str], ...]] = {
    "operator": (("owner", "operator", "办事员"), ("owner", "liaison", "信息员")),
    "head": (("owner", "head", "办公室主任"),),
    "deputy": (("owner", "deputy", "副局长"),),
    "chief": (("owner", "chief", "局长"),),
    "editor": (("owner", "editor", "总编辑"),),
    "secrecy": (("owner", "secrecy", "保密专员"),),
    "staff": (("owner", "staff", "编辑"),),
    "line": (("line", "line", "业务指导科科员"),),
    "registrar": (("authority", "registrar", "经办"),),
    "director": (("authority", "director", "负责人"),),
    "observer": (("observer", "observer", "联络员"),),
    "superior": (("superior", "superior", "联络员"),),
}
OTHERS: tuple[tuple[str, str], ...] = (("operator", "办事员"), ("deputy", "副职"), ("chief", "正职"))
#: Departments and bodies of the society: their head consents to groups, and their organisation has leaders of its own.
WITH_HEADS = ("society_department", "society_body")
HEADS: tuple[tuple[str, str], ...] = (("head", "部门负责人"),)
ABOVE: tuple[tuple[str, str], ...] = (("deputy", "分管领导"), ("chief", "主要负责人"))
ADMINISTRATORS = {"sysadmin": "系统管理员", "secadmin": "安全管理员", "auditor": "审计管理员"}


def organisations() -> list[dict[str, Any]]:
    """Return the organisations as data."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))["organisation"]


def build(*, password: str, at: datetime) -> None:
    """Make every organisation with its people, and the three administrators."""
    names = _names()
    for username in ADMINISTRATORS:
        person = _person(username, next(names), password, at)
        set_instance_role(person, role=username, by=None, at=at)
    for organisation in organisations():
        units = _units(organisation, at)
        _cast(organisation, units, names, password, at)
        _other_posts(organisation, units, names, password, at)


def owner_of(regime: str) -> Unit:
    """Return the unit whose people the cast plays."""
    code = next(o["cast"]["owner"] for o in organisations() if o["regime"] == regime)
    return Unit.objects.get(code=code)


def _units(organisation: dict[str, Any], at: datetime) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for spec in organisation["units"]:
        units[spec["code"]] = add_unit(
            name=spec["name"],
            code=spec["code"],
            kind=spec["kind"],
            parent=units.get(spec.get("parent", "")),
            regime="" if "parent" in spec else organisation["regime"],
            is_authority=spec.get("authority", False),
            region=spec.get("region", ""),
            contact_phone=spec.get("phone", ""),
            by=None,
            at=at,
        )
    for spec in organisation["units"]:
        if "line" in spec:
            set_line_department(units[spec["code"]], units[spec["line"]], by=None, at=at)
        if "superior" in spec:
            set_superior(units[spec["code"]], units[spec["superior"]], by=None, at=at)
    return units


def _cast(organisation: dict[str, Any], units: dict[str, Unit], names: Any, password: str, at: datetime) -> None:
    for role, posts in CAST.items():
        person = _person(f"{organisation['regime']}-{role}", next(names), password, at)
        for place, post, title in posts:
            _appoint(person, units[organisation["cast"][place]], post, title, at)
    editor = User.objects.get(username=f"{organisation['regime']}-editor")
    for extra in ("keeper", "staff", "manager"):
        _appoint(editor, units[organisation["cast"]["owner"]], extra, "编辑", at)


def _other_posts(organisation: dict[str, Any], units: dict[str, Unit], names: Any, password: str, at: datetime) -> None:
    """Give every other unit an operator and its leaders, so that no chain stands still."""
    owner = organisation["cast"]["owner"]
    for code, unit in units.items():
        if code == owner or unit.is_authority or unit.parent_id is None or unit.kind in ("observer", "superior"):
            continue
        heads = HEADS if unit.kind in WITH_HEADS else ()
        for role, title in (*OTHERS, *heads):
            person = _person(f"{code.lower()}-{role}", next(names), password, at)
            _appoint(person, unit, role, title, at)
            if role == "operator":
                _appoint(person, unit, "liaison", "信息员", at)
    for code, unit in units.items():
        if unit.parent_id is None and any(other.kind in WITH_HEADS for other in units.values()):
            for role, title in ABOVE:
                _appoint(_person(f"{code.lower()}-{role}", next(names), password, at), unit, role, title, at)
    for code in {unit.line_department.code for unit in units.values() if unit.line_department}:
        if code != organisation["cast"]["line"]:
            _appoint(_person(f"{code.lower()}-line", next(names), password, at), units[code], "line", "科员", at)


def _appoint(person: User, unit: Unit, role: str, title: str, at: datetime) -> None:
    appoint(person, unit=unit, role=role, since=START, title=title, trained_on=date(2024, 2, 20), by=None, at=at)


def _person(username: str, name: str, password: str, at: datetime) -> User:
    number = User.objects.count() + 1
    person = add_person(
        username=username,
        full_name=name,
        phone=f"1380000{number:04d}",
        office_phone=f"0000-{number:07d}",
        by=None,
        at=at,
    )
    person.password, person.must_change_password = _hashed(password), False
    person.save(update_fields=["password", "must_change_password"])
    return person


@lru_cache(maxsize=1)
def _hashed(password: str) -> str:
    """Return the shared password hashed once: the demo has one for everybody."""
    return make_password(password)


def _names() -> Any:
    """Yield plainly artificial names: 赵某一, 钱某一, …"""
    round_number = 0
    while True:
        tail = GIVEN[round_number % len(GIVEN)]
        prefix = "某" if round_number < len(GIVEN) else "某某"
        yield from (f"{family}{prefix}{tail}" for family in FAMILY)
        round_number += 1
