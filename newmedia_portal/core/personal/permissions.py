"""Who reads the register of personal data: those who answer for rights, and those who watch over them."""

import rules

from ..access.permissions import is_auditor, is_security_admin

rules.add_perm("core.view_personal_register", is_security_admin | is_auditor)
