"""Whom an incident is told to (报告对象): by the edition where it names them, the leaders too where it is grave.

S1-3.3.2d and S1-3.3.3b name the unit's leader and the department; an edition says so in its `incident_reports`. Where
it says nothing the same two are told, and for a grave incident the leaders of both besides: rules of the product.
"""

from dataclasses import dataclass

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.access.roles import LEADERS, Role
from newmedia_portal.regimes.schema import Edition

from ..states import Severity

HEAD, DEPARTMENT = "head", "department"
SIDES = {HEAD: "单位负责人", DEPARTMENT: "宣传部门"}
UNSTATED = {HEAD: (Role.HEAD,), DEPARTMENT: (Role.REGISTRAR,)}
#: A rule of the product: who hears of a grave incident besides.
GRAVE = {HEAD: (Role.DEPUTY, Role.CHIEF), DEPARTMENT: (Role.DIRECTOR,)}
LEVELS = {"owner": HEAD, "authority": DEPARTMENT}


@dataclass(frozen=True)
class Side:
    """One of the two sides that are told, with the people that stand for it and the article."""

    code: str
    label: str
    people: frozenset[int]
    article: str


def sides_of(unit: Unit, edition: Edition, severity: str) -> dict[str, Side]:
    """Return who is told on each side about an incident of a unit."""
    return {code: _side(code, unit, edition, severity) for code in SIDES}


def _side(code: str, unit: Unit, edition: Edition, severity: str) -> Side:
    rules = [rule for rule in edition.incident_reports if LEVELS[rule.unit] == code]
    roles: tuple[str, ...] = tuple(rule.role for rule in rules) or UNSTATED[code]
    if severity == Severity.MAJOR:
        roles = (*roles, *GRAVE[code])
    place = unit if code == HEAD else authority_of(unit)
    people = _holders(place, roles)
    if code == HEAD and not people:
        people = _holders(place, LEADERS)
    return Side(code, SIDES[code], frozenset(people), rules[0].article if rules else "")


def _holders(unit: Unit | None, roles: tuple[str, ...]) -> set[int]:
    if unit is None:
        return set()
    posts = Post.objects.filter(unit=unit, role__in=roles, until__isnull=True, user__is_active=True)
    return set(posts.order_by().values_list("user", flat=True))
