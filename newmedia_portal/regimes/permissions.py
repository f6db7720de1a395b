"""Rights over editions (制度版本权限): everybody signed in reads them, system administrators write them."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import is_system_admin

rules.add_perm("regimes.manage_edition", is_system_admin)


def may_manage(edition: Any, user: Any) -> bool:
    """Whether this person may publish or retire an edition; fails closed without a person."""
    return bool(user is not None and is_system_admin(user, edition))
