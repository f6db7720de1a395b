"""Published items of the demo (演示发布数据): a past for each account, so that every level of the watch shows up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import MediaAccount
from assessments.actions import watch as actions
from assessments.actions.items.tell import Covered, Origin, tell
from assessments.models import SilenceFlag, Suspension
from assessments.states import CLOSING, Source
from assessments.telling import Told
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import Role

from .cases import Stage, person

DAY = timedelta(days=1)
WINDOW = 92
LINK = "https://www.example.com/{}/items/{}.html"
TOPICS = ("便民办事指南", "天气与出行提示", "志愿服务活动", "节能宣传", "图书馆开放时间", "防汛安全提示", "招聘信息")


@dataclass(frozen=True)
class Past:
    """A rhythm of items: one every so many days, the last so many days ago; data up to `known` days ago, or none."""

    name: str
    every: int = 2
    last: int | None = 1
    known: int | None = 1


PASTS = (
    Past("active"),
    Past("zombie", every=5, last=115),
    Past("near", every=2, last=12),
    Past("shell", last=None),
    Past("paused", every=2, last=30),
    Past("missing", every=2, last=20, known=20),
    Past("silent", every=3, last=19),
    Past("short"),
    Past("lively", every=1),
    Past("untold", known=None),
)
#: The pasts of the accounts of the unit to which the cast belongs.
OWN = (PASTS[7], PASTS[2], PASTS[0])
#: Too few pushes a month where the regulation counts them against what the platform allows.
SPARSE = Past("sparse", every=4)


def give_pasts(stage: Stage, at: datetime) -> None:
    """Tell items of every account of an organisation, and let some units ask for a pause."""
    root = stage.unit.root or stage.unit
    registrar = person(User.objects.get(username=f"{stage.regime}-registrar"))
    rows = MediaAccount.objects.running().filter(root=root, platform__is_group=False).select_related("platform", "unit")
    own = list(rows.filter(unit=stage.unit, opened_on__isnull=False).order_by("pk"))
    others = list(rows.exclude(unit=stage.unit).filter(opened_on__lt=stage.today - 370 * DAY).order_by("pk"))
    given = [(one, SPARSE if _counted(one) else past) for one, past in zip(own, OWN, strict=False)]
    given += [(one, PASTS[number % len(PASTS)]) for number, one in enumerate(others)]
    origin = Origin(Source.IMPORT, registrar, at)
    for account, past in given:
        if past.known is None:
            continue
        days = list(_days(past, stage.today, account))
        items = [_item(account, day, number) for number, day in enumerate(days)]
        first = min([account.opened_on or stage.today, *days])
        tell(items, origin, covers=[Covered(account, first, stage.today - past.known * DAY)])
    _pause(stage, [account for account, past in given if past.name == "paused"], registrar, at)


def propose_closings(stage: Stage, at: datetime) -> None:
    """Let the department propose to close one account, which its unit would rather keep; the next waits."""
    registrar = person(User.objects.get(username=f"{stage.regime}-registrar"))
    flags = SilenceFlag.objects.open().filter(root=stage.unit.root, level__in=CLOSING).select_related("unit")
    for number, flag in enumerate(flags.order_by("pk")[:2]):
        actions.propose_closing(flag, words="长期没有更新。", by=registrar, at=at)
        writer = _writer(flag.unit_id)
        if number == 0 and writer is not None:
            reason = "正在与技术单位衔接,下月恢复更新,由专人负责。"
            actions.keep(flag, reason=reason, by=writer, at=at)


def _counted(account: MediaAccount) -> bool:
    return account.account_class == "gov" and account.platform.pushes_per_month is not None


def _days(past: Past, today: date, account: MediaAccount) -> Iterable[date]:
    """Return the days of the items, oldest first, none before the opening."""
    if past.last is None:
        return
    opened = account.opened_on or today - 400 * DAY
    length = WINDOW if past.last < WINDOW else 20
    monday = today - DAY * today.weekday()
    for ago in range(past.last + length, past.last - 1, -1):
        day = today - DAY * ago
        skipped = past.name == "short" and monday - 7 * DAY <= day < monday
        if (ago - past.last) % past.every == 0 and day >= opened and not skipped:
            yield day


def _item(account: MediaAccount, day: date, number: int) -> Told:
    topic = TOPICS[(account.pk + number) % len(TOPICS)]
    figures = {"reads": 120 + (account.pk * 37 + number * 53) % 900, "likes": (account.pk + number * 7) % 40}
    link = LINK.format(account.pk, number)
    return Told(account, day, f"示例:{topic}(第 {number + 1} 期)", link=link, figures=figures, figures_on=day)


def _pause(stage: Stage, accounts: list[MediaAccount], registrar: User, at: datetime) -> None:
    """Let the units ask; the department agrees to all but the last, which waits."""
    asked: list[Suspension] = []
    for account in accounts:
        writer = _writer(account.unit_id)
        if writer is not None:
            days = {"first_on": stage.today - 29 * DAY, "last_on": stage.today + 21 * DAY}
            asked.append(actions.ask_pause(account, reason="示例:平台认证主体变更期间", **days, by=writer, at=at))
    for pause in asked[:-1] or asked:
        actions.decide_pause(pause, agrees=True, opinion="同意,到期前恢复更新。", by=registrar, at=at)


def _writer(unit: int) -> User | None:
    posts = Post.objects.filter(unit=unit, role=Role.OPERATOR, until__isnull=True).select_related("user")
    post = posts.order_by("pk").first()
    return person(post.user) if post else None
