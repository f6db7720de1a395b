"""Which accounts are due for a look (待评定账号): new and changed entries, people who came or went, new editions.

All of it in sets: the entries written since the last run, the units that nobody writes for, and one range of a
small index for each edition. What is due is then a matter of two small indexes (dirty, check_on).
"""

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import MediaAccount, TeamMember
from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.access.roles import WRITERS, Role
from newmedia_portal.core.jobs.models import JobRun

from ..models import AccountActivity
from ..states import Level
from .beginning import begin
from .facts import RuleBook

JOB = "scan_silence"
RUNNERS = (*WRITERS, Role.STAFF)
MONDAY = 0
#: What was begun before a run and written after it is found by the next one.
SLACK = timedelta(days=1)
PART = 500


def due(on: date) -> QuerySet[AccountActivity]:
    """Return the rows that are due for a look on a day, by two small indexes alone."""
    return AccountActivity.objects.filter(Q(dirty=True) | Q(check_on__lte=on))


def prepare(on: date, book: RuleBook) -> None:
    """Ask for a look at every account whose entry, people or edition have changed since the last one."""
    follow_register(on)
    _follow_people(on)
    _follow_editions(book)


def follow_register(on: date) -> None:
    """Make rows for new entries; mark those whose entry has another version or unit than was looked at, or none was.

    Only entries written since the last nightly run are compared, and every entry on Mondays and where none has run.
    """
    entries, since = MediaAccount.objects.all(), _last_run(on)
    if since is not None and on.weekday() != MONDAY:
        entries = entries.filter(updated_at__gte=since - SLACK)
    seen = F("activity__seen_version")
    other = Q(version__gt=seen) | Q(version__lt=seen) | ~Q(unit=F("activity__unit"))
    other |= Q(activity__evaluated_on__isnull=True, platform__is_group=False)
    rows = entries.filter(Q(activity__isnull=True) | other).order_by("pk")
    for part in _parts(list(rows.values_list("pk", "activity"))):
        begin([pk for pk, row in part if not row])
        AccountActivity.objects.filter(pk__in=[row for _, row in part if row]).update(dirty=True)


def _last_run(on: date) -> datetime | None:
    """Return when the last nightly run before a day began; None where there was none."""
    runs = JobRun.objects.filter(job=JOB, business_date__lt=on, finished_at__isnull=False)
    return runs.order_by("-business_date").values_list("started_at", flat=True).first()


def _follow_people(on: date) -> None:
    """Note since when nobody in post runs an account, and when somebody does again (无人运维)."""
    manned = Post.objects.filter(role__in=WRITERS, until__isnull=True, user__is_active=True, unit=OuterRef("unit"))
    team = TeamMember.objects.filter(account=OuterRef("pk"), until__isnull=True, role__in=RUNNERS)
    back = AccountActivity.objects.filter(unmanned_since__isnull=False).filter(Exists(manned) | Exists(team))
    back.update(unmanned_since=None, dirty=True)
    writers = Post.objects.filter(role__in=WRITERS, until__isnull=True, user__is_active=True)
    empty = Unit.objects.exclude(pk__in=writers.values("unit")).order_by().values("pk")
    left = AccountActivity.objects.filter(unit__in=empty, unmanned_since__isnull=True).exclude(level=Level.ENDED)
    rows = list(left.exclude(Exists(team)).order_by("pk").values_list("pk", "unit", "account__created_at"))
    for part in _parts(rows):
        since = _left_on([pk for pk, _, _ in part], [unit for _, unit, _ in part])
        made = [
            AccountActivity(
                pk=pk, unmanned_since=min(on, max(since.get((pk, unit), localdate(created)), localdate(created)))
            )
            for pk, unit, created in part
        ]
        AccountActivity.objects.bulk_update(made, ["unmanned_since"])
        AccountActivity.objects.filter(pk__in=[pk for pk, _, _ in part]).update(dirty=True)


def _left_on(pks: list[int], units: list[int]) -> dict[tuple[int, int], date]:
    """Return the day on which the last person who ran an account left, by account and unit."""
    posts, teams = dict[int, date](), dict[int, date]()
    ended = Post.objects.filter(unit__in=units, role__in=WRITERS, until__isnull=False).order_by("until")
    posts.update((unit, until) for unit, until in ended.values_list("unit", "until") if until)
    gone = TeamMember.objects.filter(account__in=pks, role__in=RUNNERS, until__isnull=False).order_by("until")
    teams.update((account, until) for account, until in gone.values_list("account", "until") if until)
    found = {}
    for pk, unit in zip(pks, units, strict=True):
        days = [day for day in (posts.get(unit), teams.get(pk)) if day is not None]
        if days:
            found[pk, unit] = max(days)
    return found


def _follow_editions(book: RuleBook) -> None:
    """Mark the accounts that were looked at under an edition that is no longer in force."""
    roots = Unit.objects.filter(parent__isnull=True).exclude(regime="").order_by()
    for root, regime in roots.values_list("pk", "regime"):
        found = book.of(regime)
        if found is not None:
            other = Q(edition__lt=found[0].pk) | Q(edition__gt=found[0].pk)
            AccountActivity.objects.filter(other, root=root, dirty=False).update(dirty=True)


def _parts(rows: list) -> list[list]:
    return [rows[start : start + PART] for start in range(0, len(rows), PART)]
