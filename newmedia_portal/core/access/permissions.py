"""Named permissions of the ground floor; every predicate takes user and object and fails closed."""

from typing import Any

import rules

from .roles import AUTHORITY, LEADERS, WRITERS, InstanceRole
from .scope import holds_any, scope_of


@rules.predicate
def is_system_admin(user: Any, obj: Any = None) -> bool:
    """系统管理员: units, people, calendar, regimes, platforms."""
    return bool(user and user.is_active and user.instance_role == InstanceRole.SYSTEM)


@rules.predicate
def is_security_admin(user: Any, obj: Any = None) -> bool:
    """安全管理员: posts and grants."""
    return bool(user and user.is_active and user.instance_role == InstanceRole.SECURITY)


@rules.predicate
def is_auditor(user: Any, obj: Any = None) -> bool:
    """审计管理员: reads the audit log and nothing else."""
    return bool(user and user.is_active and user.instance_role == InstanceRole.AUDIT)


@rules.predicate
def is_authority(user: Any, obj: Any = None) -> bool:
    """宣传部门经办或负责人 of some filing authority; with an object, one that the scope covers."""
    if not (user and user.is_active and holds_any(user, AUTHORITY)):
        return False
    unit = getattr(obj, "unit", obj)
    return obj is None or scope_of(user).covers(unit)


@rules.predicate
def is_writer(user: Any, obj: Any = None) -> bool:
    """单位经办人: may fill in filings for a unit of their own."""
    return bool(user and user.is_active and holds_any(user, WRITERS))


@rules.predicate
def is_leader(user: Any, obj: Any = None) -> bool:
    """部门负责人, 分管领导 or 主要领导 of some unit."""
    return bool(user and user.is_active and holds_any(user, LEADERS))


@rules.predicate
def has_business(user: Any, obj: Any = None) -> bool:
    """Anyone with a post: sees the business of the units in their scope."""
    return bool(user and user.is_active and not scope_of(user).nothing)


rules.add_perm("core.view_audit", is_auditor)
rules.add_perm("core.view_business", has_business)
rules.add_perm("core.manage_units", is_system_admin)
rules.add_perm("core.manage_people", is_system_admin | is_security_admin)
rules.add_perm("core.end_sessions", is_system_admin)
rules.add_perm("core.view_people", is_system_admin | is_security_admin | has_business)
rules.add_perm("core.view_units", is_system_admin | is_security_admin | has_business)
