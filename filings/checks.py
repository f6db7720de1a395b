"""What the system checks by itself for those who decide (系统核对): ✔ in order, ✘ at fault, ? for a human eye."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.db.models import Q

from accounts.actions.platforms import recognise
from accounts.models import MediaAccount
from accounts.states import ENDED
from newmedia_portal.regimes.vocabulary import CHECKS

from .annual.reviewing import review_of
from .articles import article_of
from .content import day, kind_of
from .known import accounts_near, papers_in, patterns_for, platform_of
from .models import Filing
from .problems import paper_problems, problems_of, role_problems

Status = Literal["ok", "fail", "look"]


@dataclass(frozen=True)
class Check:
    """One line of the list: what was checked, how it came out, and under which article."""

    code: str
    status: Status
    label: str
    detail: str = ""
    article: str = ""


Checker = Callable[[Filing], Check]
_checkers: dict[str, Callable[[Filing], tuple[Status, str]]] = {}


def checker(code: str) -> Callable[[Callable[[Filing], tuple[Status, str]]], Callable[[Filing], tuple[Status, str]]]:
    """Register the function behind a check of the vocabulary."""

    def mark(function: Callable[[Filing], tuple[Status, str]]) -> Callable[[Filing], tuple[Status, str]]:
        _checkers[code] = function
        return function

    return mark


def checks_of(filing: Filing) -> list[Check]:
    """Return the checks that the edition asks for, in its order."""
    kind = kind_of(filing)
    found = [check_of(code, filing, CHECKS[code], article_of(code, filing, kind)) for code in kind.checks]
    if filing.kind == "annual":
        found += [
            Check(f"annual_{number}", status, label, detail, article)
            for number, (status, label, detail, article) in enumerate(review_of(filing))
        ]
    return found


def check_of(code: str, filing: Filing, label: str, article: str) -> Check:
    """Return how one check of the vocabulary comes out."""
    status, detail = _checkers[code](filing)
    return Check(code, status, label, detail, article)


def known_checks() -> frozenset[str]:
    """Return the codes that have a function behind them."""
    return frozenset(_checkers)


def _said(messages: list[str]) -> tuple[Status, str]:
    return ("fail", " ".join(messages)) if messages else ("ok", "")


@checker("fields_filled")
def _fields(filing: Filing) -> tuple[Status, str]:
    return _said([p.message for p in problems_of(filing) if p.field != "team" and p.task != "papers"])


@checker("roles_filled")
def _roles(filing: Filing) -> tuple[Status, str]:
    return _said([problem.message for problem in role_problems(filing, kind_of(filing))])


@checker("papers_present")
def _papers(filing: Filing) -> tuple[Status, str]:
    missing = [problem.message for problem in paper_problems(filing, kind_of(filing))]
    later = [problem.message for problem in paper_problems(filing, kind_of(filing), by="acceptance")]
    return _said(missing) if missing or not later else ("look", f"{' '.join(later)}办结前补齐即可。")


@checker("platform_approved")
def _platform(filing: Filing) -> tuple[Status, str]:
    code = filing.data.get("platform") or (filing.account.platform.code if filing.account else "")
    platform = platform_of(filing, code)
    if platform is None or code == "other":
        return "look", "平台不在目录内,请人工判断是否经国家主管部门核准。"
    if not platform.approved:
        return "fail", f"{platform.name}未列入核准平台。"
    means = recognise(str(filing.data.get("link") or ""), patterns=patterns_for(filing))
    if means is not None and means.platform.code != "website" and means.platform.family != platform.family:
        return "look", f"填的是{platform.name}，链接看上去属于{means.platform.name}，请核对。"
    return "ok", ""


@checker("name_rules")
def _name(filing: Filing) -> tuple[Status, str]:
    name, rules = str(filing.data.get("name") or filing.title), filing.edition.edition.names
    applies = not rules.forbidden_words_classes or filing.data.get("account_class") in rules.forbidden_words_classes
    bad = [word for word in rules.forbidden_words if applies and word in name]
    if bad:
        return "fail", f"名称含有不得使用的词:{'、'.join(bad)}。"
    return ("look", "名称较长,请判断是否简明扼要。") if len(name) > 20 else ("ok", "")


@checker("name_token")
def _token(filing: Filing) -> tuple[Status, str]:
    token, name = filing.edition.edition.names.token, str(filing.data.get("name") or filing.title)
    return ("ok", "") if not token or token in name else ("fail", f"名称应含“{token}”字样。")


@checker("name_linked_to_unit")
def _linked(filing: Filing) -> tuple[Status, str]:
    name, unit = str(filing.data.get("name") or filing.title), filing.unit
    rules = filing.edition.edition.names
    if rules.link_to_unit_classes and filing.data.get("account_class") not in (*rules.link_to_unit_classes, None, ""):
        return "ok", ""
    words = {unit.name[i : i + 2] for i in range(len(unit.name) - 1)} | {unit.region or unit.name}
    return ("ok", "") if any(word in name for word in words) else ("look", "名称未含单位或地名,请人工判断。")


@checker("avatar_present")
def _avatar(filing: Filing) -> tuple[Status, str]:
    present = "avatar" in papers_in(filing) or filing.data.get("avatar")
    return ("ok", "") if present else ("look", "未上传头像,请在平台上核对头像是否符合规定。")


@checker("certification_complete")
def _certification(filing: Filing) -> tuple[Status, str]:
    if not filing.data.get("certified"):
        return "look", "账号未认证,请确认是否需要认证。"
    subject = str(filing.data.get("certification_subject") or "")
    if not subject:
        return "fail", "已认证但未填认证主体。"
    same = subject == filing.unit.name or (filing.unit.parent is not None and subject == filing.unit.parent.name)
    return ("ok", "") if same else ("look", "认证主体与填报单位不同,请核对。")


def _others(filing: Filing, code: str) -> list[MediaAccount]:
    """Return the other running accounts on the platform that the unit has or that carry the filing's id, newest first.

    Where they were read for many filings at once, others may be among them.
    """
    near = accounts_near(filing)
    if near is None:
        mine = Q(unit=filing.unit_id) | Q(root=filing.root_id, handle=str(filing.data.get("platform_id") or ""))
        rows = MediaAccount.objects.filter(mine, platform__code=code).exclude(state__in=ENDED).order_by("-pk")
        return list(rows.exclude(pk=filing.account_id or 0))
    return [a for a in reversed(near) if a.platform.code == code and a.pk != filing.account_id]


@checker("one_per_platform")
def _one(filing: Filing) -> tuple[Status, str]:
    code = filing.data.get("platform") or (filing.account.platform.code if filing.account else "")
    names = [account.name for account in _others(filing, code) if account.unit_id == filing.unit_id][:3]
    if not names:
        return "ok", ""
    reason = filing.data.get("exception_reason")
    strict = filing.edition.edition.names.one_per_platform
    text = f"同一平台已有在用账号:{'、'.join(names)}。"
    return ("look", f"{text}申请理由:{reason}") if reason or not strict else ("fail", f"{text}请说明理由或先整合。")


@checker("platform_id_unique")
def _handle(filing: Filing) -> tuple[Status, str]:
    handle = filing.data.get("platform_id")
    code = str(filing.data.get("platform") or "")
    if not handle or not any(a.root_id == filing.root_id and a.handle == handle for a in _others(filing, code)):
        return "ok", ""
    return "fail", "该账号标识已在台账中登记,请核对是否重复备案。"


@checker("registrant_is_org")
def _registrant(filing: Filing) -> tuple[Status, str]:
    return ("fail", "不得以个人名义开设官方账号。") if filing.data.get("registrant") == "person" else ("ok", "")


@checker("internal_approval")
def _approval(filing: Filing) -> tuple[Status, str]:
    return ("ok", "") if day(filing, "approved_on") else ("look", "未填单位内部批准日期,以审批记录为准。")


@checker("approved_before_opening")
def _before(filing: Filing) -> tuple[Status, str]:
    approved, opened = day(filing, "approved_on"), day(filing, "opened_on")
    late = approved and opened and approved > opened
    return ("fail", "批准日期晚于开通日期。") if late else ("ok", "")


@checker("opened_not_before_approval")
def _premature(filing: Filing) -> tuple[Status, str]:
    found = [fact["text"] for fact in filing.facts if fact.get("code") == "opened_before_approval"]
    return ("fail", found[0]) if found else ("ok", "")


@checker("dates_in_order")
def _order(filing: Filing) -> tuple[Status, str]:
    steps = (("approved_on", "批准"), ("announced_on", "公告"), ("cancelled_on", "平台注销"))
    dated = [(day(filing, code), label) for code, label in steps]
    known = [(on, label) for on, label in dated if on]
    wrong = [f"{b[1]}早于{a[1]}" for a, b in pairwise(known) if b[0] < a[0]]
    announced, cancelled = day(filing, "announced_on"), day(filing, "cancelled_on")
    edition = filing.edition.edition
    wait = int(edition.setting("announce_min_days")) if edition.has_setting("announce_min_days") else 0
    if announced and cancelled and 0 <= (cancelled - announced).days < wait:
        wrong.append(f"公告后不满{wait}日即注销")
    return ("fail", f"日期先后有误:{'、'.join(wrong)}。") if wrong else ("ok", "")


@checker("meeting_topics")
def _meeting(filing: Filing) -> tuple[Status, str]:
    topics = {"meeting_need": "必要性与可行性", "meeting_operation": "运营与管理", "meeting_risk": "舆情风险与防范"}
    missing = [label for code, label in topics.items() if not filing.data.get(code)]
    if missing:
        return "fail", f"专题会议缺少议题:{'、'.join(missing)}。"
    met, approved, opened = (day(filing, code) for code in ("meeting_on", "approved_on", "opened_on"))
    if met and opened and met > opened:
        return "fail", f"专题会议（{met}）晚于开通（{opened}）。"
    return (
        ("look", f"专题会议（{met}）晚于批准（{approved}），请核对。")
        if met and approved and met > approved
        else ("ok", "")
    )


@checker("cleanup_confirmed")
def _cleanup(filing: Filing) -> tuple[Status, str]:
    return ("ok", "") if filing.data.get("cleaned_up") in (True, "yes") else ("fail", "尚未确认已清理相关信息。")


@checker("inner_body_allowed")
def _inner(filing: Filing) -> tuple[Status, str]:
    if filing.data.get("account_kind") != "inner_body":
        return "ok", ""
    edition = filing.edition.edition
    value = edition.setting("inner_body_accounts") if edition.has_setting("inner_body_accounts") else "allowed"
    return ("ok", "") if value == "allowed" else ("look", "现行要求不再新开内设机构账号,请人工判断。")


@checker("something_changed")
def _changed(filing: Filing) -> tuple[Status, str]:
    from .compare import changes_of

    return ("ok", "") if changes_of(filing) else ("fail", "没有任何登记事项发生变化。")
