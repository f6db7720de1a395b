"""The rule agrees with an oracle written apart: every account, every day of a year, all five editions."""

import os
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from assessments.watch import History, Subject, Tally, Verdict, evaluate, rules_of
from assessments.watch.spans import merged
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.seed import fixed_days, shipped_years
from newmedia_portal.regimes.loader import shipped
from newmedia_portal.regimes.vocabulary import REGIME_CODES

from .oracle import DAY, LAWS, Life, judge

YEAR = [date(2025, 6, 1) + timedelta(days=n) for n in range(366)]
#: So many accounts for each edition; a longer run: WATCH_ACCOUNTS=2000.
ACCOUNTS = int(os.environ.get("WATCH_ACCOUNTS", "18"))


def calendar() -> WorkCalendar:
    """Return the calendar as shipped, without a database."""
    years = shipped_years()
    statuses = {year.year: year.status for year in years}
    return WorkCalendar.build(statuses, [day for year in years for day in year.days], fixed=fixed_days())


def a_life(rng: random.Random) -> Life:
    """Return an account with a random year behind it: rhythms, holidays of its own, holes in the data, pauses."""
    opened = rng.choice([None, date(2025, 1, 1), YEAR[0] + DAY * rng.randrange(300), date(2025, 9, 30)])
    begin = opened or date(2025, 3, 1)
    early = DAY * rng.choice([0, 0, 0, 0, 0, 45])
    rhythm, items, push, day = rng.choice([0, 1, 3, 5, 9, 30, 100, 400]), [], 0, begin - early
    while rhythm and day <= YEAR[-1]:
        for _ in range(rng.choice([1, 1, 1, 3])):
            items.append((day, push))
            push += rng.random() < 0.6
        push += 1
        day += DAY * max(1, round(rng.expovariate(1 / rhythm)))
        if rng.random() < 0.04:
            day += DAY * rng.choice([10, 13, 14, 15, 30, 89, 90, 95])
    known = {begin + DAY * n for n in range(-rng.choice([0, 0, 1, 40]), (YEAR[-1] - begin).days + 1)}
    for _ in range(rng.choice([0, 0, 1, 3, 6])):
        hole, length = rng.choice(YEAR), rng.choice([1, 6, 7, 8, 20, 60])
        known -= {hole + DAY * n for n in range(length)}
    if rng.random() < 0.1:
        known = set()
    paused: set[date] = set()
    for _ in range(rng.choice([0, 0, 1, 2])):
        start = rng.choice(YEAR)
        paused |= {start + DAY * n for n in range(rng.choice([1, 5, 14, 31, 70]))}
    closed = rng.choice([None, None, rng.choice(YEAR)])
    if closed is not None and opened is not None and closed < opened:
        closed = None
    if closed is not None and rng.random() < 0.6:
        items = [item for item in items if item[0] <= closed]
    unmanned = rng.choice([None, None, None, rng.choice(YEAR)])
    klass, pushes = rng.choice(["gov", "gov", "gov", "nongov"]), rng.choice([30, 90, 4, None])
    return Life(opened, items, known, paused, closed, unmanned, klass, pushes)


def told(life: Life, today: date) -> tuple[Subject, History]:
    """Return what the portal would have stored of this life by the evening of a day."""
    seen = [(day, push) for day, push in life.items if day <= today]
    weeks, months = {}, {}
    for table, start_of in ((weeks, lambda d: d - DAY * d.weekday()), (months, lambda d: d.replace(day=1))):
        groups: dict[date, list[int]] = {}
        for day, push in seen:
            groups.setdefault(start_of(day), []).append(push)
        table |= {start: Tally(len(pushes), len(set(pushes))) for start, pushes in groups.items()}
    closed = life.closed_on if life.closed_on is not None and life.closed_on <= today else None
    unmanned = life.unmanned_since if life.unmanned_since is not None and life.unmanned_since <= today else None
    subject = Subject(life.opened_on, closed is not None, closed, life.account_class, life.pushes_a_month)
    history = History(
        last_item_on=max((day for day, _ in seen), default=None),
        weeks=weeks,
        months=months,
        runs=merged((day, day) for day in life.known if day <= today),
        pauses=merged((day, day) for day in life.paused),
        unmanned_since=unmanned,
    )
    return subject, history


def compare(verdict: Verdict, level: str, numbers: dict[str, object]) -> list[str]:
    """Return every number in which evidence and oracle differ."""
    if str(verdict.level) != level:
        return [f"level {verdict.level} for {level}"]
    wanted = {name: value.isoformat() if isinstance(value, date) else value for name, value in numbers.items()}
    wanted.pop("never", None)
    found = {name: verdict.evidence.get(name) for name in wanted}
    return [] if found == wanted else [f"{found} for {wanted}"]


@pytest.mark.parametrize("code", REGIME_CODES)
def test_level_and_evidence_agree_with_the_oracle_on_every_day_of_a_year(code):
    rules, workdays, rng = rules_of(shipped(code)), calendar(), random.Random(f"watch-{code}")
    levels: Counter[str] = Counter()
    for number in range(ACCOUNTS):
        life = a_life(rng)
        for today in YEAR:
            level, numbers = judge(life, LAWS[code], today)
            verdict = evaluate(*told(life, today), rules, workdays, today)
            assert compare(verdict, level, numbers) == [], (code, number, today)
            levels[level] += 1
    wanted = {"active", "unknown", "paused", "ended", "zombie", "silent", "near", "shell"}
    assert wanted - set(levels) == set()
    assert ("reminder" in levels) == bool(rules.quotas)
    assert "revived" in levels or ACCOUNTS < 50


@pytest.mark.parametrize("code", ["soe", "gejiu"])
def test_a_stored_verdict_stays_true_until_its_next_look_unless_facts_change(code):
    rules, workdays, rng = rules_of(shipped(code)), calendar(), random.Random(f"next-{code}")
    looks = 0
    for _ in range(max(4, ACCOUNTS // 3)):
        life = a_life(rng)
        stored, before = None, None
        for today in YEAR:
            facts = told(life, today)
            fresh = evaluate(*facts, rules, workdays, today)
            if stored is None or facts != before or (stored.check_on is not None and stored.check_on <= today):
                stored, before, looks = fresh, facts, looks + 1
            assert (stored.level, stored.evidence) == (fresh.level, fresh.evidence), today
    assert looks > 100
