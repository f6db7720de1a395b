"""The register entry (登记事项), filings that are overdue (备案义务), and problems found before (上次问题)."""

from collections import defaultdict

from django.urls import reverse

from accounts.models import MediaAccount
from accounts.states import AccountState
from filings.models import Obligation
from filings.states import ObligationState

from ...models import Finding
from ..states import FindingState, Outcome
from ..template import Item
from .basis import Fact, Looked


def register(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say whether the account is filed, certified, and certified for its own unit."""
    return {account.pk: _registered(account) for account in looked.accounts}


def _registered(account: MediaAccount) -> Fact:
    url = reverse("accounts:detail", args=[account.pk])
    subject = (account.certification_subject or account.registrant).strip()
    faults = []
    if account.state == AccountState.UNFILED:
        faults.append(("没有备案", "unfiled"))
    if account.certified is False:
        faults.append(("没有认证", "uncertified"))
    if subject and subject not in _names(account):
        faults.append((f"账号主体“{subject}”与主办单位“{account.unit.name}”不一致", "subject_differs"))
    if faults:
        rows = tuple((words, url) for words, _ in faults)
        return Fact(Outcome.PROBLEM, "；".join(words for words, _ in faults), len(faults), rows, faults[0][1])
    if account.certified is None or not subject:
        return Fact(Outcome.UNKNOWN, "台账没有登记认证情况或账号主体，请打开账号核对", 0, (("账号台账", url),))
    return Fact(Outcome.FINE, "已备案、已认证，账号主体与主办单位一致", 0, (("账号台账", url),))


def _names(account: MediaAccount) -> set[str]:
    return {account.unit.name, account.host_unit.strip(), account.root.name} - {""}


def filings(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say what the account's unit should have filed by the time point and has not; a fact and no sanction."""
    rows = Obligation.objects.filter(account__in=looked.pks, state=ObligationState.OPEN, due_on__lt=looked.day)
    late: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in rows.order_by("due_on", "pk"):
        if one.account_id is not None:
            url = reverse("accounts:detail", args=[one.account_id])
            late[one.account_id].append((f"{one.label}，期限 {one.due_on}", url))
    facts = {}
    for pk in looked.pks:
        found = tuple(late[pk])
        words = f"{len(found)} 件备案事项逾期未办" if found else "没有逾期未办的备案事项"
        facts[pk] = Fact(Outcome.PROBLEM if found else Outcome.FINE, words, len(found), found)
    return facts


def earlier(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say which problems found before have not been put right: overdue, or failed at the re-check."""
    states = [FindingState.NOTIFIED, FindingState.PROVEN, FindingState.OBJECTED]
    rows = Finding.objects.filter(account__in=looked.pks, state__in=states, found_at__lt=looked.point)
    late: dict[int, list[tuple[str, str]]] = defaultdict(list)
    running: dict[int, int] = defaultdict(int)
    for one in rows.order_by("found_at", "pk"):
        overdue = one.state == FindingState.NOTIFIED and one.due_on is not None and one.due_on < looked.day
        if overdue or (one.recheck_of_id is not None and one.state == FindingState.NOTIFIED):
            url = reverse("assessments:finding", args=[one.pk])
            late[one.account_id].append((f"{one.label}，整改期限 {one.due_on}", url))
        else:
            running[one.account_id] += 1
    facts = {}
    for pk in looked.pks:
        found, more = tuple(late[pk]), running[pk]
        if found:
            facts[pk] = Fact(Outcome.PROBLEM, f"{len(found)} 项以前的问题逾期未改或整改不彻底", len(found), found)
        else:
            words = f"{more} 项以前的问题还在整改期限内或等待复查" if more else "没有未整改的问题"
            facts[pk] = Fact(Outcome.FINE, words)
    return facts
