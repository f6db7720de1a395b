"""The silence watch written a second time, day by day from raw items (旁证): slow, plain, and knowing nothing of it.

It shares no code with `assessments.watch`: it walks every single day, looks at every single item, keeps its own table
of holidays (set by hand from the State Council notices for 2025 and 2026) and its own numbers of the five regimes.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
OFF = """
2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01 2025-02-02 2025-02-03 2025-02-04
2025-04-04 2025-04-05 2025-04-06 2025-05-01 2025-05-02 2025-05-03 2025-05-04 2025-05-05
2025-05-31 2025-06-01 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-04 2025-10-05 2025-10-06 2025-10-07 2025-10-08
2026-01-01 2026-01-02 2026-01-03 2026-02-15 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-21
2026-02-22 2026-02-23 2026-04-04 2026-04-05 2026-04-06 2026-05-01 2026-05-02 2026-05-03 2026-05-04 2026-05-05
2026-06-19 2026-06-20 2026-06-21 2026-09-25 2026-09-26 2026-09-27
2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 2026-10-06 2026-10-07
"""
ON = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
HOLIDAYS = {date.fromisoformat(text) for text in OFF.split()}
WORKED = {date.fromisoformat(text) for text in ON.split()}


def is_workday(day: date) -> bool:
    """Say whether a day is worked."""
    return day in WORKED or (day.weekday() < 5 and day not in HOLIDAYS)


@dataclass(frozen=True)
class Law:
    """The numbers of a regime, typed off its articles and readings."""

    silent: int = 14
    near: int = 10
    zombie: int = 90
    stale: int = 7
    unmanned: int = 14
    week_items: int = 0
    month_percent: int = 0
    only_class: str = ""


LAWS = {
    "soe": Law(week_items=2),
    "corp": Law(),
    "gejiu": Law(month_percent=50, only_class="gov"),
    "taibai": Law(week_items=1),
    "jiusan": Law(),
}


@dataclass
class Life:
    """Everything that really happened to one account, and what of it is known."""

    opened_on: date | None
    items: list[tuple[date, int]]  # day, and the number of the push it went out in
    known: set[date]
    paused: set[date] = field(default_factory=set)
    closed_on: date | None = None
    unmanned_since: date | None = None
    account_class: str = "gov"
    pushes_a_month: int | None = 30


def judge(life: Life, law: Law, today: date) -> tuple[str, dict[str, object]]:
    """Return the level on a day and the numbers that the evidence must show."""
    seen = sorted(day for day, _ in life.items if day <= today)
    last = seen[-1] if seen else None
    if life.closed_on is not None and life.closed_on <= today:
        return ("revived" if last and last > life.closed_on else "ended"), {}
    if today in life.paused:
        return "paused", {}
    if life.opened_on is not None and today < life.opened_on and last is None:
        return "unknown", {}
    silence = _silence(life, last, today)
    missing = silence is None or _age(life, silence["data_until"], today) > law.stale
    quiet = 0 if silence is None else int(silence["days"])  # type: ignore[call-overload]
    alive = not missing and quiet < law.silent
    if life.unmanned_since is not None and (today - life.unmanned_since).days >= law.unmanned and not alive:
        return "shell", {"since": life.unmanned_since}
    if missing:
        return "unknown", silence or {}
    assert silence is not None
    never = silence.pop("never")
    if quiet >= law.zombie:
        return ("shell" if never else "zombie"), silence
    if quiet >= law.silent:
        return "silent", silence
    if quiet >= law.near:
        return "near", silence
    short = last_week_short(life, law, today) or last_month_short(life, law, today)
    return ("reminder", short) if short else ("active", silence)


def _silence(life: Life, last: date | None, today: date) -> dict[str, object] | None:
    """Walk back from the last known day until an item, the opening or a day without data stops the walk."""
    day = today
    items = {day for day, _ in life.items}
    while day not in life.known and day not in items:
        day -= DAY
        if day < today - timedelta(days=900):
            return None
    until, quiet, paused = day, 0, 0
    if day not in life.known:
        return {"days": 0, "data_until": until, "last_item_on": last, "paused_days": 0, "never": False}
    while day in life.known and day not in items and day != life.opened_on:
        paused += day in life.paused
        quiet += day not in life.paused
        day -= DAY
    never = last is None and day == life.opened_on and day in life.known
    return {"days": quiet, "data_until": until, "last_item_on": last, "paused_days": paused, "never": never}


def _age(life: Life, until: object, today: date) -> int:
    assert isinstance(until, date)
    return sum(until + DAY * n not in life.paused for n in range(1, (today - until).days + 1))


def last_week_short(life: Life, law: Law, today: date) -> dict[str, object] | None:
    """Return the figures of the last full week if it counts, is known and had too few items."""
    if not law.week_items:
        return None
    monday = today - DAY * (today.weekday() + 7)
    return week_short(life, law, monday)


def week_short(life: Life, law: Law, monday: date) -> dict[str, object] | None:
    """Return the figures of a week if it counts, is known and had too few items."""
    week = [monday + DAY * n for n in range(7)]
    if life.opened_on is not None and life.opened_on >= week[0]:
        return None
    if life.closed_on is not None and life.closed_on <= week[-1]:
        return None
    if sum(map(is_workday, week)) < 3 or any(day in life.paused for day in week):
        return None
    count = sum(day in week for day, _ in life.items)
    if count >= law.week_items or not all(day in life.known for day in week):
        return None
    return {"start_on": week[0], "end_on": week[-1], "required": law.week_items, "actual": count}


def last_month_short(life: Life, law: Law, today: date) -> dict[str, object] | None:
    """Return the figures of the last full month if it counts, is known and had too few pushes."""
    if not law.month_percent or life.account_class != law.only_class or life.pushes_a_month is None:
        return None
    day = today.replace(day=1) - DAY
    month = [date(day.year, day.month, n + 1) for n in range(day.day)]
    if life.opened_on is not None and life.opened_on >= month[0]:
        return None
    if life.closed_on is not None and life.closed_on <= month[-1]:
        return None
    counted = [day for day in month if day not in life.paused]
    if not counted or not all(day in life.known for day in counted):
        return None
    pushes = len({push for day, push in life.items if day in month})
    wanted = law.month_percent / 100 * life.pushes_a_month * len(counted) / len(month)
    if pushes >= wanted - 1e-9:
        return None
    return {"start_on": month[0], "end_on": month[-1], "actual": pushes}
