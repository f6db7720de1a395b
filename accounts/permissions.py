"""Who may do what with units, people and the register; every predicate fails closed without an object it needs."""

from typing import Any

import rules
from guardian.shortcuts import get_objects_for_user

from newmedia_portal.core.access.permissions import (
    has_business,
    is_authority,
    is_security_admin,
    is_system_admin,
)
from newmedia_portal.core.access.roles import LEADERS, WRITERS, Role
from newmedia_portal.core.access.scope import posts_of, scope_of


def unit_of(obj: Any) -> Any:
    """Return the unit an object belongs to; a unit belongs to itself."""
    return getattr(obj, "unit", obj)


def _holds_in(user: Any, obj: Any, roles: tuple[str, ...]) -> bool:
    unit = unit_of(obj)
    return unit is not None and any(post.unit_id == unit.pk and post.role in roles for post in posts_of(user))


@rules.predicate
def sees_unit(user: Any, obj: Any = None) -> bool:
    """The unit of the object lies within the scope; without an object: whether there is any scope."""
    return has_business(user) if obj is None else bool(user) and scope_of(user).covers(unit_of(obj))


@rules.predicate
def oversees_unit(user: Any, obj: Any = None) -> bool:
    """宣传部门经办 or 负责人 whose oversight, which follows from that post, covers the unit."""
    if not is_authority(user, unit_of(obj) if obj is not None else None):
        return False
    return obj is None or any(unit_of(obj).path.startswith(path) for path in _granted(user))


def _granted(user: Any) -> list[str]:
    """Return the tops of what the person oversees, read once per request."""
    if not hasattr(user, "_grants"):
        granted = get_objects_for_user(user, "core.oversee_unit", accept_global_perms=False)
        user._grants = list(granted.order_by().values_list("path", flat=True))
    return user._grants


@rules.predicate
def writes_for_unit(user: Any, obj: Any = None) -> bool:
    """单位经办人, 信息员 or 后台管理员 of exactly this unit."""
    if not getattr(user, "is_active", False):
        return False
    return any(p.role in WRITERS for p in posts_of(user)) if obj is None else _holds_in(user, obj, WRITERS)


@rules.predicate
def keeps_for_unit(user: Any, obj: Any = None) -> bool:
    """密码专管人员 of exactly this unit."""
    return bool(getattr(user, "is_active", False)) and obj is not None and _holds_in(user, obj, (Role.KEEPER,))


@rules.predicate
def leads_unit(user: Any, obj: Any = None) -> bool:
    """部门负责人, 分管领导 or 主要领导 of exactly this unit."""
    return bool(getattr(user, "is_active", False)) and obj is not None and _holds_in(user, obj, LEADERS)


@rules.predicate
def knows_groups(user: Any, obj: Any = None) -> bool:
    """A person with business in an organisation; the list itself shows only groups of units in scope."""
    return has_business(user)


rules.add_perm("accounts.view_account", sees_unit)
rules.add_perm("accounts.export_ledger", sees_unit)
rules.add_perm("accounts.import_ledger", oversees_unit)
rules.add_perm("accounts.record_unfiled", oversees_unit)
rules.add_perm("accounts.change_account", oversees_unit)
rules.add_perm("accounts.manage_circle", oversees_unit)
rules.add_perm("accounts.note_account", oversees_unit | writes_for_unit)
rules.add_perm("accounts.hand_over_password", writes_for_unit | keeps_for_unit)
rules.add_perm("accounts.show_phone", oversees_unit | leads_unit | writes_for_unit)
rules.add_perm("accounts.run_group", leads_unit | writes_for_unit)
rules.add_perm("accounts.view_groups", knows_groups)
rules.add_perm("accounts.view_members", oversees_unit | leads_unit | writes_for_unit)
rules.add_perm("accounts.manage_platforms", is_system_admin)
rules.add_perm("accounts.record_staff", is_system_admin | is_security_admin | leads_unit | writes_for_unit)


@rules.predicate
def settles_handover(user: Any, handover: Any = None) -> bool:
    """The unit's writers, leaders and keepers, its department, and those who manage people; never the leaver."""
    if handover is None or getattr(handover, "leaver_id", None) == getattr(user, "pk", None):
        return False
    return bool((writes_for_unit | leads_unit | keeps_for_unit | oversees_unit)(user, handover)) or _manages(user)


def _manages(user: Any) -> bool:
    return bool((is_system_admin | is_security_admin)(user))


@rules.predicate
def moves_for_unit(user: Any, unit: Any = None) -> bool:
    """Who may pass on what hangs on somebody of a unit: its leaders, its department, those who manage people."""
    return _manages(user) or (unit is not None and bool((leads_unit | oversees_unit)(user, unit)))


rules.add_perm("accounts.view_handovers", sees_unit | is_system_admin | is_security_admin)
rules.add_perm("accounts.settle_handover", settles_handover)
rules.add_perm("accounts.move_holdings", moves_for_unit)
rules.add_perm("accounts.confirm_department", oversees_unit)
