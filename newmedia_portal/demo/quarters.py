"""Periods of assessment of the demo (演示考核): one closed and published, one under review, driven by the actions."""

import zlib
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import MediaAccount
from assessments.actions import quarters as actions
from assessments.actions.items.tell import Covered, Origin, tell
from assessments.actions.quarters import Given
from assessments.models import AccountActivity, Entry, Quarter
from assessments.quarters.codes import before, code_of, days_of
from assessments.quarters.lengths import lengths_of
from assessments.quarters.sheets import hand_indicators
from assessments.states import Source
from assessments.telling import Told
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.regimes.editions import edition_for

from .cases import Stage, person

WEEK = timedelta(days=7)
LINK = "https://www.example.com/{}/earlier/{}.html"
#: So many of ten units have been scored by hand in the running period.
SCORED = 6


def remember(stage: Stage, at: datetime) -> None:
    """Give the accounts an earlier past, so that the closed period has something to count."""
    length = _length(stage)
    if length in (None, "year"):
        return
    root = _root(stage)
    registrar = person(User.objects.get(username=f"{stage.regime}-registrar"))
    first = days_of(before(before(code_of(str(length), stage.today))))[0]
    rows = AccountActivity.objects.filter(root=root, first_item_on__isnull=False, first_item_on__gt=first)
    begun = {pk: day for pk, day in rows.values_list("account", "first_item_on") if day is not None}
    accounts = list(MediaAccount.objects.filter(pk__in=begun).select_related("platform", "unit").order_by("pk"))
    for number, account in enumerate(accounts):
        start = max(first, account.opened_on or first)
        until = begun[account.pk] - timedelta(days=1)
        if start < until:
            days = [day for place, day in enumerate(_weekly(start, until)) if (place + number) % 7 or number % 3 == 0]
            items = [_item(account, day, place) for place, day in enumerate(days)]
            tell(items, Origin(Source.IMPORT, registrar, at), covers=[Covered(account, start, until)])


def assess(stage: Stage, at: datetime) -> None:
    """Close and publish the period before the last, and bring the last one to review; a year runs beside quarters."""
    length = _length(stage)
    if length is None:
        return
    root = _root(stage)
    registrar = person(User.objects.get(username=f"{stage.regime}-registrar"))
    director = person(User.objects.get(username=f"{stage.regime}-director"))
    last = before(code_of(length, stage.today))
    if stage.regime in ("taibai", "corp"):
        earlier = last if length == "year" else before(last)
        closed = actions.open_quarter(root, earlier, by=registrar, at=at)
        actions.go_to_review(closed, by=registrar, at=at)
        _score(closed, registrar, at, of_ten=10)
        actions.settle(closed, by=registrar, at=at)
        actions.close_quarter(closed, by=registrar, at=at)
        actions.publish_quarter(closed, by=director, at=at)
    now = code_of(length, stage.today) if length == "year" else last
    running = actions.open_quarter(root, now, by=registrar, at=at)
    if length != "year":
        actions.ask_units(running, due_on=stage.today + WEEK, by=registrar, at=at)
        _say(running, stage.unit, at)
        actions.go_to_review(running, by=registrar, at=at)
        _score(running, registrar, at, of_ten=SCORED)
    if len(_lengths(stage)) > 1:
        actions.open_quarter(root, str(stage.today.year), by=registrar, at=at)


def _root(stage: Stage) -> Unit:
    return stage.unit.root or stage.unit


def _lengths(stage: Stage) -> list[str]:
    return lengths_of(edition_for(stage.regime, stage.today).edition)


def _length(stage: Stage) -> str | None:
    return next(iter(_lengths(stage)), None)


def _weekly(start: date, until: date) -> list[date]:
    return [start + WEEK * number for number in range((until - start).days // 7 + 1)]


def _item(account: MediaAccount, day: date, number: int) -> Told:
    link = LINK.format(account.pk, number)
    return Told(account, day, f"示例信息（{day.month} 月）{number + 1}", link=link, original=number % 3 != 0)


def _score(quarter: Quarter, registrar: User, at: datetime, *, of_ten: int) -> None:
    """Give plausible scores; the same unit gets the same ones every time."""
    given = []
    for number, entry in enumerate(Entry.objects.filter(quarter=quarter, accounts__gt=0).order_by("pk")):
        if number % 10 < of_ten:
            for one in hand_indicators(quarter):
                seed = zlib.crc32(f"{entry.unit_name}{one.code}{quarter.period}".encode())
                given.append(Given(entry.pk, one.code, Decimal(70 + seed % 30)))
    if given:
        actions.give_scores(quarter, given, by=registrar, at=at)


def _say(quarter: Quarter, unit: Unit, at: datetime) -> None:
    """Let the unit of the cast assess itself."""
    entry = Entry.objects.filter(quarter=quarter, unit=unit).first()
    post = Post.objects.filter(unit=unit, role=Role.OPERATOR, until__isnull=True).order_by("pk").first()
    if entry is None or post is None:
        return
    writer = person(post.user)
    for one in hand_indicators(quarter):
        words = "示例：栏目齐全，有专人值守。"
        actions.say(entry, one.code, value=Decimal(90), words=words, by=writer, at=at)
    actions.submit(entry, words="示例：本期运行正常，已按要求更新和答复。", by=writer, at=at)
