"""What inspections add to the checks of a filing (问题整改情况): findings that are still open."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from filings.checks import Check
from filings.models import Filing
from filings.queue.registry import register_look

from ..models import Finding
from .states import FindingState

LABEL = "本账号没有未了结的检查问题"
SHOWN = 2


@register_look
def open_findings(filings: Sequence[Filing], *, at: datetime) -> Mapping[int, list[Check]]:
    """Findings against the account itself are a fault; late ones against others of its unit are to be looked at."""
    accounts = {filing.account_id for filing in filings if filing.account_id is not None}
    concerned = Q(unit__in={filing.unit_id for filing in filings}) | Q(account__in=accounts)
    rows = Finding.objects.filter(concerned, state__in=FindingState.within("open")).select_related("account")
    found = list(rows.order_by("-is_veto", "-pk"))
    return {filing.pk: [_check(filing, found, localdate(at))] for filing in filings}


def _check(filing: Filing, found: Sequence[Finding], today: date) -> Check:
    own = [one for one in found if filing.account_id is not None and one.account_id == filing.account_id]
    if own:
        return Check("open_findings", "fail", LABEL, f"本账号：{_words(own)}", own[0].article)
    others = [one for one in found if one.unit_id == filing.unit_id]
    late = [one for one in others if one.due_on is not None and one.due_on < today]
    if late:
        return Check("open_findings", "look", LABEL, f"本单位其他账号整改逾期：{_words(late)}", late[0].article)
    return Check("open_findings", "ok", LABEL, f"本单位其他账号有 {len(others)} 项正在整改。" if others else "")


def _words(found: Sequence[Finding]) -> str:
    """Return how many, and the first of them with their state."""
    named = "、".join(f"“{one.account.name}”{one.label}（{one.get_state_display()}）" for one in found[:SHOWN])
    return f"{len(found)} 项未了结，{named}。"
