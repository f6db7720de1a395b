"""Who may search at all (搜索权限); what is found is what each person may see."""

import rules

from ..access.permissions import has_business, is_security_admin, is_system_admin

rules.add_perm("core.search", has_business | is_system_admin | is_security_admin)
