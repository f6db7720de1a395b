"""What the calendar adds to the ground floor when it starts: rights, the recompute job, its place in the navigation."""

from ..ui import navigation
from . import permissions, recompute

navigation.register("工作日历", "calendar:year", order=60, place=navigation.MORE, group="设置", testid="nav-calendar")

__all__ = ["permissions", "recompute"]
