"""Who may take the outputs of assessment out, and who writes bulletins; every predicate fails closed."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, OVERSIGHT
from newmedia_portal.core.access.scope import posts_of, scope_of


def may_take(row: Any, user: Any) -> bool:
    """Whether the person oversees or leads the whole tree of a quarter: its workbook names every unit (上报表)."""
    if row is None or user is None or not user.is_active:
        return False
    entitled = any(post.role in (*OVERSIGHT, *LEADERS) for post in posts_of(user))
    return entitled and scope_of(user).covers(row.root)


def may_write(row: Any, user: Any) -> bool:
    """Whether the person works for a department whose scope covers the tree of a bulletin (宣传部门)."""
    if row is None or user is None or not user.is_active:
        return False
    return any(post.role in AUTHORITY for post in posts_of(user)) and scope_of(user).covers(row.root)


@rules.predicate
def takes_outputs(user: Any, row: Any = None) -> bool:
    """Overseers and leaders of the whole tree."""
    return row is not None and may_take(row, user)


@rules.predicate
def writes_bulletin(user: Any, row: Any = None) -> bool:
    """Staff of the department above the tree."""
    return row is not None and may_write(row, user)


rules.add_perm("assessments.view_outputs", has_business)
rules.add_perm("assessments.take_outputs", takes_outputs)
rules.add_perm("assessments.start_bulletins", is_authority)
rules.add_perm("assessments.write_bulletin", writes_bulletin)
