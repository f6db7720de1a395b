"""Who sees requests (核准申请): the three administrators; who may ask and decide is told in `deciding`."""

import rules

from ..access.permissions import is_auditor, is_security_admin, is_system_admin

rules.add_perm("core.view_releases", is_system_admin | is_security_admin | is_auditor)
