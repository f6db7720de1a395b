"""What saved views add when they start: their actions' names, their place in the navigation."""

from ..ui import navigation
from . import actions

navigation.register("我的视图", "saved:mine", perm="core.view_units", order=67, place=navigation.MORE)

__all__ = ["actions"]
