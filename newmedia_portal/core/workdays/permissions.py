"""Who may enter and correct the calendar."""

import rules

from ..access.permissions import is_system_admin

rules.add_perm("core.manage_calendar", is_system_admin)
