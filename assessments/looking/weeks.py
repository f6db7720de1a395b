"""The weekly rule over many accounts at once (按周达标): how many weeks each kept, from the sums by week alone."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import MediaAccount

from ..models import WeekTally
from ..watch import LOOK_BACK, QuotaRule
from ..watch.periods import Calendar, full_periods
from ..watch.spans import ONE_DAY


def counted_weeks(rule: QuotaRule, calendar: Calendar, on: date) -> list[date]:
    """Return the Mondays of the full weeks before a day that count by their working days, the latest first."""
    weeks = full_periods("week", on, LOOK_BACK["week"])
    least = rule.min_workdays or 0
    return [start for start, end in weeks if calendar.workdays_between(start - ONE_DAY, end) >= least]


def weeks_kept(
    accounts: QuerySet[MediaAccount], rule: QuotaRule, calendar: Calendar, on: date
) -> tuple[int, dict[int, int]]:
    """Return how many weeks count, and in how many of them each account published enough; none kept is left out.

    One statement over the stored sums. Opening, pauses and holes in the data are matters of the single account: they
    stand with its missed quotas.
    """
    weeks = counted_weeks(rule, calendar, on)
    enough = Q(**{f"{rule.metric}__gte": rule.minimum or 1})
    rows = WeekTally.objects.filter(enough, start_on__in=weeks, account__in=accounts.order_by().values("pk"))
    return len(weeks), dict(rows.order_by().values("account").annotate(kept=Count("pk")).values_list("account", "kept"))
