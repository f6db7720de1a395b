"""What a work group adds to the page of its entry (工作群栏)."""

from django.http import HttpRequest
from django.utils import timezone

from ..groups.standing import open_lines, rule_of, unnamed
from ..models import MediaAccount, WorkGroup
from ..panels import Panel, register_panel


@register_panel
def group_of(request: HttpRequest, account: MediaAccount) -> Panel | None:
    """Term, owner, members and what is owed; None for entries that are no groups."""
    group = WorkGroup.objects.filter(account=account).select_related("account", "unit__root").first()
    if group is None:
        return None
    today = timezone.localdate()
    context = {
        "group": group,
        "word": group.word(today),
        "number": group.members.filter(until__isnull=True).count(),
        "unnamed": len(unnamed(group)),
        "left_over": len(open_lines(group, rule_of(group, today))),
    }
    return Panel("工作群", "accounts/groups/panel.html", context)
