"""Who may do what about periods of assessment; every predicate fails closed without an object where it needs one."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS
from newmedia_portal.core.access.scope import posts_of, scope_of


def may_run(row: Any, user: Any) -> bool:
    """Whether the person works for a department whose scope covers the whole tree of a quarter (宣传部门)."""
    if row is None or user is None or not user.is_active:
        return False
    return any(post.role in AUTHORITY for post in posts_of(user)) and scope_of(user).covers(row.root)


def may_speak(row: Any, user: Any) -> bool:
    """Whether the person writes for the unit of an entry or leads it: self-assessment and objection (参评单位)."""
    if row is None or user is None or not user.is_active:
        return False
    unit = row.entry.unit_id if hasattr(row, "entry") else row.unit_id
    return any(post.role in (*WRITERS, *LEADERS) and post.unit_id == unit for post in posts_of(user))


@rules.predicate
def runs_quarter(user: Any, row: Any = None) -> bool:
    """Staff of the department whose scope covers the tree of a quarter or scheme."""
    return row is not None and may_run(row, user)


@rules.predicate
def speaks_for(user: Any, row: Any = None) -> bool:
    """People of the unit of an entry."""
    return row is not None and may_speak(row, user)


rules.add_perm("assessments.list_quarters", has_business)
rules.add_perm("assessments.start_quarters", is_authority)
rules.add_perm("assessments.run_quarter", runs_quarter)
rules.add_perm("assessments.speak_for_entry", speaks_for)
