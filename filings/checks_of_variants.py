"""What the system checks in single variants (各情形的系统核对): licence, contract, work groups."""

from django.utils.timezone import localdate

from accounts.groups.standing import unnamed
from accounts.models import WorkGroup

from .checks import Status, checker
from .clock import clock_of
from .content import day
from .models import Filing


@checker("licence_valid")
def _licence(filing: Filing) -> tuple[Status, str]:
    expires = day(filing, "licence_expires_on")
    if not filing.data.get("licence_no"):
        return "look", "未登记许可，不得发布、转载时政类新闻。"
    return ("fail", f"许可已于 {expires} 到期。") if expires and expires < localdate(filing.saved_at) else ("ok", "")


@checker("contract_present")
def _contract(filing: Filing) -> tuple[Status, str]:
    if not filing.data.get("entrusted_unit"):
        return "ok", ""
    if not filing.data.get("contract_no"):
        return "fail", "委托运维应填写合同编号。"
    starts, expires = day(filing, "contract_starts_on"), day(filing, "contract_expires_on")
    if starts and expires and expires < starts:
        return "fail", f"合同到期日 {expires} 早于起始日 {starts}。"
    if expires and expires < localdate(filing.saved_at):
        return "fail", f"合同已于 {expires} 到期。"
    return ("ok", "") if expires else ("look", "未填合同到期日，无法提醒续签。")


@checker("group_dissolved_in_time")
def _dissolved(filing: Filing) -> tuple[Status, str]:
    clock, done = clock_of(filing), day(filing, "group_dissolved_on")
    if clock is None or done is None:
        return "ok", ""
    return ("ok", "") if done <= clock.due.due else ("fail", f"应于 {clock.due.due} 前撤销。")


@checker("group_members_named")
def _named(filing: Filing) -> tuple[Status, str]:
    if filing.data.get("group_real_name") in (False, "no"):
        return "fail", "成员原则上应实名入群，请整改或说明原因。"
    group = WorkGroup.objects.filter(account=filing.account).first() if filing.account else None
    if group is None:
        return "look", "批准后请在工作群页面登记成员名单。"
    wrong = [member.name for member in unnamed(group)]
    return ("fail", f"群昵称未用实名：{'、'.join(wrong[:5])}等 {len(wrong)} 人。") if wrong else ("ok", "")
