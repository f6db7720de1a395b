"""Clearing away what is over (到期清理): every day, a bounded number of rows of each rule, in one transaction."""

from datetime import date, datetime, time, timedelta

from ..audit import record, register
from ..jobs.schedule import Counts, daily
from ..transactions import unit_of_work
from .rules import Rule, limit, rules

JOB = "core.retention"
AT_ONCE = 20_000
register("retention.cleared", "清理到期记录")


@daily(JOB, label="清理到期记录", not_before=time(3, 50))
def clear(*, on: date, at: datetime) -> Counts:
    """Delete what each rule gives up; more than 20,000 rows of a rule are left to the days that follow."""
    gone: dict[str, int] = {}
    with unit_of_work():
        for rule in rules():
            if number := _cleared(rule, at):
                gone[rule.code] = number
        if gone:
            record("retention.cleared", by=None, at=at, after=dict(gone))
    return Counts(looked_at=len(rules()), cleared=sum(gone.values()))


def _cleared(rule: Rule, at: datetime) -> int:
    if rule.old is None:
        return 0
    before = at - timedelta(days=rule.fixed) if rule.fixed else limit(rule.days, at=at)
    if before is None:
        return 0
    rows = rule.old(before)
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    rows.model._base_manager.filter(pk__in=keys).delete()
    return len(keys)
