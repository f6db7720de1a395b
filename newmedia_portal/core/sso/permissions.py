"""Who links people with their outer identities (统一认证身份的登记): the security administrator alone."""

import rules

from ..access.permissions import is_security_admin

rules.add_perm("core.manage_identities", is_security_admin)
