"""Where filings stand in the navigation (导航)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from newmedia_portal.core.operating import figures
from newmedia_portal.core.ui import navigation, workbench

from .desk import counted_filings
from .models import Obligation, UpwardReceipt
from .states import Flag


def waiting_above(user: Any) -> QuerySet[UpwardReceipt]:
    """Return what waits to be taken note of by the person."""
    return UpwardReceipt.objects.received_by(user).filter(acknowledged_at__isnull=True)


@workbench.register_card
def told_upward(request: HttpRequest) -> workbench.Card | None:
    """What was told upward and waits for this person."""
    waiting = waiting_above(request.user).select_related("filing__unit")
    rows = list(waiting[:5])
    if not rows:
        return None
    number = len(rows) if len(rows) < 5 else waiting.count()
    return workbench.Card(
        "上级备案待知悉", "filings/upward/desk.html", {"rows": rows}, url="/filings/upward/", order=15, waiting=number
    )


navigation.register("工作台", "workbench", order=10)
navigation.register("待办", "todo", perm="filings.list_filings", counter=counted_filings, order=20, testid="todo-count")
navigation.register("办理队列", "filings:queue", perm="filings.work_queue", order=25, also=("filings:phrases",))
navigation.register("备案", "filings:list", perm="filings.list_filings", order=30)
navigation.register("存量补备", "filings:legacy", perm="filings.list_filings", order=46, group="账号")
navigation.register(
    "上级备案", "filings:upward", perm="filings.list_upward", counter=waiting_above, order=31, testid="upward-count"
)
navigation.register(
    "年度检查", "filings:annual", perm="filings.list_annual", order=49, group="检查考核", also=("filings:summaries",)
)


def overdue_filings() -> int:
    """Return how many open duties to file the daily job found overdue."""
    return Obligation.objects.open().filter(flag=Flag.OVERDUE).count()


figures.register("overdue_filings", "逾期未办的备案", overdue_filings)
