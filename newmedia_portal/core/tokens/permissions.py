"""Who may hold and make tokens (令牌权限)."""

import rules

from ..access.permissions import has_business, is_system_admin

rules.add_perm("core.use_tokens", has_business | is_system_admin)
rules.add_perm("core.manage_service_accounts", is_system_admin)
