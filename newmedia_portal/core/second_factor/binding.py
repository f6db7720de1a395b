"""Who must have a second factor (适用范围): nobody, the three administrators, or whoever decides."""

from typing import Any

from django.conf import settings

from ..access.roles import Role
from ..access.scope import posts_of

OFF, ADMINS, DECIDERS = "off", "admins", "deciders"
#: Roles that approve, sign, examine or keep the register; a test compares them with the chains of the editions.
DECIDING = (
    Role.HEAD, Role.DEPUTY, Role.CHIEF, Role.EDITOR, Role.SECRECY, Role.LINE, Role.REGISTRAR, Role.DIRECTOR,
)  # fmt: skip


def is_bound(user: Any) -> bool:
    """Whether the setting SECOND_FACTOR obliges the person; who stands in for somebody decides in that name."""
    if settings.SECOND_FACTOR == OFF:
        return False
    if user.instance_role:
        return True
    if settings.SECOND_FACTOR == ADMINS:
        return False
    return any(post.role in DECIDING for post in posts_of(user)) or stands_in(user)


def stands_in(user: Any) -> bool:
    """Whether the person stands in for somebody now."""
    from ..workflow.models import Substitution
    from ..workflow.states import SubstitutionState

    return Substitution.objects.filter(substitute=user, state=SubstitutionState.RUNNING).exists()
