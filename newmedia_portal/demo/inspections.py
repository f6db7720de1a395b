"""Inspections of the demo (演示检查): last quarter's campaign closed, this one running, findings in between."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, make_aware

from assessments.actions import inspections as actions
from assessments.actions import rectification
from assessments.inspecting.kinds import kinds_of, previous
from assessments.inspecting.levels import default_level
from assessments.inspecting.states import InspectedState, Outcome
from assessments.inspecting.template import from_rows
from assessments.models import Campaign, Finding, Inspected
from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.regimes.editions import edition_for

from .cases import Stage, person

REGIMES = ("taibai", "gejiu")
DAY = timedelta(days=1)
SHARE = Decimal(60)
LINK = "https://www.example.com/checks/{}.html"
#: What the inspectors see by hand, account by account in turn.
SEEN: tuple[dict[str, str], ...] = (
    {"text_errors": "示例：第 3 段“启示”应为“启事”。"},
    {},
    {"interaction": "示例：评论区关闭，没有留言和私信入口。"},
    {},
    {"unrelated": "示例：转发商业促销信息一条。"},
    {},
)


def inspect(stage: Stage, at: datetime) -> None:
    """Hold two campaigns of an organisation: the last quarter's from draw to closing, this quarter's half way."""
    first = date(stage.today.year, 3 * ((stage.today.month - 1) // 3) + 1, 1)
    period = f"{first.year}Q{(first.month + 2) // 3}"
    before = _campaign(stage, previous(period), _noon(first - 12 * DAY), Decimal(100))
    _check(before, _noon(first - 11 * DAY), every=1)
    _notify(before, _noon(first - 10 * DAY))
    _settle(before, _noon(first - 5 * DAY))
    director = _director(stage)
    actions.review(before, by=director, at=_noon(first - 4 * DAY))
    actions.close(before, by=director, at=_noon(first - 4 * DAY))
    running = _campaign(stage, period, at - 3 * DAY, SHARE)
    _check(running, at - 2 * DAY, every=2)
    _notify(running, at - DAY, leave=2)
    _dispute(running, at - DAY)


def _campaign(stage: Stage, period: str, at: datetime, percent: Decimal) -> Campaign:
    """Prepare a campaign of the department and draw it."""
    department = authority_of(stage.unit)
    if department is None:
        raise LookupError(f"{stage.unit} has no department above it")
    registrar = person(User.objects.get(username=f"{stage.regime}-registrar"))
    edition = edition_for(stage.regime, localdate(at))
    kind = next(one for one in kinds_of(edition.edition) if one.period == "quarter")
    number, unit, _ = kind.term
    plan = actions.Plan(
        name=f"{period} {kind.label}",
        kind=kind.code,
        period=period,
        window_start=localdate(at) - 2 * DAY,
        window_end=localdate(at) + 12 * DAY,
        percent=percent,
        rectify_number=number,
        rectify_unit=unit,
        objection_days=5,
        second_percent=10,
        owner_level=default_level(stage.regime),
        seed=f"{stage.regime}-{period}",
        inspectors=(registrar, _director(stage)),
    )
    made = actions.prepare(department, plan, by=registrar, at=at)
    return actions.start(made, by=registrar, at=at)


def _check(campaign: Campaign, at: datetime, *, every: int) -> None:
    """Let the inspectors check every so many accounts, and the second look follow but for the last of a running one."""
    rows = Inspected.objects.filter(campaign=campaign, inspector__isnull=False)
    rows = rows.select_related("campaign", "platform", "inspector").order_by("pk")
    for number, row in enumerate(list(rows)[::every]):
        by = User.objects.get(pk=row.inspector_id)
        actions.answer(row, _given(row, SEEN[number % len(SEEN)]), by=by, at=at)
        actions.finish(row, by=by, at=at)
    waiting = list(Inspected.objects.filter(campaign=campaign, state=InspectedState.SECOND).order_by("pk"))
    for row in waiting if every == 1 else waiting[:-1]:
        actions.agree(row, words="核对属实。", by=User.objects.get(pk=row.second_id), at=at + timedelta(hours=1))


def _given(row: Inspected, seen: dict[str, str]) -> dict[str, actions.Given]:
    given = {}
    for item in from_rows(row.campaign.template):
        if item.source != "hand" or not item.binds(row.platform.code):
            continue
        if item.code in seen:
            given[item.code] = actions.Given(Outcome.PROBLEM, seen[item.code], LINK.format(row.account_id))
        else:
            given[item.code] = actions.Given(Outcome.FINE)
    return given


def _notify(campaign: Campaign, at: datetime, *, leave: int = 0) -> None:
    """Send each unit its notice; of a running campaign the last units are still to be told."""
    by = User.objects.get(pk=campaign.created_by_id)
    units: dict[int, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(campaign=campaign, state="open").order_by("unit", "pk"):
        units[finding.unit_id].append(finding)
    groups = list(units.values())
    for group in groups[: len(groups) - leave] if leave < len(groups) else groups[:1]:
        rectification.notify_unit(group, words="请举一反三，自查其他账号。", by=by, at=at)


def _settle(campaign: Campaign, at: datetime) -> None:
    """Let the units answer in turn: settled, still waiting for the re-check, failed, right in objecting, silent."""
    found = list(Finding.objects.filter(campaign=campaign, state="notified").order_by("pk"))
    for number, finding in enumerate(found):
        writer = _writer(finding.unit_id)
        if writer is None or number % 5 == 4:
            continue
        if number % 5 == 3:
            reason = "示例：检查时正在平台升级，评论区当天已恢复。"
            made = rectification.dispute(finding, reason=reason, link=LINK.format(finding.pk), by=writer, at=at)
            rectification.decide(made, accepted=True, opinion="经核实情况属实。", by=_other(finding), at=at)
            continue
        text, link = "示例：已改正，并对近三个月内容逐条自查。", LINK.format(finding.pk)
        rectification.prove(finding, text=text, done_on=localdate(at), link=link, by=writer, at=at)
        if number % 5 in (0, 2):
            passed = number % 5 == 0
            words = "示例：已改正。" if passed else "示例：仍未改正。"
            rectification.recheck(finding, passed=passed, words=words, watch=True, by=_other(finding), at=at)


def _dispute(campaign: Campaign, at: datetime) -> None:
    """Let one unit dispute a finding of the running campaign; it waits for the decision."""
    for finding in Finding.objects.filter(campaign=campaign, state="notified").order_by("pk"):
        writer = _writer(finding.unit_id)
        if writer is not None:
            rectification.dispute(finding, reason="示例：该信息属于本单位职责范围。", by=writer, at=at)
            return


def _other(finding: Finding) -> User:
    """Return somebody of the department who did not inspect."""
    department = authority_of(finding.unit)
    posts = Post.objects.filter(unit=department, role__in=[Role.REGISTRAR, Role.DIRECTOR], until__isnull=True)
    return User.objects.get(pk=posts.exclude(user=finding.finder_id).order_by("pk").values_list("user", flat=True)[0])


def _writer(unit: int) -> User | None:
    post = Post.objects.filter(unit=unit, role=Role.OPERATOR, until__isnull=True).order_by("pk").first()
    return User.objects.get(pk=post.user_id) if post is not None else None


def _director(stage: Stage) -> User:
    return person(User.objects.get(username=f"{stage.regime}-director"))


def _noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))
