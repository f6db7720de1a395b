"""Where filings stand in the navigation (导航)."""

from typing import Any

from newmedia_portal.core.ui import navigation
from newmedia_portal.core.workflow import chain

from .desk import OBJECT


def waiting(user: Any) -> Any:
    """Return the steps that wait for the person, for the number beside 待办."""
    return chain.waiting_for(user).filter(run__object_type=OBJECT)


navigation.register("工作台", "workbench", order=10)
navigation.register("待办", "todo", perm="filings.list_filings", counter=waiting, order=20, testid="todo-count")
navigation.register("备案", "filings:list", perm="filings.list_filings", order=30)
