"""Who sets up the ways out and reads what went out."""

import rules

from ..access.permissions import is_system_admin

rules.add_perm("core.manage_channels", is_system_admin)
