"""Completeness of a filing before it is handed in: what is missing, where, and how to mend it (提交前核对)."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from accounts.actions.checks import Fault, handle_owner, name_faults, platform_faults, registrant_faults
from accounts.groups.standing import open_lines
from accounts.models import WorkGroup
from accounts.states import AccountState
from newmedia_portal.regimes.schema import FieldUse, FilingKind

from .content import ONLY_IF, TOGETHER, applies, day, kind_of
from .known import accounts_near, papers_in, platform_of
from .mergers import merger_faults
from .models import Filing

#: Days of what has been done, which cannot lie ahead.
DONE = frozenset(
    ("opened_on", "cancelled_on", "changed_on", "approved_on", "announced_on", "meeting_on", "unit_consent_on")
) | {"certified_on", "work_ended_on", "group_dissolved_on"}


@dataclass(frozen=True)
class Problem:
    """One thing that stops the hand-in: the task and field where it is mended, and a sentence with the remedy."""

    task: str
    field: str
    message: str
    article: str = ""


def problems_of(filing: Filing) -> list[Problem]:
    """Return everything that is missing, in the order of the form."""
    kind = kind_of(filing)
    found = [
        Problem(task.code, use.code, f"请填写“{use.text}”。", use.article or task.article)
        for task in kind.tasks
        for use in task.fields
        if _asks_an_answer(use, filing) and _empty(filing.data.get(use.code))
    ]
    found += [
        *cleanup_problems(filing, kind),
        *merger_problems(filing, kind),
        *day_problems(filing, kind),
        *register_problems(filing, kind),
    ]
    return [*found, *role_problems(filing, kind), *paper_problems(filing, kind)]


def day_problems(filing: Filing, kind: FilingKind) -> list[Problem]:
    """Return days of things done that lie after the day of saving, and an end before the beginning."""
    today, found = localdate(filing.saved_at), []
    for use in kind.fields:
        on = day(filing, use.code) if use.code in DONE else None
        if on is not None and on > today:
            message = f"“{use.text}”{on} 还没有到,请核对;事情办完后再填。"
            found.append(Problem(_task_of(kind, use.code), use.code, message, use.article))
    opened, ended = filing.account.opened_on if filing.account else None, day(filing, "cancelled_on")
    if opened is not None and ended is not None and ended < opened:
        message = f"平台注销日期 {ended} 早于台账登记的开通日期 {opened},请核对。"
        found.append(Problem(_task_of(kind, "cancelled_on"), "cancelled_on", message))
    return found


def merger_problems(filing: Filing, kind: FilingKind) -> list[Problem]:
    """Return what stands against ending the accounts that are to be merged (整合)."""
    if kind.kind != "merge":
        return []
    return [Problem(_task_of(kind, code), code, words, kind.article) for code, words in merger_faults(filing)]


def cleanup_problems(filing: Filing, kind: FilingKind) -> list[Problem]:
    """Return what is left on the clean-up list of the group that is to end (清理清单)."""
    if not kind.asks("cleaned_up") or filing.data.get("cleaned_up") not in (True, "yes") or filing.account is None:
        return []
    group = WorkGroup.objects.filter(account=filing.account).select_related("unit__root").first()
    left = open_lines(group, filing.edition.edition.groups) if group else []
    if not left:
        return []
    words = f"清理清单还有 {len(left)} 项没有确认：{'、'.join(left)}。请在工作群页面确认后再提交。"
    return [Problem(_task_of(kind, "cleaned_up"), "cleaned_up", words, kind.article)]


def register_problems(filing: Filing, kind: FilingKind) -> list[Problem]:
    """Return what the register would refuse at the end, so that it is said at the beginning (台账规则)."""
    edition, data = filing.edition.edition, filing.data
    faults: list[Fault] = []
    if kind.asks("name") and data.get("name"):
        faults += name_faults(edition, name=str(data["name"]), account_class=str(data.get("account_class") or ""))
    if kind.asks("registrant") and data.get("registrant") and data.get("account_kind") not in ("nongov", "staff"):
        faults += registrant_faults(edition, registrant_kind=str(data["registrant"]))
    platform = platform_of(filing, str(data.get("platform") or ""))
    if platform is not None and kind.kind in ("open", "change"):
        reason = str(data.get("exception_reason") or "")
        faults += platform_faults(
            edition, filing.unit, platform, reason=reason, exclude=filing.account, among=accounts_near(filing)
        )
        handle = str(data.get("platform_id") or "")
        other = handle_owner(filing.root, platform, handle, exclude=filing.account, among=accounts_near(filing))
        if other is not None and (other.unit_id != filing.unit_id or other.state == AccountState.FILED):
            faults.append(Fault("platform_id", f"账号标识“{handle}”已登记为“{other}”({other.unit}),请核对。"))
    fields = {"handle": "platform_id", "registrant_kind": "registrant"}
    return [
        Problem(_task_of(kind, code), code, fault.message, fault.article)
        for fault in faults
        for code in (fields.get(fault.field, fault.field),)
    ]


def role_problems(filing: Filing, kind: FilingKind) -> list[Problem]:
    """Return the roles with too few or too many people, by the edition's counts (角色配备)."""
    if not any(use.code == "team" for use in kind.fields) and not kind.roles:
        return []
    task = next((t.code for t in kind.tasks if any(u.code == "team" for u in t.fields)), "team")
    found = []
    for need in filing.edition.edition.requirements(kind.roles, filing.unit.kind):
        count = sum(member.get("role") == need.role and bool(member.get("name")) for member in filing.team)
        if count < need.min:
            found.append(
                Problem(task, "team", f"请填写“{need.label}”:{need.count_text},现有 {count} 人。", need.article)
            )
        elif need.max is not None and count > need.max:
            found.append(
                Problem(
                    task, "team", f"“{need.label}”应为{need.count_text},现有 {count} 人,请删去多余人员。", need.article
                )
            )
    return found


def paper_problems(filing: Filing, kind: FilingKind, *, by: str = "submission") -> list[Problem]:
    """Return the required papers not uploaded yet that are due at the hand-in, or at acceptance (reading A12)."""
    present = papers_in(filing)
    return [
        Problem("papers", paper.code, f"请上传“{paper.text}”。", paper.article)
        for paper in kind.papers
        if paper.required and paper.by == by and paper.code not in present
    ]


def _task_of(kind: FilingKind, code: str) -> str:
    return next((task.code for task in kind.tasks if any(use.code == code for use in task.fields)), kind.tasks[0].code)


def _asks_an_answer(use: FieldUse, filing: Filing) -> bool:
    """Whether an answer is owed: a question that hangs on another one only where that one was answered so."""
    if use.code in ("team", "avatar", "qr_code") or not applies(use.code, filing.data):
        return False
    named = use.code == "platform_other" and filing.data.get("platform") in ONLY_IF["platform_other"][1]
    follows = use.code in TOGETHER and not _empty(filing.data.get(TOGETHER[use.code]))
    return use.required or named or follows


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []
