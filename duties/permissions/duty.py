"""Rights over messages, rosters and incidents (留言、值班、事件的权限); the object names its unit.

A unit's own people work on what is the unit's; its leaders and those above it see and comment; the department sees
all below, comments, and reports what its own monitoring finds.
"""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS, Role
from newmedia_portal.core.access.scope import posts_of, scope_of

#: Who does the daily work on accounts, besides those who stand on a roster of the unit.
WORKERS = (*WRITERS, Role.STAFF, *AUTHORITY)
#: Whoever belongs to a unit may raise the alarm there.
OWN = (*WORKERS, *LEADERS, Role.EDITOR, Role.SECRECY, Role.KEEPER)


def _alive(user: Any, thing: Any) -> bool:
    return thing is not None and user is not None and getattr(user, "is_active", False)


def _roles_in(user: Any, unit_id: int | None) -> set[str]:
    return {post.role for post in posts_of(user) if post.unit_id == unit_id}


def _is_rostered(user: Any, unit_id: int | None) -> bool:
    return user.duty_shifts.filter(unit_id=unit_id, cancelled_at__isnull=True).exists()


def may_work(thing: Any, user: Any) -> bool:
    """Whether the person answers, logs and keeps rosters for the unit: a writer, or somebody on its roster."""
    if not _alive(user, thing):
        return False
    held = _roles_in(user, thing.unit_id)
    return bool(held & set(WORKERS)) or (bool(held) and _is_rostered(user, thing.unit_id))


def _oversees(user: Any, thing: Any) -> bool:
    """Whether the person works for a department that the unit is below."""
    return any(post.role in AUTHORITY for post in posts_of(user)) and scope_of(user).covers(thing.unit)


def _leads(user: Any, thing: Any) -> bool:
    """Whether the person leads the unit or one above it."""
    return any(post.role in LEADERS and thing.unit.path.startswith(post.unit.path) for post in posts_of(user))


def may_comment(thing: Any, user: Any) -> bool:
    """Whether the person writes remarks: a leader of the unit or above, the department, the unit's own workers."""
    return _alive(user, thing) and (_leads(user, thing) or _oversees(user, thing) or may_work(thing, user))


def may_reopen(thing: Any, user: Any) -> bool:
    """Whether the person may say that an answer will not do."""
    return may_comment(thing, user)


def may_act(thing: Any, user: Any) -> bool:
    """Whether the person reports and handles an incident: anyone of the unit, and the department."""
    if not _alive(user, thing):
        return False
    return bool(_roles_in(user, thing.unit_id) & set(OWN)) or _oversees(user, thing)


def may_close(thing: Any, user: Any) -> bool:
    """Whether the person ends an incident: the unit's workers and leaders, the department."""
    return _alive(user, thing) and (may_work(thing, user) or _leads(user, thing) or _oversees(user, thing))


def may_reopen_incident(thing: Any, user: Any) -> bool:
    """Whether the person may take an ended incident up again."""
    return may_close(thing, user)


class UnitOnly:
    """Stands for something of a unit that does not exist yet."""

    def __init__(self, unit: Any) -> None:
        self.unit, self.unit_id = unit, unit.pk


@rules.predicate
def works(user: Any, thing: Any = None) -> bool:
    """Works on messages and rosters of a unit; without an object, of any unit."""
    if thing is None:
        return bool(user and user.is_active and (_holds(user, WORKERS) or user.duty_shifts.exists()))
    return may_work(_of_unit(thing), user)


@rules.predicate
def reports(user: Any, thing: Any = None) -> bool:
    """Reports and handles incidents; without an object, of any unit."""
    if thing is None:
        return bool(user and user.is_active and _holds(user, OWN))
    return may_act(_of_unit(thing), user)


@rules.predicate
def comments(user: Any, thing: Any = None) -> bool:
    """Writes remarks on messages and incidents."""
    if thing is None:
        return has_business(user)
    return may_comment(thing, user)


@rules.predicate
def closes(user: Any, thing: Any = None) -> bool:
    """Ends an incident."""
    return thing is not None and may_close(thing, user)


@rules.predicate
def samples(user: Any, thing: Any = None) -> bool:
    """Draws samples: the department and leaders."""
    return bool(user and user.is_active and _holds(user, (*AUTHORITY, *LEADERS)))


def _holds(user: Any, roles: tuple[str, ...]) -> bool:
    return any(post.role in roles for post in posts_of(user))


def _of_unit(thing: Any) -> Any:
    return thing if hasattr(thing, "unit_id") else UnitOnly(thing)


rules.add_perm("duties.view_duty", has_business)
rules.add_perm("duties.work_messages", works)
rules.add_perm("duties.work_rosters", works)
rules.add_perm("duties.report_incidents", reports)
rules.add_perm("duties.close_incident", closes)
rules.add_perm("duties.comment", comments)
rules.add_perm("duties.draw_samples", samples)
