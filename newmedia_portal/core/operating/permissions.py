"""Who looks after the running of the instance."""

import rules

from ..access.permissions import is_system_admin

rules.add_perm("core.view_status", is_system_admin)
rules.add_perm("core.retry_work", is_system_admin)
