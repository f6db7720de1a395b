"""Scheduled exports: on their day, for each recipient with the recipient's own rights, by mail once."""

from datetime import date, datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.exports import mailing, schedules
from newmedia_portal.core.exports.models import Export, ExportSchedule
from newmedia_portal.core.exports.states import ExportState, Rhythm
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.core.ground import person, unit

from . import making
from .making import asked, furnished, sheet_of, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(making.URLS)]
TODAY = date(2026, 9, 18)
DUE = date(2026, 10, 1)


def at_six(day: date) -> datetime:
    """Return six in the morning of a day."""
    return datetime(day.year, day.month, day.day, 6, tzinfo=timezone.get_default_timezone())


def arranged(owner, recipients, **more) -> ExportSchedule:
    """Arrange the sample list for the first of each month."""
    values = {
        "title": "每月单位", "rhythm": "monthly", "day": 1, "attach": False, "origin": "https://portal.example.cn/",
        "by": owner, "at": at_six(TODAY), "today": TODAY, **more,
    }  # fmt: skip
    return schedules.arrange(asked(owner), recipients=recipients, **values)


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "expected"),
    [
        ("monthly", 1, date(2026, 9, 18), date(2026, 10, 1)),
        ("monthly", 18, date(2026, 9, 18), date(2026, 10, 18)),
        ("monthly", 28, date(2026, 12, 30), date(2027, 1, 28)),
        ("quarterly", 10, date(2026, 9, 18), date(2026, 10, 10)),
        ("quarterly", 10, date(2026, 10, 10), date(2027, 1, 10)),
    ],
)
def test_the_next_day_follows_from_rhythm_and_day(rhythm, day, after, expected):
    assert schedules.next_day(Rhythm(rhythm), day, after) == expected


def test_each_recipient_gets_what_they_may_see_themselves():
    owner, _, top = furnished()
    below = unit("示例站", unit("示例镇", top))
    colleague = person("王某三", below, "head")
    schedule = arranged(owner, [owner, colleague])
    worked()

    assert schedules.make_due(on=date(2026, 9, 30), at=at_six(date(2026, 9, 30))).looked_at == 0
    counts = schedules.make_due(on=DUE, at=at_six(DUE))
    worked()

    assert (counts.looked_at, counts.flagged) == (1, 2)
    mine = Export.objects.get(schedule=schedule, owner=owner)
    theirs = Export.objects.get(schedule=schedule, owner=colleague)
    assert len(sheet_of(mine)) == 5
    assert [row[0] for row in sheet_of(theirs)] == ["示例站"]
    schedule.refresh_from_db()
    assert (schedule.last_on, schedule.next_on) == (DUE, date(2026, 11, 1))


def test_a_day_that_runs_twice_makes_one_file_for_each():
    owner, _, _ = furnished()
    schedule = arranged(owner, [owner])
    for _ in range(2):
        ExportSchedule.objects.filter(pk=schedule.pk).update(next_on=DUE)
        schedules.make_due(on=DUE, at=at_six(DUE))
        worked()
    assert Export.objects.filter(schedule=schedule).count() == 1


def test_who_has_no_right_gets_nothing_and_the_maker_is_told():
    owner, _, top = furnished()
    leaver = person("赵某四", top, "head")
    schedule = arranged(owner, [leaver])
    leaver.posts.update(until=date(2026, 9, 20))

    counts = schedules.make_due(on=DUE, at=at_six(DUE))

    assert (counts.flagged, counts.cleared, Export.objects.filter(schedule=schedule).count()) == (0, 1, 0)
    assert Notice.objects.filter(user=owner, title="定期导出未能发给 赵某四").count() == 1


def test_a_stopped_schedule_makes_nothing_more():
    owner, other, _ = furnished()
    schedule = arranged(owner, [owner])
    with pytest.raises(Forbidden):
        schedules.end(schedule, by=other, at=at_six(TODAY))
    schedules.end(schedule, by=owner, at=at_six(TODAY))
    with pytest.raises(Refused, match="已经停止"):
        schedules.end(schedule, by=owner, at=at_six(TODAY))
    assert schedules.make_due(on=DUE, at=at_six(DUE)).looked_at == 0


def test_only_departments_and_leaders_arrange_and_somebody_must_receive():
    owner, _, top = furnished()
    writer = person("钱某五", top, "operator")
    with pytest.raises(Forbidden):
        arranged(writer, [writer])
    with pytest.raises(Refused, match="请至少选择一位接收人"):
        arranged(owner, [])


@pytest.mark.parametrize(("attach", "files"), [(False, 0), (True, 1)])
def test_the_mail_carries_a_link_and_the_file_where_that_was_wanted(settings, attach, files):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owner, _, _ = furnished()
    owner.email = "zhang@example.cn"
    owner.save()
    schedule = arranged(owner, [owner], attach=attach)
    schedules.make_due(on=DUE, at=at_six(DUE))
    worked()

    export = Export.objects.get(schedule=schedule)
    for _ in range(2):
        mailing.send(at=at_six(DUE), export=export.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, len(sent.attachments)) == (["zhang@example.cn"], "定期导出：每月单位", files)
    assert f"https://portal.example.cn/exports/{export.pk}/" in sent.body
    export.refresh_from_db()
    assert export.mailed_at is not None


def test_without_a_mail_server_the_message_in_the_portal_is_all():
    owner, _, _ = furnished()
    schedule = arranged(owner, [owner])
    schedules.make_due(on=DUE, at=at_six(DUE))
    worked()
    export = Export.objects.get(schedule=schedule)
    assert (export.state, export.mailed_at, mail.outbox) == (ExportState.READY, None, [])
    assert Notice.objects.filter(user=owner, url=f"/exports/{export.pk}/").count() == 1


def test_arranging_changing_and_stopping_from_the_pages():
    owner, other, top = furnished()
    colleague = person("孙某六", top, "director")
    export = asked(owner)
    worked()
    client = Client()
    client.force_login(owner)
    data = {"title": "每季单位", "rhythm": "quarterly", "day": "5", "recipients": [owner.pk, colleague.pk]}

    wrong = client.post(f"/exports/{export.pk}/schedule/", {**data, "day": "31", "recipients": [other.pk]})
    answer = client.post(f"/exports/{export.pk}/schedule/", data)

    assert (wrong.status_code, answer.status_code) == (422, 302)
    schedule = ExportSchedule.objects.get()
    assert set(schedule.recipients.all()) == {owner, colleague}
    client.post(f"/exports/schedules/{schedule.pk}/", {"recipients": [colleague.pk]})
    assert set(schedule.recipients.all()) == {colleague}
    outsider = Client()
    outsider.force_login(other)
    assert outsider.get(f"/exports/schedules/{schedule.pk}/").status_code == 404
    assert outsider.post(f"/exports/schedules/{schedule.pk}/end/").status_code == 404
    client.post(f"/exports/schedules/{schedule.pk}/end/")
    schedule.refresh_from_db()
    assert schedule.ended_at is not None
