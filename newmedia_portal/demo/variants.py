"""Filings in their variants (演示各种情形): department accounts, groups, staff, licence, contract, merger, line way."""

from datetime import datetime, timedelta
from typing import Any

from accounts.groups.actions import end_work, enter_members
from accounts.groups.reading import read_text
from accounts.models import MediaAccount, WorkGroup
from accounts.staffing import end_staff_post
from filings import actions
from filings.actions.upward import acknowledge
from filings.models import Filing
from newmedia_portal.core.access.models import Unit, User

from .cases import Stage, complete, person, settle

MEMBERS = """姓名,单位及职务,群昵称,手机号码,身份
陈某一,示例大学,陈某一,13900002001,审核小组
卫某二,示例医院,卫某二,13900002002,群成员
蒋某三,示例研究院,老蒋,,群成员"""
REASON = "面向不同服务对象，分开运营。"


def show_variants(stage: Stage, at: datetime) -> None:
    """Make one of each variant that the regulation of the stage knows."""
    {"soe": _staff, "corp": _qq_group, "gejiu": _city, "taibai": _county, "jiusan": _society}[stage.regime](stage, at)


def at_unit(stage: Stage, code: str) -> Stage:
    """Return the stage at another unit of the organisation."""
    unit = Unit.objects.get(code=code)
    operator = User.objects.filter(posts__unit=unit, posts__role="operator", posts__until=None).get()
    return Stage(stage.regime, unit, operator, stage.today, count=60 + unit.pk)


def file(stage: Stage, word: str, variant: str, *, kind: str = "open", days: int = 30, **more: Any) -> Filing:
    """Fill in and hand in a filing of a variant; days are working days before today."""
    account = more.pop("account", None)
    by = person(stage.operator)
    filing = actions.start(stage.unit, kind=kind, variant=variant, by=by, at=stage.moment(days - 2), account=account)
    filing = complete(stage, filing, stage.name(word), event=days, at=days - 2, **more)
    return actions.submit(filing, version=filing.version, by=person(stage.operator), at=stage.moment(days - 3, 15))


def filed(stage: Stage, word: str, variant: str, *, days: int = 30, **more: Any) -> MediaAccount:
    """Let every step agree; return the account."""
    filing = settle(stage, file(stage, word, variant, days=days, **more), days - 4)
    if filing.account is None:
        raise LookupError(f"{filing} has no account")
    return filing.account


def _staff(stage: Stage, at: datetime) -> None:
    account = filed(stage, "发言人", "staff", platform="weibo", platform_id="shili_soe_staff", staff_person="褚某九")
    end_staff_post(account, on=stage.day(3), reason="岗位调整", by=person(stage.operator), at=at)


def _qq_group(stage: Stage, at: datetime) -> None:
    filed(stage, "工作交流群", "standard", platform="qq_group", account_kind="work_group", platform_id="shili_corp_qq")


def _city(stage: Stage, at: datetime) -> None:
    school = at_unit(stage, "GJ-YX")
    filed(school, "校园", "line", platform_id="shili_gejiu_school", days=24)
    file(school, "校园视频", "line", platform="channels", platform_id="shili_gejiu_school_two", days=6)
    company = at_unit(stage, "GJ-CM")
    ends = (stage.today + timedelta(days=21)).isoformat()
    licence: dict[str, Any] = {
        "licence_no": "示例许可-0001",
        "licence_scope": "转载服务（示例）",
        "licence_expires_on": ends,
    }
    filed(company, "同城", "nongov", platform_id="shili_gejiu_company", subject_kind="company", **licence)


def _county(stage: Stage, at: datetime) -> None:
    ends = (stage.today + timedelta(days=18)).isoformat()
    own: dict[str, Any] = {"exception_reason": REASON, "platform": "douyin"}
    contract: dict[str, Any] = {
        "entrusted_unit": "示例文化传播公司",
        "contract_no": "示例合同-01",
        "contract_expires_on": ends,
    }
    duties: dict[str, Any] = {"entrusted_duties": "视频剪辑和排版；审核、发布由本单位负责。"}
    filed(stage, "健康讲堂", "entrusted", platform_id="shili_taibai_entrusted", **own, **contract, **duties)
    inner: dict[str, Any] = {"account_kind": "inner_body", "host_unit": "办公室", "exception_reason": REASON}
    filed(stage, "办公室窗口", "standard", platform_id="shili_taibai_inner", **inner)
    kept, gone = (
        filed(stage, word, "standard", platform_id=f"shili_taibai_merge_{n}", exception_reason=REASON)
        for n, word in enumerate(("便民服务号", "惠民资讯"))
    )
    chosen = {"kept_account": [str(kept.pk)], "merged_accounts": [str(gone.pk)]}
    settle(stage, file(stage, "便民服务号", "standard", kind="merge", days=12, account=kept, **chosen), 8)


def _society(stage: Stage, at: datetime) -> None:
    department = at_unit(stage, "JS-SWZZ")
    first = settle(department, file(department, "组织建设", "department", platform_id="shili_js_dept", days=20), 16)
    above = User.objects.get(username=f"{stage.regime}-superior")
    acknowledge(first.upward, note="已备案。", by=person(above), at=stage.moment(14))
    settle(department, file(department, "社员风采", "department", platform_id="shili_js_dept_two", days=8), 4)
    group: dict[str, Any] = {"platform": "wechat_group", "account_kind": "work_group"}
    filed(stage, "机关工作群", "group_long", group_term="long", **group, days=22)
    _gone_by(department, at, group)


def _gone_by(department: Stage, at: datetime, group: dict[str, Any]) -> None:
    """A temporary group with its members, whose work ended and which nobody has dissolved in time."""
    said = {**group, "group_term": "temporary", "expected_end_on": department.day(14).isoformat()}
    account = filed(department, "调研临时群", "group_temp_department", days=40, **said)
    work_group = WorkGroup.objects.get(account=account)
    by = person(department.operator)
    enter_members(work_group, read_text(MEMBERS).rows, whole=False, by=by, at=department.moment(34))
    end_work(work_group, on=department.day(12), note="调研结束", by=person(by), at=department.moment(11))
