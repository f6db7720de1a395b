"""What an account owed ends with it (账号结束后的备案义务)."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import MediaAccount
from newmedia_portal.core.workflow.door import perform

from ..models import Filing, Obligation
from ..states import ObligationState


def void_owed(accounts: Iterable[MediaAccount], *, but: Filing, reason: str, at: datetime) -> int:
    """Void what ended accounts still owed, but for the filing that ended them; returns how many."""
    owed = Obligation.objects.filter(account__in=[account.pk for account in accounts], state=ObligationState.OPEN)
    rows = list(owed.exclude(filing=but).order_by("pk"))
    for obligation in rows:
        perform(obligation, "void", by=None, at=at, action="obligation.voided", reason=reason)
    return len(rows)
