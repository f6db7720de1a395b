"""What the department looks at in every filing, whatever its edition asks (每件必核): time kept, nothing twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import MediaAccount

from ..checks import Check
from ..content import kind_of
from ..known import accounts_near
from ..models import Filing
from ..states import UNDECIDED
from .registry import register_look

#: Kinds of filing that say which account is meant.
NAMING = ("open", "legacy", "change")


@register_look
def in_time(filings: Sequence[Filing], *, at: datetime) -> Mapping[int, list[Check]]:
    """Whether it was handed in within its period; late ones are decided all the same (reading A43)."""
    return {filing.pk: [_in_time(filing)] for filing in filings}


def _in_time(filing: Filing) -> Check:
    limit = kind_of(filing).limit
    article = limit.article if limit else ""
    if limit is None or filing.late_workdays is None:
        return Check("in_time", "ok", "按期提交", "本事项没有法定期限。" if limit is None else "", article)
    if filing.late_workdays == 0:
        return Check("in_time", "ok", "按期提交", f"法定期限 {filing.due_on}。", article)
    detail = f"逾期 {filing.late_workdays} 个工作日提交，法定期限 {filing.due_on}。"
    return Check("in_time", "fail", "按期提交", detail, article)


@register_look
def nothing_twice(filings: Sequence[Filing], *, at: datetime) -> Mapping[int, list[Check]]:
    """Whether the account stands in the register already, or in another filing that is under way (重复)."""
    naming = [filing for filing in filings if filing.kind in NAMING]
    handles = {handle for filing in naming if (handle := str(filing.data.get("platform_id") or ""))}
    roots = {filing.root_id for filing in naming}
    under_way = Filing.objects.filter(root__in=roots, state__in=UNDECIDED, data__platform_id__in=sorted(handles))
    others = list(under_way.exclude(state="draft").select_related("unit").order_by("pk")) if handles else []
    return {filing.pk: [_twice(filing, others)] for filing in naming}


def _twice(filing: Filing, others: Sequence[Filing]) -> Check:
    label, article = "平台上没有重复", filing.edition.edition.names.article
    platform, handle = str(filing.data.get("platform") or ""), str(filing.data.get("platform_id") or "")
    same = [account for account in accounts_near(filing) or [] if _is_another(account, filing, platform)]
    taken = [account for account in same if handle and account.handle == handle]
    if taken:
        return Check("nothing_twice", "fail", label, f"台账已有同一账号标识：{_named(taken)}。", article)
    rival = [one for one in others if one.pk != filing.pk and one.root_id == filing.root_id and _id(one) == _id(filing)]
    if rival:
        words = "、".join(f"{one}（{one.unit}）" for one in rival[:2])
        return Check("nothing_twice", "fail", label, f"另有在办的备案填了同一账号标识：{words}。", article)
    name = str(filing.data.get("name") or filing.title)
    alike = [account for account in same if account.name == name]
    if alike:
        return Check("nothing_twice", "look", label, f"台账有同平台同名账号：{_named(alike)}，请核对。", article)
    return Check("nothing_twice", "ok", label, "", article)


def _is_another(account: MediaAccount, filing: Filing, platform: str) -> bool:
    return account.root_id == filing.root_id and account.platform.code == platform and account.pk != filing.account_id


def _id(filing: Filing) -> tuple[str, str]:
    return str(filing.data.get("platform") or ""), str(filing.data.get("platform_id") or "")


def _named(accounts: Sequence[MediaAccount]) -> str:
    return "、".join(f"“{account}”（{account.unit}）" for account in accounts[:2])
