"""Where filings stand in the navigation (导航)."""

from newmedia_portal.core.ui import navigation

from .desk import waiting_filings

navigation.register("工作台", "workbench", order=10)
navigation.register("待办", "todo", perm="filings.list_filings", counter=waiting_filings, order=20, testid="todo-count")
navigation.register("备案", "filings:list", perm="filings.list_filings", order=30)
