"""Rights over impostor cases (假冒账号的权限): the unit whose name is abused and the department handle them."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import is_authority
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS
from newmedia_portal.core.access.scope import holds_any

from .duty import may_act, may_close

HANDLERS = (*WRITERS, *LEADERS, *AUTHORITY)


def may_handle(case: Any, user: Any) -> bool:
    """Whether the person verifies, involves partners, writes and closes: the unit's workers and leaders, department."""
    return may_close(case, user)


def may_name_unit(case: Any, user: Any) -> bool:
    """Whether the person says whose name is abused: the department alone sees every unit."""
    return may_close(case, user) and is_authority(user, case.unit)


@rules.predicate
def handles(user: Any, case: Any = None) -> bool:
    """Handles impostor cases; with an object, that one."""
    if case is None:
        return bool(user and user.is_active and holds_any(user, HANDLERS))
    return may_handle(case, user)


@rules.predicate
def enters(user: Any, unit: Any = None) -> bool:
    """Enters a case by hand: anyone of the unit, and the department."""
    if unit is None:
        return bool(user and user.is_active and holds_any(user, HANDLERS))
    return may_act(_Place(unit), user)


@rules.predicate
def names_unit(user: Any, case: Any = None) -> bool:
    """Says whose name is abused."""
    return case is not None and may_name_unit(case, user)


class _Place:
    """Stands for a case of a unit that does not exist yet."""

    def __init__(self, unit: Any) -> None:
        self.unit, self.unit_id = unit, unit.pk


rules.add_perm("duties.enter_impostor", enters)
rules.add_perm("duties.handle_impostor", handles)
rules.add_perm("duties.name_impostor_unit", names_unit)
