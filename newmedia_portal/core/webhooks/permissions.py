"""Who keeps subscriptions of other systems: the system administrator alone."""

import rules

from ..access.permissions import is_system_admin

rules.add_perm("core.manage_webhooks", is_system_admin)
