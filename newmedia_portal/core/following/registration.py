"""What following adds when it starts: its right, its job, its place in the navigation."""

from ..ui import navigation
from . import permissions, telling

navigation.register("我的关注", "following:list", perm="core.follow", order=66, place=navigation.MORE)

__all__ = ["permissions", "telling"]
