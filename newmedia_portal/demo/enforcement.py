"""Measures in every state and an annual check under way (演示处置与年度检查), driven by the portal's own actions."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone

from accounts.actions.register import record_unfiled
from accounts.models import MediaAccount
from assessments.actions import enforcement as actions
from assessments.actions.enforcement import Proposal
from assessments.models import EnforcementCase
from filings.actions import annual, save_task, submit
from filings.actions.summaries import read_summary, write_summary
from filings.models import AnnualCheck, Filing
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role

from .cases import Stage, person, step
from .cases import chain as steps

YEAR_LINK = "https://www.example.com/shili/{}.html"


@dataclass(frozen=True)
class Play:
    """One measure of the demo: which, how far it goes, what happened, and what it is directed at."""

    measure: str
    ending: str
    words: str
    demand: str = ""
    days: int = 0
    persons: str = ""
    partners: str = ""
    link: str = ""
    on_account: bool = False


TALK = Play("talk", "answered", "示例：连续两周未按频次更新，提醒后仍未恢复。", "请说明原因，恢复更新并明确专人。", 10)
WARNING = Play("warning", "delivered", "示例：评论区留言长期无人答复。", "请补齐答复，建立值守安排。", 7)
BULLETIN = Play("bulletin", "closed", "示例：检查发现内容更新不及时、办理不认真。", "请举一反三，报送整改情况。", 15)
ORDER = Play(
    "order_close",
    "delivered",
    "示例：账号长期不更新，经约谈仍无人维护。",
    "请公告后注销，并办理关闭备案。",
    20,
    on_account=True,
)
BLAME = Play("accountability", "proposed", "示例：管理不到位，造成不良影响。", persons="示例责任人（示例职务）")
PRAISE = "示例：运行规范、答复及时、效果较好。"
DELETE = Play("order_delete", "closed", "示例：转载信息未注明来源。", "请删除该信息。", 2, link=YEAR_LINK.format(1))
JOINT = Play("joint_handling", "decided", "示例：未经许可发布时政类信息。", partners="示例网信部门、示例公安机关")
REMIND = Play(
    "group_remind", "closed", "示例：群内转发未经核实的信息。", "请提醒成员删除。", 1, link="示例工作群聊天记录"
)
GROUP = Play(
    "group_close", "delivered", "示例：工作已经结束，群内出现与工作无关的信息。", "请解散工作群，并办理注销备案。", 7,
    on_account=True,
)  # fmt: skip
REFERRAL = Play("referral", "decided", "示例：用户发布违法信息。", partners="示例主管机关")
PLAYS: dict[str, tuple[Play, ...]] = {
    "soe": (
        TALK, WARNING, BULLETIN, ORDER, BLAME, Play("rectify", "refused", "示例：制度文件不齐全。"),
        Play("commendation", "closed", PRAISE),
    ),
    "corp": (
        Play("no_award", "delivered", "示例：未经批准先行开通账号。"), ORDER, BLAME, REFERRAL,
        Play("commendation", "proposed", PRAISE),
    ),
    "gejiu": (DELETE, TALK, WARNING, BULLETIN, ORDER, BLAME, Play("commendation", "decided", PRAISE), JOINT),
    "taibai": (
        TALK, WARNING, Play("bulletin", "revoked", "示例：抽查发现更新不及时。"), ORDER, BLAME,
        Play("praise", "delivered", PRAISE),
    ),
    "jiusan": (REMIND, GROUP, BLAME),
}  # fmt: skip


def hold_to_duties(stage: Stage, at: datetime) -> None:
    """Play measures, and the yearly report or summary where the regulation has one."""
    take_measures(stage, at)
    if stage.regime == "corp":
        check_the_year(stage, at)
    if stage.regime == "jiusan":
        sum_up(stage, at)


def take_measures(stage: Stage, at: datetime) -> None:
    """Propose, decide and bring measures of the regime as far as their ending says."""
    root = stage.unit.root or stage.unit
    manned = Unit.objects.running().filter(root=root, posts__role=Role.OPERATOR, is_authority=False)
    others = list(manned.exclude(pk=stage.unit.pk).distinct().order_by("pk"))
    for number, play in enumerate(PLAYS[stage.regime]):
        unit = stage.unit if play.ending in ("delivered", "answered", "closed") else others[number % len(others)]
        account = None
        if play.on_account:
            account = _group(stage, others[0], at) if play.measure.startswith("group_") else _account(root)
        _play(stage, play, account.unit if account else unit, account, number, at)


def _play(stage: Stage, play: Play, unit: Unit, account: MediaAccount | None, number: int, at: datetime) -> None:
    registrar, director = _of(stage, "registrar"), _of(stage, "director")
    day = stage.moment(9 - number)
    due_on = (day + timedelta(days=play.days)).date() if play.days else None
    what = Proposal(
        play.measure, play.words, account=account, demand=play.demand, due_on=due_on, persons=play.persons,
        partners=play.partners, link=play.link, year=stage.today.year,
    )  # fmt: skip
    case = actions.propose(unit, what, by=registrar, at=day)
    if play.ending == "proposed":
        return
    agrees = play.ending != "refused"
    opinion = "同意，请送达。" if agrees else "先补充材料，暂不处置。"
    actions.decide(case, agrees=agrees, opinion=opinion, by=director, at=day + timedelta(hours=1))
    if play.ending in ("decided", "refused"):
        return
    _bring(case, play, registrar, director, day + timedelta(hours=2))


def _bring(case: EnforcementCase, play: Play, registrar: User, director: User, at: datetime) -> None:
    """Deliver a decision; let the unit answer, the department end or take it back."""
    actions.deliver(case, delivery="portal", on=at.date(), by=registrar, at=at)
    if play.ending == "revoked":
        actions.revoke(case, reason="示例：复核后认定事实有出入。", by=director, at=at + timedelta(hours=1))
    writer = _writer(case.unit)
    if play.ending not in ("answered", "closed") or writer is None:
        return
    actions.answer(case, text="示例：已按要求办理，明确专人负责。", by=writer, at=at + timedelta(hours=1))
    if play.ending == "closed":
        actions.close(case, result="示例：核实已办理。", by=registrar, at=at + timedelta(hours=2))


def _group(stage: Stage, unit: Unit, at: datetime) -> MediaAccount:
    """Let the department find a work group of a unit."""
    data = {"name": stage.name("志愿活动临时群"), "platform": "wechat_group", "opened_on": stage.day(40).isoformat()}
    found_on, by = stage.day(12), _of(stage, "registrar")
    return record_unfiled(unit=unit, data=data, found_on=found_on, by=by, at=at, reason="日常巡查发现")


def _account(root: Unit) -> MediaAccount | None:
    """Return a running account whose unit has people to file its closing."""
    rows = MediaAccount.objects.running().filter(root=root, platform__is_group=False, state="filed")
    rows = rows.filter(unit__posts__role=Role.OPERATOR).exclude(filings__kind="close")
    return rows.select_related("unit__root", "platform").order_by("-pk").first()


def check_the_year(stage: Stage, at: datetime) -> None:
    """Play the annual check of last year: some accounts passed, one failed, one is under review, the rest are open."""
    root = stage.unit.root or stage.unit
    opened = _january(stage.today, 4)
    campaign, _ = annual.open_campaign(root, year=stage.today.year - 1, by=_of(stage, "registrar"), at=opened)
    reporting = Post.objects.filter(role=Role.OPERATOR, until__isnull=True).values("unit")
    rows = AnnualCheck.objects.missing().filter(campaign=campaign, unit__in=reporting, unit__posts__role=Role.CHIEF)
    chosen = list(rows.select_related("account", "unit").distinct().order_by("pk")[:6])
    for number, check in enumerate(chosen):
        filing = _report(check, _january(stage.today, 6 + number))
        if filing is not None and number < len(chosen) - 1:
            _judge(filing, fails=number == 1, at=_january(stage.today, 15 + number))


def _report(check: AnnualCheck, at: datetime) -> Filing | None:
    writer = _writer(check.unit)
    if writer is None:
        return None
    filing = annual.begin_report(check, by=writer, at=at)
    answers = {"annual_problems": "示例：互动偏少，已安排专人答复。", "contact_name": writer.full_name,
               "contact_phone": "0000-1000001"}  # fmt: skip
    filing = save_task(filing, answers=answers, team=None, version=filing.version, by=writer, at=at)
    return submit(filing, version=filing.version, by=person(writer), at=at)


def _judge(filing: Filing, *, fails: bool, at: datetime) -> None:
    """Let the chain agree to the end, or the department refuse at its first step."""
    while (run := steps.open_run_of(filing)) is not None:
        waiting = steps.current_step(run)
        refuses = fails and waiting is not None and waiting.role == Role.REGISTRAR
        step(
            filing,
            "reject" if refuses else "approve",
            at,
            "示例：全年无人维护，内容多处失实。" if refuses else "同意。",
        )
        filing.refresh_from_db()
        at += timedelta(hours=1)


def sum_up(stage: Stage, at: datetime) -> None:
    """Let the cast's unit sum up last year; the department has read it."""
    texts = {
        "done": "示例：全年按计划发布，组织两次主题宣传。", "people": "示例：专职 1 人，兼职 2 人。",
        "money": "示例：列入年度预算。", "equipment": "示例：专用电脑 1 台。", "plans": "示例：加强互动和培训。",
    }  # fmt: skip
    made = write_summary(stage.unit, year=stage.today.year - 1, texts=texts, by=_of(stage, "operator"), at=at)
    read_summary(made, by=_of(stage, "registrar"), at=at)


def _january(today: date, day: int) -> datetime:
    return datetime.combine(date(today.year, 1, day), time(10, 20), tzinfo=get_current_timezone())


def _of(stage: Stage, role: str) -> User:
    return person(User.objects.get(username=f"{stage.regime}-{role}"))


def _writer(unit: Unit) -> User | None:
    posts = Post.objects.filter(unit=unit, role=Role.OPERATOR, until__isnull=True).select_related("user")
    post = posts.order_by("pk").first()
    return person(post.user) if post else None
