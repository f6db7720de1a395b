"""Filings in every state, some late, some unfiled (演示备案), driven by the portal's own actions."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from accounts.actions.register import record_unfiled
from accounts.models import MediaAccount
from filings import actions
from filings.models import Filing
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain

from .answers import answers_for, papers_for, people_for
from .organisations import owner_of

PREFIX = {"jiusan": "九三学社示例"}
REGIMES = ("soe", "corp", "gejiu", "taibai", "jiusan")


@dataclass
class Stage:
    """Where the demo plays: a regime, its owner unit and the operator, with the day as seen from today."""

    regime: str
    unit: Unit
    operator: User
    today: date
    count: int = 0

    def day(self, workdays_ago: int) -> date:
        """Return the day so many working days before today."""
        calendar = working_days.current()
        total = calendar.workdays_between(calendar.first, self.today)
        return calendar.add_workdays(calendar.first, max(1, total - workdays_ago))

    def moment(self, workdays_ago: int, hour: int = 10) -> datetime:
        """Return a moment on that day."""
        return datetime.combine(self.day(workdays_ago), time(hour, 20), tzinfo=get_current_timezone())

    def name(self, word: str) -> str:
        """Return a plainly artificial account name."""
        return f"{PREFIX.get(self.regime, '示例')}{word}"


def stage_for(regime: str, at: datetime) -> Stage:
    """Return the stage of a regime with its cast."""
    operator = User.objects.get(username=f"{regime}-operator")
    return Stage(regime, owner_of(regime), operator, localdate(at))


def play(stage: Stage, at: datetime) -> None:
    """Make one filing for every state a filing can be in."""
    platforms = platforms_of(stage)
    approved = opening(stage, "文旅发布", platforms[0], event=40, submitted=37)
    settle(stage, approved, 36)
    late = opening(stage, "便民服务", platforms[1], event=60, submitted=12)
    settle(stage, late, 11)
    opening(stage, "文旅微播", platforms[2], event=4, submitted=2)
    with_authority = opening(stage, "科普讲堂", platforms[3], event=8, submitted=6)
    step(with_authority, "approve", stage.moment(5), "同意,请备案。")
    returned = opening(stage, "活动预告", platforms[1], event=9, submitted=8)
    step(returned, "approve", stage.moment(7), "同意。")
    step(returned, "return", stage.moment(6), "管理队伍中的电话有误,请核对后重新提交。")
    rejected = opening(stage, "周边优惠", platforms[2], event=30, submitted=29)
    step(rejected, "approve", stage.moment(28), "同意上报。")
    step(rejected, "reject", stage.moment(27), "与单位职能无关,不予备案。")
    withdrawn = opening(stage, "值班热线", platforms[3], event=15, submitted=14)
    actions.withdraw(withdrawn, reason="名称尚未定稿", by=person(stage.operator), at=stage.moment(14, 15))
    draft(stage, "城市夜话", platforms[0], event=3)
    _change_and_close(stage, approved, late)


def opening(stage: Stage, word: str, platform: str, *, event: int, submitted: int) -> Filing:
    """Fill in and hand in an opening; days are working days before today."""
    filing = draft(stage, word, platform, event=event, at=submitted)
    return actions.submit(filing, version=filing.version, by=person(stage.operator), at=stage.moment(submitted, 15))


def draft(stage: Stage, word: str, platform: str, *, event: int, at: int = 1) -> Filing:
    """Fill in an opening without handing it in."""
    filing = actions.start(
        stage.unit, kind="open", variant="standard", by=person(stage.operator), at=stage.moment(at, 9)
    )
    filing.data["platform"] = platform
    return complete(stage, filing, stage.name(word), event=event, at=at)


def complete(stage: Stage, filing: Filing, name: str, *, event: int, at: int, **more: Any) -> Filing:
    """Answer every question and upload every required paper."""
    stage.count += 1
    for paper, upload in papers_for(filing):
        actions.add_paper(filing, paper=paper, upload=upload, by=person(stage.operator), at=stage.moment(at, 9))
    handle = filing.data.get("platform_id") or f"shili_{stage.regime}_{stage.count:02d}"
    answers = answers_for(filing, name=name, handle=str(handle), event=stage.day(event))
    return actions.save_task(
        filing,
        answers={**answers, **more},
        team=people_for(filing),
        version=filing.version,
        by=person(stage.operator),
        at=stage.moment(at, 11),
    )


def settle(stage: Stage, filing: Filing, workdays_ago: int) -> Filing:
    """Let every step agree."""
    hour = 9
    while chain.open_run_of(filing) is not None:
        step(filing, "approve", stage.moment(workdays_ago, hour), "同意。")
        hour += 1
    filing.refresh_from_db()
    return filing


def step(filing: Filing, verb: str, at: datetime, opinion: str) -> User:
    """Let the holder of the waiting step decide; returns who it was."""
    run = chain.open_run_of(filing)
    waiting = chain.current_step(run) if run else None
    if waiting is None:
        raise LookupError(f"{filing} 没有待办环节")
    holder = chain.candidates(waiting).order_by("pk").first()
    if holder is None:
        raise LookupError(f"{waiting.unit} 没有 {waiting.role}")
    actions.decide(filing, step_id=waiting.pk, verb=verb, by=person(holder), at=at, opinion=opinion)
    return holder


def find_unfiled(stage: Stage, at: datetime) -> MediaAccount:
    """Let the department find an account that nobody filed, opened long ago."""
    registrar = User.objects.get(username=f"{stage.regime}-registrar")
    posts = Post.objects.filter(unit__root=stage.unit.root, role=Role.OPERATOR, until__isnull=True)
    unit = posts.exclude(unit=stage.unit).order_by("-pk").select_related("unit").first()
    data = {
        "name": stage.name("体育健身"),
        "platform": platforms_of(stage)[1],
        "platform_id": f"shili_{stage.regime}_unfiled",
        "opened_on": stage.day(45).isoformat(),
    }
    return record_unfiled(
        unit=unit.unit if unit else stage.unit,
        data=data,
        found_on=stage.day(3),
        by=person(registrar),
        at=at,
        reason="日常巡查发现",
    )


def person(user: User) -> User:
    """Return the person with posts read afresh."""
    forget(user)
    return user


def _change_and_close(stage: Stage, changed: Filing, closed: Filing) -> None:
    by, unit = person(stage.operator), stage.unit
    change = actions.start(unit, kind="change", variant="standard", by=by, at=stage.moment(20), account=changed.account)
    change = complete(stage, change, stage.name("文旅之声"), event=21, at=20)
    actions.submit(change, version=change.version, by=person(by), at=stage.moment(19))
    settle(stage, change, 18)
    close = actions.start(
        unit, kind="close", variant="standard", by=person(by), at=stage.moment(4), account=closed.account
    )
    close = complete(stage, close, closed.title, event=5, at=4)
    actions.submit(close, version=close.version, by=person(by), at=stage.moment(3))


def platforms_of(stage: Stage) -> list[str]:
    """Return four platforms that the edition knows."""
    from newmedia_portal.regimes.editions import edition_for

    codes = edition_for(stage.regime, stage.today).edition.platform_codes()
    chosen = [code for code in codes if code not in ("other", "wechat_group", "qq_group")]
    return (chosen * 4)[:4]
