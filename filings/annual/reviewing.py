"""What the review of an annual report looks at (年度审核检查): items of the edition, checked by the system."""

from collections.abc import Callable
from typing import Literal

from newmedia_portal.regimes.schema import Edition

from ..content import account_team
from ..known import known_of
from ..models import AnnualCheck, Filing
from ..problems import problems_of
from ..states import UNDECIDED

Status = Literal["ok", "fail", "look"]
#: Status, name of the item, and what was found.
Item = tuple[Status, str, str]
#: Facts of a register entry without which it does not say what an account is.
FACTS = {"name": "账号名称", "handle": "账号ID", "registrant": "注册主体", "opened_on": "开通日期"}


def review_of(filing: Filing) -> list[tuple[Status, str, str, str]]:
    """Return status, label, detail and article of each item of the annual inspection."""
    edition = filing.edition.edition
    rule = next((one for one in edition.inspections if one.code == "annual"), None)
    if rule is None or filing.account is None:
        return []
    found = []
    for item in rule.items:
        status, label, detail = _CHECKS[item](filing, edition) if item in _CHECKS else ("look", item, "请人工核对。")
        found.append((status, label, detail, rule.article))
    return found


def _report(filing: Filing, edition: Edition) -> Item:
    known = known_of(filing)
    asked = AnnualCheck.objects.filter(filing=filing).values_list("campaign__year", flat=True)
    wanted = known.years.get(filing.pk) if known else asked.first()
    missing = [problem.message for problem in problems_of(filing)]
    if missing:
        return "fail", "年度报告", " ".join(missing[:3])
    if wanted is not None and str(filing.data.get("report_year")) != str(wanted):
        return "fail", "年度报告", f"报告年度应为 {wanted}。"
    return "ok", "年度报告", "内容齐全，报告年度相符。"


def _entry(filing: Filing, edition: Edition) -> Item:
    account = filing.account
    missing = [word for field, word in FACTS.items() if not getattr(account, field)]
    known, changes = known_of(filing), Filing.objects.filter(account=account, kind="change", state__in=UNDECIDED)
    pending = filing.account_id in known.changing if known else changes.exists()
    if missing:
        return "look", "登记事项", f"台账缺少{'、'.join(missing)}，请核对是否应办理变更。"
    return ("look", "登记事项", "有一件变更备案正在办理。") if pending else ("ok", "登记事项", "台账登记齐全。")


def _team(filing: Filing, edition: Edition) -> Item:
    if filing.account is None or not edition.variants("open"):
        return "look", "管理队伍", "请人工核对。"
    roles = edition.variants("open")[0].roles
    people = account_team(filing.account)
    gaps = [
        f"{need.label}现有 {count} 人，应为{need.count_text}"
        for need in edition.requirements(roles, filing.unit.kind)
        for count in (sum(one["role"] == need.role for one in people),)
        if count < need.min
    ]
    return ("fail", "管理队伍", "；".join(gaps) + "。") if gaps else ("ok", "管理队伍", "按要求配齐。")


_CHECKS: dict[str, Callable[[Filing, Edition], Item]] = {
    "年度报告": _report, "登记事项": _entry, "管理队伍": _team,
}  # fmt: skip
