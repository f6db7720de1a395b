"""A second opinion: the State Council's tables typed in by hand, and counting one day after the other.

国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号. Shares no code and no data with what it checks.
"""

from datetime import date, timedelta

OFF = {
    2024: ["01-01", "02-10..02-17", "04-04..04-06", "05-01..05-05", "06-10", "09-15..09-17", "10-01..10-07"],
    2025: ["01-01", "01-28..02-04", "04-04..04-06", "05-01..05-05", "05-31..06-02", "10-01..10-08"],
    2026: [
        "01-01..01-03", "02-15..02-23", "04-04..04-06", "05-01..05-05", "06-19..06-21", "09-25..09-27",
        "10-01..10-07",
    ],
    # no notice yet: the statutory days of the first months
    2027: ["01-01", "02-05..02-08"],
}  # fmt: skip
WORKED = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    2027: [],
}
WORKDAYS_IN_YEAR = {2024: 251, 2025: 248, 2026: 248}
ONE_DAY = timedelta(days=1)


def days(year: int, spans: list[str]) -> set[date]:
    """Spell out spans such as 02-15..02-23."""
    found = set()
    for span in spans:
        first, _, last = span.partition("..")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            found.add(day)
            day += ONE_DAY
    return found


ALL_OFF = {day for year, spans in OFF.items() for day in days(year, spans)}
ALL_WORKED = {day for year, spans in WORKED.items() for day in days(year, spans)}


def works(day: date) -> bool:
    """Say whether a day is worked."""
    if day in ALL_WORKED:
        return True
    return day not in ALL_OFF and day.isoweekday() <= 5


def due(anchor: date, number: int) -> date:
    """Count working days one by one."""
    day, counted = anchor, 0
    while counted < number:
        day += ONE_DAY
        counted += works(day)
    return day


def every_day(first: int, last: int) -> list[date]:
    """List every day of the years."""
    start = date(first, 1, 1)
    return [start + timedelta(days=offset) for offset in range((date(last, 12, 31) - start).days + 1)]
