"""Every day (每日检查): what still hangs on people who have left, and items of a hand-over whose day has come."""

from datetime import date, datetime, time, timedelta

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import LEADERS, WRITERS, InstanceRole
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work

from ..models import HandoverItem
from .holders import Group, people_with_ended_posts, stranded

JOB, KIND = "accounts.left_over", "handover"
register("handover.reminded", "离任移交提醒")


@daily(JOB, label="离任未移交事项检查", not_before=time(6, 50))
def remind(*, on: date, at: datetime) -> Counts:
    """Tell administrators and leaders, once a week each, what hangs on whom; and the unit of items that are due."""
    with unit_of_work():
        alone(JOB)
        people = list(people_with_ended_posts())
        found = stranded(people, at=at)
        known = {person.pk: person for person in people}
        admins = set(
            User.objects.filter(instance_role=InstanceRole.SYSTEM, is_active=True).values_list("pk", flat=True)
        )
        for pk, groups in sorted(found.items()):
            _tell_left(known[pk], groups, admins, on=on, at=at)
        due = _due(on)
        for item in due:
            _tell_due(item, on=on, at=at)
        if Notice.objects.filter(kind=KIND, created_at=at).exists():
            after = {"on": on, "people": len(found), "items": len(due)}
            record("handover.reminded", by=None, at=at, after=after)
    return Counts(looked_at=len(people), flagged=len(found) + len(due))


def _tell_left(person: User, groups: list[Group], admins: set[int], *, on: date, at: datetime) -> None:
    last = Post.objects.filter(user=person, until__isnull=False).order_by("-until", "-pk").first()
    leaders = Post.objects.filter(unit=last.unit_id if last else None, role__in=LEADERS, until__isnull=True)
    words = "、".join(f"{group.holder.label} {len(group.things)} 件" for group in groups)
    year, week, _ = on.isocalendar()
    notify(
        admins | set(leaders.values_list("user", flat=True)) - {person.pk}, kind=KIND,
        title=f"{person}离任后名下还有事项没有移交", body=f"{words}。", url=f"/people/{person.pk}/holdings/", at=at,
        key=f"{JOB}:{person.pk}:{year}-{week}",
    )  # fmt: skip


def _due(on: date) -> list[HandoverItem]:
    """Return the open items whose day is near, by the reminders of their edition, or over."""
    rows = HandoverItem.objects.filter(done_on__isnull=True, due_on__isnull=False, handover__state="open")
    found = []
    for item in rows.select_related("handover__unit", "handover__edition").order_by("pk"):
        leads = item.handover.edition.edition.clocks.lead_days_for(item.number or 0)
        if item.due_on and on >= item.due_on - timedelta(days=max(leads, default=0)):
            found.append(item)
    return found


def _tell_due(item: HandoverItem, *, on: date, at: datetime) -> None:
    case = item.handover
    late = item.due_on is not None and on > item.due_on
    doers = Post.objects.filter(unit=case.unit, role__in=[*WRITERS, *LEADERS], until__isnull=True)
    body = f"{case}，期限 {item.due_on}（{item.article}）。"
    notify(
        set(doers.values_list("user", flat=True)), kind=KIND,
        title=f"{'已逾期' if late else '即将到期'}：{item.label}", body=body,
        url=f"/people/handovers/{case.pk}/", at=at, key=f"{JOB}:item:{item.pk}:{'late' if late else 'soon'}",
    )  # fmt: skip
