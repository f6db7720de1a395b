"""Who may reset the second factor of somebody else (重置权限): the security administrator alone."""

import rules

from ..access.permissions import is_security_admin

rules.add_perm("core.reset_second_factor", is_security_admin)
