"""From facts to a level (静默分级): the worst that is certain, its evidence, and when time alone may change it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ..states import Level
from .periods import Calendar, Outcome, Status, outcomes, period_after, period_start
from .records import History, Subject
from .rules import Rules
from .silence import Silence, silence_of, stale_from
from .spans import ONE_DAY, span_of


@dataclass(frozen=True)
class Verdict:
    """Where an account stands on a day, why, the next day to look again, and its full periods, latest first."""

    level: Level
    evidence: dict[str, Any]
    check_on: date | None
    periods: list[Outcome] = field(default_factory=list)
    silence: Silence | None = None

    @property
    def missed(self) -> list[Outcome]:
        """The periods in which too little was published."""
        return [one for one in self.periods if one.status == Status.MISSED]


def evaluate(subject: Subject, history: History, rules: Rules, calendar: Calendar, day: date) -> Verdict:
    """Return level, evidence and next look of one account on a day; the same facts always give the same verdict.

    The order is: ended, paused, nobody who runs it, no data, then silence from the longest to the shortest, then the
    quota of the last full week or month. Evidence never holds a number that grows by itself, so that a stored verdict
    stays true until `check_on` unless facts change.
    """
    silence = silence_of(subject, history, day)
    periods = [one for rule in rules.quotas for one in outcomes(subject, history, rule, calendar, day)]
    if subject.ended:
        level, evidence = _ended(subject, history)
    else:
        level, evidence = (
            _excused(subject, history, day)
            or _unmanned(history, rules, silence, day)
            or _unknown(history, rules, silence, day)
            or _silent(subject, rules, silence)
            or _short(rules, periods, silence, day)
            or (Level.ACTIVE, {"reason": "active", **_seen(silence)})
        )
    cited = {"edition": rules.name, **evidence}
    if level in (Level.NEAR, Level.SILENT, Level.ZOMBIE, Level.SHELL):
        code = Level.SILENT if level == Level.NEAR else level
        cited["article"] = rules.articles.get(str(code), "")
    if history.last_source and cited.get("last_item_on"):
        cited["source"] = history.last_source
    check_on = None if subject.ended else _next_look(subject, history, rules, level, silence, day)
    return Verdict(level, cited, check_on, periods, silence)


_Found = tuple[Level, dict[str, Any]]


def _ended(subject: Subject, history: History) -> _Found:
    closed, last = subject.closed_on, history.last_item_on
    if closed is not None and last is not None and last > closed:
        return Level.REVIVED, {"reason": "revived", "closed_on": _text(closed), "last_item_on": _text(last)}
    return Level.ENDED, {"reason": "ended", "closed_on": _text(closed)}


def _excused(subject: Subject, history: History, day: date) -> _Found | None:
    pause = span_of(history.pauses, day)
    if pause is not None:
        return Level.PAUSED, {"reason": "paused", "first_on": _text(pause[0]), "last_on": _text(pause[1])}
    if subject.opened_on is not None and day < subject.opened_on and history.last_item_on is None:
        return Level.UNKNOWN, {"reason": "not_open", "opened_on": _text(subject.opened_on)}
    return None


def _unmanned(history: History, rules: Rules, silence: Silence | None, day: date) -> _Found | None:
    """Return 空壳号 for an account that nobody runs; one that is known to publish all the same is no shell."""
    since, line = history.unmanned_since, rules.unmanned_days
    if since is None or line is None or (day - since).days < line:
        return None
    fresh = silence is not None and _unknown(history, rules, silence, day) is None
    if silence is not None and fresh and (rules.silent_days is None or silence.days < rules.silent_days):
        return None
    last = _text(history.last_item_on)
    return Level.SHELL, {"reason": "unmanned", "since": _text(since), "line": line, "last_item_on": last}


def _unknown(history: History, rules: Rules, silence: Silence | None, day: date) -> _Found | None:
    if silence is None:
        return Level.UNKNOWN, {"reason": "no_data"}
    if rules.stale_days is None or day < stale_from(silence.until, rules.stale_days, history):
        return None
    return Level.UNKNOWN, {"reason": "stale", "line": rules.stale_days, **_seen(silence)}


def _silent(subject: Subject, rules: Rules, silence: Silence | None) -> _Found | None:
    if silence is None:
        return None
    seen = _seen(silence)
    if rules.zombie_days is not None and silence.days >= rules.zombie_days:
        if silence.never:
            opened = _text(subject.opened_on)
            return Level.SHELL, {"reason": "never", "line": rules.zombie_days, "opened_on": opened, **seen}
        return Level.ZOMBIE, {"reason": "silent", "line": rules.zombie_days, **seen}
    if rules.silent_days is not None and silence.days >= rules.silent_days:
        return Level.SILENT, {"reason": "silent", "line": rules.silent_days, **seen}
    if rules.near_days is not None and silence.days >= rules.near_days:
        return Level.NEAR, {"reason": "silent", "line": rules.silent_days, **seen}
    return None


def _short(rules: Rules, periods: list[Outcome], silence: Silence | None, day: date) -> _Found | None:
    """Return the reminder where the last full week or month had too little."""
    for one in periods:
        if one.status == Status.MISSED and period_after(one.rule.period, one.start) == period_start(
            one.rule.period, day
        ):
            told = {"reason": "quota", **of_quota(one), "article": one.rule.article}
            return Level.REMINDER, {**_seen(silence), **told}
    return None


def of_quota(one: Outcome) -> dict[str, Any]:
    """Return a period and its figures as evidence."""
    return {
        "metric": one.rule.metric,
        "period": one.rule.period,
        "start_on": _text(one.start),
        "end_on": _text(one.end),
        "required": one.required,
        "actual": one.actual,
        "possible": one.possible,
        "in_principle": one.rule.in_principle,
    }


def _next_look(
    subject: Subject, history: History, rules: Rules, level: Level, silence: Silence | None, day: date
) -> date | None:
    """Return the next day on which time alone may change the verdict; None where it cannot."""
    days = [first for first, _ in history.pauses if first > day]
    days += [last + ONE_DAY for first, last in history.pauses if first <= day <= last]
    if subject.opened_on is not None and subject.opened_on > day:
        days.append(subject.opened_on)
    if history.unmanned_since is not None and rules.unmanned_days is not None:
        days.append(history.unmanned_since + timedelta(days=rules.unmanned_days))
    if silence is not None and rules.stale_days is not None:
        days.append(stale_from(silence.until, rules.stale_days, history))
    if level != Level.UNKNOWN:
        bound = {rule.period for rule in rules.quotas if rule.binds(subject.account_class)}
        days += [period_after(period, period_start(period, day)) for period in bound]
    return min((one for one in days if one > day), default=None)


def _seen(silence: Silence | None) -> dict[str, Any]:
    if silence is None:
        return {}
    return {
        "last_item_on": _text(silence.last_item_on),
        "counted_from": _text(silence.counted_from),
        "data_until": _text(silence.until),
        "days": silence.days,
        "paused_days": silence.paused,
        "gap": silence.gap,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
