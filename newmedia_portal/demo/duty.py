"""Duty work of the demo (演示值守): messages in every state, a roster with a gap, one incident in every state."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import MediaAccount
from accounts.states import AccountState
from duties.actions import incidents, inquiries, rosters
from duties.actions.incidents import Finding, Step
from duties.actions.inquiries import Letter
from duties.actions.rosters import Turn
from duties.models import DutyRoster, Incident, PublicMessage

from .cases import Stage, person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ANSWER = "您好,您反映的问题已核实,将按规定办理,感谢关注。(示例)"
MESSAGES = (
    ("comment", "consult", "示例咨询:周末文化馆几点开门?", 9, "answered"),
    ("private", "help", "示例求助:报名页面打不开,怎样线下报名?", 8, "late"),
    ("board", "advice", "示例建议:希望增加无障碍版的活动预告。", 6, "answered"),
    ("comment", "complaint", "示例投诉:咨询电话多次无人接听。", 5, "overdue"),
    ("board", "report", "示例举报:有人冒用单位名义发布活动。", 4, "passed"),
    ("comment", "other", "示例灌水:路过。", 3, "waived"),
    ("private", "consult", "示例咨询:活动需要预约吗?", 0, "open"),
)


def keep_watch(stage: Stage, at: datetime) -> None:
    """Let the cast's unit answer messages, keep a roster and handle incidents."""
    account = (
        MediaAccount.objects.filter(unit=stage.unit, state__in=(AccountState.FILED, AccountState.LISTED))
        .order_by("pk")
        .first()
    )
    if account is None:
        return
    for number, (channel, topic, text, ago, ending) in enumerate(MESSAGES):
        received = _before(at, ago, 9 + number)
        letter = Letter(received, text, channel, topic, account, author=f"示例网民{number + 1}号")
        row = inquiries.log_message(stage.unit, letter, by=person(stage.operator), at=min(at, received + HOUR / 2))
        _end(stage, row, ending, at)
    _roster(stage, at)
    _incidents(stage, account, at)


def _before(at: datetime, days: int, hour: int) -> datetime:
    """Return a moment some calendar days before, or an hour ago."""
    if not days:
        return at - HOUR
    day = timezone.localdate(at) - days * DAY
    return datetime.combine(day, time(min(hour, 22), 10), tzinfo=timezone.get_current_timezone())


def _end(stage: Stage, row: PublicMessage, ending: str, at: datetime) -> None:
    by = person(stage.operator)
    if ending in ("answered", "late"):
        moment = row.received_at + (5 * HOUR if ending == "answered" else 6 * DAY)
        inquiries.give_answer(row, text=ANSWER, answered_at=moment, is_public=True, by=by, at=moment)
    elif ending == "passed":
        inquiries.pass_on(row, to="示例综合科", note="请核实后反馈。", by=by, at=row.received_at + HOUR)
    elif ending == "waived":
        inquiries.waive(row, reason="无实质内容。", by=by, at=row.received_at + HOUR)


def _roster(stage: Stage, at: datetime) -> None:
    """Put two people on duty around the clock from last Monday on, but for one night of this week."""
    by, today = person(stage.operator), timezone.localdate(at)
    kept = rosters.create_roster(stage.unit, by=by, at=at)
    monday = today - timedelta(days=today.weekday())
    for number in range(-7, 7):
        day = datetime.combine(monday + number * DAY, time(8), tzinfo=timezone.get_current_timezone())
        turns = [Turn(day, day + 12 * HOUR, person=by)]
        if number != 5:
            turns.append(Turn(day + 12 * HOUR, day + DAY, name="示例值班员", office_phone="0000-1000002"))
        for turn in turns:
            rosters.add_shift(kept, turn, by=by, at=at)
    _on_duty(stage, kept, at)


def _on_duty(stage: Stage, kept: DutyRoster, at: datetime) -> None:
    by = person(stage.operator)
    before = kept.shifts.filter(ends_at__lte=at).order_by("-ends_at").first()
    if before is not None:
        rosters.hand_over(before, note="评论区正常,一条留言待答复。(示例)", by=by, at=before.ends_at)
    for hours, result, text in ((3, "nil", ""), (2, "found", "评论区有广告,已隐藏。(示例)")):
        rosters.log_monitoring(
            kept, seen_at=at - hours * HOUR, what="本单位全部账号", comment_areas=True, result=result, text=text,
            by=by, at=at,
        )  # fmt: skip


def _incidents(stage: Stage, account: MediaAccount, at: datetime) -> None:
    """Enter an incident for each state; the grave one is summed up."""
    for number, (kind, title, severity, ending) in enumerate(
        (
            ("comment", "示例:评论区出现不实信息", "general", "found"),
            ("content", "示例:推文配图引用错误", "general", "reported"),
            ("opinion", "示例:活动门票引发讨论", "major", "handling"),
            ("hijacked", "示例:账号异地登录被限制", "major", "closed"),
        )
    ):
        found_at = at - (number * 2 * DAY + 2 * HOUR)
        found = Finding(kind, title, found_at, "示例情况,仅供演示。", severity=severity, account=account)
        row = incidents.enter_incident(
            stage.unit, found, report_now=ending != "found", by=person(stage.operator), at=found_at + HOUR / 6
        )
        if ending in ("handling", "closed"):
            _handle(stage, row, found_at)
        if ending == "closed":
            _finish(stage, row, found_at)


def _handle(stage: Stage, row: Incident, found_at: datetime) -> None:
    by, moment = person(stage.operator), found_at + HOUR / 2
    incidents.log_step(row, Step("action", moment, "核实情况,暂停相关内容。(示例)"), by=by, at=moment)
    contact = Step("platform", moment, "申请协助处理", "示例平台客服", "举报入口", "已受理")
    incidents.log_step(row, contact, by=by, at=moment)


def _finish(stage: Stage, row: Incident, found_at: datetime) -> None:
    by, moment = person(stage.operator), found_at + 3 * HOUR
    incidents.sum_up(
        row, cause="示例:共用设备登录。", handling="示例:改密并恢复账号。", lessons="示例:专机专用,离岗即退。",
        by=by, at=moment,
    )  # fmt: skip
    incidents.close(row, handled_at=found_at + 2 * HOUR, by=by, at=moment)
