"""Who may follow (关注权限): whoever sees business; which objects is asked for each of them."""

import rules

from ..access.permissions import has_business

rules.add_perm("core.follow", has_business)
