"""Figures of publishing from the stored sums (发布数据): items and their readers, kept quotas, silence, followers."""

from collections.abc import Container
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, F, QuerySet, Sum
from django.db.models.functions import Cast

from newmedia_portal.core.workdays import working_days

from ...coverage import covers, runs_of
from ...looking.facts import pauses_of
from ...models import AccountActivity, FollowerCount, MissedQuota, MonthTally, Suspension, WeekTally
from ...periods import WEEK, end_of_month, end_of_week, month_of, next_month, week_of
from ...scoring import Row
from ...watch import QuotaRule, rules_of
from ...watch.periods import share_of
from ...watch.spans import ONE_DAY, Span, days_within
from .. import refs
from .subjects import Frame, Sums

SUMS = ("items", "pushes", "reads", "likes", "wows", "forwards", "comments")


def read_sums(frame: Frame) -> None:
    """Read what was published by month; nothing published is 0 only where every day is known."""
    wanted = [name for name in SUMS if name in frame.measures]
    read = list(wanted)
    if "originals" in frame.measures:
        wanted.append("originals")
        read = [*wanted, *(["items"] if "items" not in wanted else [])]
    if not wanted:
        return
    rows = frame.mine(MonthTally.objects.filter(start_on__gte=month_of(frame.first), start_on__lte=frame.until))
    sums = rows.values("account").annotate(**{f"of_{name}": Cast(Sum(name), BigIntegerField()) for name in read})
    found = {row[0]: row[1:] for row in _plainly(sums)}
    ids = (refs.span(refs.MONTHS, frame.first, frame.until),)
    wholes = {"originals": read.index("items")} if "originals" in wanted else {}
    frame.sums = Sums(tuple(wanted), wholes, ids, found)
    _known_to_be_none(frame, [name for name in wanted if name in ("items", "pushes")], found)


def _plainly(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Return rows of whole numbers as the database gives them; to convert each by itself takes as long as reading."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _known_to_be_none(frame: Frame, wanted: list[str], seen: Container[int]) -> None:
    """Note 0 for accounts that published nothing, where the data has no hole."""
    silent = [pk for pk in frame.subjects if pk not in seen]
    for start in range(0, len(silent) if wanted else 0, 5000):
        for pk, runs in runs_of(silent[start : start + 5000]).items():
            opened = frame.subjects[pk].opened_on
            if runs and covers(runs, max(frame.first, opened or frame.first), frame.until):
                for name in wanted:
                    frame.of_account(pk, Row(name, 0, None, (refs.span(refs.MONTHS, frame.first, frame.until),)))


def read_quotas(frame: Frame) -> None:
    """Read kept and missed weeks and months: kept ones from the sums, missed ones as the watch has found them."""
    if not frame.measures & {"quota", "weeks_kept"}:
        return
    for rule in rules_of(frame.quarter.edition.edition).quotas:
        if rule.period == "week":
            _weeks(frame, rule)
        else:
            _months(frame, rule)


def _weeks(frame: Frame, rule: QuotaRule) -> None:
    mondays, least = _mondays(frame, rule), rule.minimum or 1
    if not mondays:
        return
    kept = _kept_weeks(frame, rule, mondays, least)
    missed = _missed(frame, rule, mondays[0], mondays[-1])
    ids = refs.span(refs.WEEKS, mondays[0], end_of_week(mondays[-1]))
    weekly, quota = "weeks_kept" in frame.measures, "quota" in frame.measures
    none: list[tuple[int, int, int]] = []
    for pk, subject in frame.subjects.items():
        good, bad = kept.get(pk, 0), missed.get(pk, none)
        if not (good or bad) or (rule.classes and not rule.binds(subject.account_class)):
            continue
        told = (ids, *(refs.ref(refs.MISSED, one[0]) for one in bad)) if bad else (ids,)
        if weekly:
            frame.of_account(pk, Row("weeks_kept", good, good + len(bad), told))
        if quota:
            done = good * least + sum(one[2] for one in bad)
            frame.of_account(pk, Row("quota", done, good * least + sum(one[1] for one in bad), told))


def _mondays(frame: Frame, rule: QuotaRule) -> list[date]:
    """Return the full weeks that end in the period and count by their working days."""
    calendar, found, monday = working_days.current(), [], week_of(frame.first)
    while end_of_week(monday) <= min(frame.until, frame.quarter.end_on):
        if (
            not rule.min_workdays
            or calendar.workdays_between(monday - ONE_DAY, end_of_week(monday)) >= rule.min_workdays
        ):
            found.append(monday)
        monday += WEEK
    return found


def _kept_weeks(frame: Frame, rule: QuotaRule, mondays: list[date], least: int) -> dict[int, int]:
    """Return in how many of the weeks each account published enough; of a few the weeks that do not count are out."""
    enough = frame.mine(WeekTally.objects.filter(start_on__in=mondays, **{f"{rule.metric}__gte": least}))
    kept = dict(enough.values_list("account").annotate(kept=Count("pk")))
    pauses = _pauses(frame)
    special = {
        pk
        for pk, one in frame.subjects.items()
        if (one.opened_on is not None and one.opened_on >= mondays[0]) or one.closed_on is not None or pk in pauses
    }
    if special:
        left = list(special)
        for start in range(0, len(left), 5000):
            part = enough.filter(account__in=left[start : start + 5000])
            for account, monday in part.values_list("account", "start_on"):
                if not _counts(frame, rule, account, monday, pauses.get(account, ())):
                    kept[account] -= 1
    return kept


def _counts(frame: Frame, rule: QuotaRule, account: int, monday: date, pauses: tuple[Span, ...]) -> bool:
    """Whether a week counts: neither that of opening or closing, nor touched by a pause."""
    one, sunday = frame.subjects.get(account), end_of_week(monday)
    if one is None or days_within(pauses, monday, sunday):
        return False
    ends = [day for day in (one.opened_on, one.closed_on) if day is not None]
    return not (rule.skip_ends and any(monday <= day <= sunday for day in ends))


def _pauses(frame: Frame) -> dict[int, tuple[Span, ...]]:
    rows = Suspension.objects.excusing().filter(first_on__lte=frame.until, last_on__gte=frame.first - timedelta(days=6))
    accounts = list(frame.mine(rows).values_list("account", flat=True).distinct())
    return {pk: spans for pk, spans in pauses_of(accounts).items() if spans}


def _missed(frame: Frame, rule: QuotaRule, first: date, last: date) -> dict[int, list[tuple[int, int, int]]]:
    """Return the missed periods that stand: row, asked, published."""
    standing = MissedQuota.objects.filter(period=rule.period, metric=rule.metric, cleared_on__isnull=True)
    rows = frame.mine(standing.filter(start_on__gte=first, start_on__lte=last))
    found: dict[int, list[tuple[int, int, int]]] = {}
    for account, pk, required, actual in rows.order_by("pk").values_list("account", "pk", "required", "actual"):
        found.setdefault(account, []).append((pk, required, actual))
    return found


def _months(frame: Frame, rule: QuotaRule) -> None:
    """Read the monthly quota: what a full or paused month asks follows from what the platform allows."""
    months = _full_months(frame)
    if not months or "quota" not in frame.measures:
        return
    pauses, missed = _pauses(frame), _missed(frame, rule, months[0], months[-1])
    done: dict[int, int] = {}
    asked: dict[int, int] = {}
    rows = frame.mine(MonthTally.objects.filter(start_on__in=months))
    for account, start, actual in rows.values_list("account", "start_on", rule.metric).iterator(chunk_size=5000):
        required = _asked(frame, rule, account, start, pauses.get(account, ()))
        if required and actual >= required:
            done[account] = done.get(account, 0) + required
            asked[account] = asked.get(account, 0) + required
    ids = refs.span(refs.MONTHS, months[0], end_of_month(months[-1]))
    for pk in frame.subjects:
        bad = missed.get(pk, [])
        if pk in asked or bad:
            whole = asked.get(pk, 0) + sum(one[1] for one in bad)
            value = done.get(pk, 0) + sum(one[2] for one in bad)
            frame.of_account(pk, Row("quota", value, whole, (ids, *(refs.ref(refs.MISSED, one[0]) for one in bad))))


def _full_months(frame: Frame) -> list[date]:
    found, start = [], month_of(frame.first)
    while end_of_month(start) <= min(frame.until, frame.quarter.end_on):
        found.append(start)
        start = next_month(start)
    return found


def _asked(frame: Frame, rule: QuotaRule, account: int, start: date, pauses: tuple[Span, ...]) -> int:
    """Return what a month asked of an account; 0 where it does not count or cannot be told."""
    one, end = frame.subjects.get(account), end_of_month(start)
    if one is None or not rule.binds(one.account_class):
        return 0
    ends = [day for day in (one.opened_on, one.closed_on) if day is not None]
    if rule.skip_ends and any(start <= day <= end for day in ends):
        return 0
    if rule.minimum is not None:
        return rule.minimum
    counted = (end - start).days + 1 - days_within(pauses, start, end)
    if one.pushes_a_month is None or not counted:
        return 0
    return share_of(rule, one.pushes_a_month, counted, (end - start).days + 1)


def read_silence(frame: Frame) -> None:
    """Read for how many days accounts have been silent, as far as is known."""
    if "silence_days" not in frame.measures:
        return
    rows = frame.mine(AccountActivity.objects.filter(silent_days__isnull=False))
    for account, days in rows.values_list("account", F("silent_days")).iterator(chunk_size=5000):
        frame.of_account(account, Row("silence_days", days, None, (refs.ref(refs.SILENCE, account),)))


def read_followers(frame: Frame) -> None:
    """Read the last count of followers up to the end of the period."""
    if "followers" not in frame.measures:
        return
    rows = frame.mine(FollowerCount.objects.filter(as_of__lte=frame.until)).order_by("account", "as_of")
    latest = {account: (count, as_of) for account, count, as_of in rows.values_list("account", "count", "as_of")}
    for account, (count, as_of) in latest.items():
        frame.of_account(account, Row("followers", count, None, (refs.ref(refs.FOLLOWERS, as_of),)))
