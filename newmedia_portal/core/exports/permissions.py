"""Who may ask for exports and arrange scheduled ones."""

from typing import Any

import rules

from ..access.permissions import has_business, is_auditor, is_security_admin, is_system_admin
from ..access.roles import AUTHORITY, LEADERS, Role
from ..access.scope import holds_any

ARRANGERS = (*AUTHORITY, *LEADERS, Role.SUPERIOR)


@rules.predicate
def arranges(user: Any, obj: Any = None) -> bool:
    """Departments and leaders: they report upwards at fixed times."""
    return bool(user and user.is_active and holds_any(user, ARRANGERS))


@rules.predicate
def is_maker(user: Any, schedule: Any = None) -> bool:
    """Who arranged this scheduled export."""
    return bool(schedule is not None and user and user.is_active and schedule.owner_id == user.pk)


rules.add_perm("core.use_exports", has_business | is_system_admin | is_security_admin | is_auditor)
rules.add_perm("core.schedule_exports", arranges)
rules.add_perm("core.change_schedule", is_maker)
