"""Grants on single units as a source of permissions (单位授权)."""

from typing import Any

from guardian.backends import ObjectPermissionBackend


class GrantBackend(ObjectPermissionBackend):
    """Answers for permissions of the object's own application; named rules speak for all others."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the person was granted this permission on this very object."""
        if obj is not None and "." in perm and perm.split(".", 1)[0] != obj._meta.app_label:
            return False
        return super().has_perm(user_obj, perm, obj)
