"""The daily job over rosters (值班空缺提醒): warns of days ahead that nobody, or too few hours, covers.

Each person hears of the same gap once: the key of a message names the roster, the day and the hours. All of a run is
one transaction. How far ahead is a rule of the product: the regulation asks for cover, not for warnings.
"""

from collections import defaultdict
from datetime import date, datetime, time

from django.urls import reverse

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import WRITERS, Role
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work

from ..models import DutyRoster
from .coverage import ONE_DAY, DayCover
from .watching import covers_of

JOB = "warn_roster_gaps"
DAYS_AHEAD = 3


@daily(JOB, label="值班空缺提醒", not_before=time(6, 30))
def warn_roster_gaps(*, on: date, at: datetime) -> Counts:
    """Warn the unit's writers and head of days from tomorrow on that fall short of the edition (S1-3.3.2c)."""
    with unit_of_work():
        alone(JOB)
        rosters = list(
            DutyRoster.objects.filter(ended_on__isnull=True, hours_a_day__isnull=False)
            .select_related("unit", "account")
            .order_by("pk")
        )
        covers = covers_of(rosters, on + ONE_DAY, DAYS_AHEAD)
        short = [(roster, day) for roster in rosters for day in covers[roster.pk] if day.falls_short]
        people = _people({roster.unit_id for roster, _ in short})
        notices = [_warning(person, r, day, at) for r, day in short for person in sorted(people[r.unit_id])]
        fresh = _fresh(notices)
        Notice.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
        if fresh:
            record("roster.warned", by=None, at=at, after={"on": on, "count": len(short), "told": len(fresh)})
    return Counts(looked_at=len(rosters), flagged=len(short))


def _people(units: set[int]) -> dict[int, set[int]]:
    roles = [*WRITERS, Role.HEAD]
    posts = Post.objects.filter(unit__in=units, role__in=roles, until__isnull=True, user__is_active=True)
    found: dict[int, set[int]] = defaultdict(set)
    for unit, user in posts.order_by().values_list("unit", "user"):
        found[unit].add(user)
    return found


def _fresh(notices: list[Notice]) -> list[Notice]:
    """Leave out what was sent on an earlier day."""
    keys = {notice.key for notice in notices}
    sent = set(Notice.objects.filter(key__in=keys).values_list("user", "key")) if keys else set()
    return [notice for notice in notices if (notice.user_id, notice.key) not in sent]


def _warning(person: int, roster: DutyRoster, day: DayCover, at: datetime) -> Notice:
    hours = "、".join(gap.hours for gap in day.gaps)
    address = f"{reverse('duties:roster', args=[roster.pk])}?from={day.day}"
    return Notice(
        user_id=person,
        kind="roster.gap",
        title=f"值班空缺:{roster.account or roster.unit},{day.day.month}月{day.day.day}日"[:200],
        body=f"{hours} 无人值守({roster.article})。请补排班次。"[:500],
        url=address,
        key=f"{JOB}:{roster.pk}:{day.day}:{hours}"[:120],
        created_at=at,
    )
