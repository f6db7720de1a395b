"""Scheduled exports (定期导出): arranged once, made on their day for each recipient with the recipient's own rights."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Prefetch, QuerySet

from ..access.models import Post, User
from ..audit import record
from ..jobs.schedule import Counts, daily
from ..notices.actions import notify
from ..refusals import Forbidden, Refused
from ..transactions import unit_of_work
from .actions import ask
from .models import Export, ExportSchedule
from .sources import source_of
from .states import Rhythm

JOB = "make_scheduled_exports"
MOST_RECIPIENTS = 50
QUARTER_STARTS = (1, 4, 7, 10)


def arrange(
    export: Export,
    *,
    title: str,
    rhythm: str,
    day: int,
    recipients: Iterable[User],
    attach: bool,
    origin: str,
    by: User,
    at: datetime,
    today: date,
) -> ExportSchedule:
    """Have the same content made on a day (1 to 28) of every month, or of every quarter's first month.

    Effects: a row, notices to the recipients, an audit row. Raises Forbidden without the right, Refused without
    recipients or with more than fifty.
    """
    people = sorted(set(recipients), key=lambda user: user.pk)
    if not by.has_perm("core.schedule_exports"):
        raise Forbidden("定期导出由宣传部门或单位负责人安排。")
    if not people:
        raise Refused("请至少选择一位接收人。", field="recipients")
    if len(people) > MOST_RECIPIENTS:
        raise Refused(f"接收人最多 {MOST_RECIPIENTS} 位，请分成几项安排。", field="recipients")
    with unit_of_work():
        schedule = ExportSchedule.objects.create(
            owner=by, title=title, source=export.source, params=export.params, says=export.says, rhythm=rhythm,
            day=day, next_on=next_day(Rhythm(rhythm), day, today), attach=attach, origin=origin, made_at=at,
        )  # fmt: skip
        schedule.recipients.set(people)
        words = f"{schedule.get_rhythm_display()} {day} 日生成，首次 {schedule.next_on}。"
        address, key = f"/exports/schedules/{schedule.pk}/", f"export-schedule:{schedule.pk}"
        told = [one for one in people if one.pk != by.pk]
        notify(told, kind="exports", title=f"您将定期收到导出：{title}", body=words, url=address, at=at, key=key)
        after = {"title": title, "rhythm": rhythm, "recipients": [str(one) for one in people], "attach": attach}
        record("export.scheduled", by=by, at=at, obj=schedule, after=after)
    return schedule


def change_recipients(schedule: ExportSchedule, *, recipients: Iterable[User], by: User, at: datetime) -> None:
    """Say anew who gets it. Raises Forbidden for others than its maker, Refused without recipients."""
    people = sorted(set(recipients), key=lambda user: user.pk)
    if not by.has_perm("core.change_schedule", schedule):
        raise Forbidden("只有安排人可以修改。")
    if not 0 < len(people) <= MOST_RECIPIENTS:
        raise Refused(f"请选择 1 至 {MOST_RECIPIENTS} 位接收人。", field="recipients")
    with unit_of_work():
        before = [str(one) for one in schedule.recipients.all()]
        schedule.recipients.set(people)
        after = {"recipients": [str(one) for one in people]}
        record("export.rescheduled", by=by, at=at, obj=schedule, before={"recipients": before}, after=after)


def end(schedule: ExportSchedule, *, by: User, at: datetime) -> None:
    """Stop a scheduled export. Raises Forbidden for others than its maker, Refused where it is stopped."""
    if not by.has_perm("core.change_schedule", schedule):
        raise Forbidden("只有安排人可以停止。")
    with unit_of_work():
        locked = ExportSchedule.objects.select_for_update().get(pk=schedule.pk)
        if locked.ended_at:
            raise Refused("这项定期导出已经停止。")
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
        record("export.unscheduled", by=by, at=at, obj=locked)


@daily(JOB, label="生成定期导出", not_before=time(6, 0))
def make_due(*, on: date, at: datetime) -> Counts:
    """Ask for what is due today, for each recipient under their own name; who has no right gets nothing."""
    made = left = 0
    due = list(ExportSchedule.objects.due(on).select_related("owner").prefetch_related("recipients"))
    for schedule in due:
        for person in schedule.recipients.all():
            if _ask_for(schedule, person, on=on, at=at):
                made += 1
            else:
                left += 1
        ExportSchedule.objects.filter(pk=schedule.pk).update(
            last_on=on, next_on=next_day(Rhythm(schedule.rhythm), schedule.day, on)
        )
    return Counts(looked_at=len(due), flagged=made, cleared=left)


def _ask_for(schedule: ExportSchedule, person: User, *, on: date, at: datetime) -> bool:
    params = {**schedule.params, "on": on.isoformat()}
    if not person.is_active or not source_of(schedule.source).allows(person, params):
        words = f"{person} 没有查看这项内容的权限，没有生成。请更换接收人。"
        key = f"export-schedule:{schedule.pk}:{on}:{person.pk}"
        address = f"/exports/schedules/{schedule.pk}/"
        title = f"定期导出未能发给 {person}"
        notify([schedule.owner_id], kind="exports", title=title, body=words, url=address, at=at, key=key)
        return False
    if not Export.objects.filter(schedule=schedule, owner=person, business_date=on).exists():
        ask(
            schedule.source, title=schedule.title, params=params, by=person, at=at, says=schedule.says,
            schedule=schedule, business_date=on,
        )  # fmt: skip
    return True


def next_day(rhythm: Rhythm, day: int, after: date) -> date:
    """Return the next such day after a date."""
    months = QUARTER_STARTS if rhythm is Rhythm.QUARTERLY else range(1, 13)
    days = [date(year, month, day) for year in (after.year, after.year + 1) for month in months]
    return next(one for one in days if one > after)


def people_for(user: Any) -> QuerySet[User]:
    """Return whom the person may choose as recipients: people with a post in a unit that they see."""
    posts = Post.objects.filter(until__isnull=True).visible_to(user)
    people = User.objects.filter(is_active=True, instance_role="", pk__in=posts.values("user"))
    return people.prefetch_related(Prefetch("posts", posts.select_related("unit"), to_attr="open_posts"))
