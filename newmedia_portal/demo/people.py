"""People and custody of the demo (演示队伍与口令): a leaver half settled, a self-check with gaps, impostor cases."""

from datetime import date, datetime, time

from django.utils import timezone

from accounts.actions.custody import hand_over_password
from accounts.actions.people import add_person, appoint, end_post
from accounts.handover.cases import tick as settle
from accounts.models import Handover, MediaAccount, Platform
from accounts.states import AccountState
from duties.actions import impostors as cases
from duties.actions.impostors import Draft, Report
from duties.actions.people import Answer, answer_checks, tick
from duties.models import CheckReply, LeavingChecklist
from duties.people.jobs import run_self_checks
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import Role
from reviews import actions as drafts

from .cases import Stage, person
from .organisations import START

LEAVER = "褚某离"
KEEPER = "更换保管人"
DRAFT = "政务新媒体开放日活动预告（示例）"
FINDING = "与台账比对,该账号不是本单位开设;认证主体为个人,头像和名称与本单位账号相近。(示例)"
DEMAND = "请贵平台核查,立即关停该账号或去除其冒用的名称和头像。(示例)"


def look_after(stage: Stage) -> None:
    """Let somebody of the cast's unit leave, and let impostors of its account be reported."""
    account = _account(stage)
    if account is None:
        return
    _leaver(stage, account)
    if stage.regime == "taibai":
        _impostors(stage, account)


def ask_round(at: datetime) -> None:
    """Open this quarter's self-check on its second day, and let every second unit answer; one tells of a problem."""
    today = timezone.localdate(at)
    day = date(today.year, (today.month - 1) // 3 * 3 + 1, 2)
    opened = datetime.combine(min(day, today), time(8, 30), tzinfo=timezone.get_current_timezone())
    run_self_checks(on=min(day, today), at=min(opened, at))
    for number, reply in enumerate(CheckReply.objects.select_related("round", "unit").order_by("pk")[::2]):
        posts = Post.objects.filter(unit=reply.unit, role=Role.OPERATOR, until__isnull=True)
        post = posts.select_related("user").order_by("pk").first()
        if post is None:
            continue
        lines = len(reply.round.conditions)
        said = Answer([True] * lines)
        if number == 1:
            said = Answer([*[True] * (lines - 1), False], "一台旧手机还保留登录,已退出并收回。(示例)")
        answer_checks(reply, said, by=person(post.user), at=min(opened + (at - opened) / 4, at))


def _account(stage: Stage) -> MediaAccount | None:
    rows = MediaAccount.objects.filter(unit=stage.unit, state=AccountState.FILED)
    return rows.select_related("platform").order_by("pk").first()


def _leaver(stage: Stage, account: MediaAccount) -> None:
    at, by = stage.moment(20), person(stage.operator)
    gone = add_person(
        username=f"{stage.regime}-former", full_name=LEAVER, phone="13800009999", office_phone="0000-0009999",
        by=None, at=at,
    )  # fmt: skip
    post = appoint(
        gone, unit=stage.unit, role=Role.STAFF, since=START, title="编辑", trained_on=date(2024, 2, 20), by=None, at=at
    )
    day = stage.day(18)
    hand_over_password(account, keeper=LEAVER, on=day, changed_on=day, reason=KEEPER, by=by, at=stage.moment(18))
    draft = drafts.start(stage.unit, by=person(gone), at=stage.moment(10))
    drafts.save(draft, values={"title": DRAFT}, version=draft.row_version, by=person(gone), at=stage.moment(10, 11))
    end_post(post, until=stage.day(9), by=None, at=stage.moment(9, 16), reason="调离", takers={"posts": by})
    checklist = LeavingChecklist.objects.get(post=post)
    item = checklist.items.get(code="rights")
    tick(item, on=stage.day(8), note="后台权限已收回。", by=by, at=stage.moment(8))
    papers = Handover.objects.get(post=post).items.get(code="papers")
    settle(papers, on=stage.day(8), evidence="示例交接单 3 号，存综合科。", by=by, at=stage.moment(8))


def _impostors(stage: Stage, account: MediaAccount) -> None:
    registrar = User.objects.get(username=f"{stage.regime}-registrar")
    department = registrar.posts.get(role=Role.REGISTRAR).unit
    names = ((f"{account.name}官方服务", 6), (f"{account.name}内部通道", 0))
    made = []
    for number, (name, ago) in enumerate(names, 1):
        seen = Report(
            platform=account.platform, name=name, handle=f"example_impostor_{number}",
            link=f"https://www.example.com/impostor/{number}", text="示例举报:头像与本地单位相同,私信推销收费报名。",
        )  # fmt: skip
        made.append(cases.report_publicly(department, seen, token=None, at=stage.moment(ago, 8)))
    case, at, by = made[0], stage.moment(6, 9), person(registrar)
    cases.name_unit(case, unit=stage.unit, account=account, by=by, at=at)
    cases.confirm(case, finding=FINDING, by=person(registrar), at=at)
    partners = (("cyberspace", "县网信部门"), ("police", "公安机关"))
    for partner, name in partners:
        cases.involve(
            case, partner=partner, name=name, moment=stage.moment(6, 10), document_no="示协〔2026〕1号",
            by=person(registrar), at=stage.moment(6, 10),
        )  # fmt: skip
    draft = Draft("示函〔2026〕1号", f"{_operator(account.platform)}", department.name, stage.day(6), DEMAND)
    cases.write_letter(case, draft, by=person(registrar), at=stage.moment(6, 11))


def _operator(platform: Platform) -> str:
    return f"{platform}运营方(示例)"
