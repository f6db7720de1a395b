"""Who may do what about activity; every predicate takes user and object and fails closed without one."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import posts_of, scope_of


def may_enter(row: Any, user: Any) -> bool:
    """Whether the person writes for the unit of the account (单位经办人)."""
    if row is None or user is None or not user.is_active:
        return False
    return any(post.role in WRITERS and post.unit_id == row.unit_id for post in posts_of(user))


def may_decide(row: Any, user: Any) -> bool:
    """Whether the person works for a department whose scope covers the unit of the account (宣传部门)."""
    if row is None or user is None or not user.is_active:
        return False
    return any(post.role in AUTHORITY for post in posts_of(user)) and scope_of(user).covers(row.unit)


@rules.predicate
def enters_for(user: Any, row: Any = None) -> bool:
    """A writer of the unit, or staff of the department above it."""
    return row is not None and (may_enter(row, user) or may_decide(row, user))


@rules.predicate
def enters_any(user: Any, row: Any = None) -> bool:
    """Somebody who enters items for some account at all."""
    return bool(user and user.is_active) and any(post.role in (*WRITERS, *AUTHORITY) for post in posts_of(user))


@rules.predicate
def writes_for(user: Any, row: Any = None) -> bool:
    """A writer of the unit itself."""
    return may_enter(row, user)


@rules.predicate
def decides_for(user: Any, row: Any = None) -> bool:
    """Staff of the department above the unit."""
    return may_decide(row, user)


rules.add_perm("assessments.list_activity", has_business)
rules.add_perm("assessments.enter_items", enters_for)
rules.add_perm("assessments.enter_any_items", enters_any)
rules.add_perm("assessments.import_items", enters_for)
rules.add_perm("assessments.manage_tokens", is_authority)
rules.add_perm("assessments.decide_activity", decides_for)
rules.add_perm("assessments.ask_pause", writes_for)
rules.add_perm("assessments.answer_proposal", writes_for)
