"""Making accounts with a past for tests of the watch, plainly artificial."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import MediaAccount
from assessments.actions.items.tell import Covered, tell
from assessments.looking.scan import scan_silence
from assessments.models import AccountActivity, SilenceFlag
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.jobs.schedule import Counts
from tests.assessments.items.making import account as plain_account
from tests.assessments.items.making import source, told

OPENED = date(2026, 1, 5)


def noon(day: date) -> datetime:
    """Return noon of a day in China."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def account(unit: Unit, name: str = "示例发布", **more: Any) -> MediaAccount:
    """Return a running account opened at the start of 2026."""
    return plain_account(unit, name, **{"opened_on": OPENED, "handle": name, **more})


def publish(
    one: MediaAccount, *days: date, known: tuple[date, date] | None = None, at: date | None = None, mark: str = ""
) -> None:
    """Tell items of these days, and of which days everything is known; told on the day after the last of them."""
    ends = [*days, *([known[1]] if known else [])]
    moment = noon(at or max(ends) + timedelta(days=1))
    items = [told(one, f"示例信息{mark}{day}", str(day), link=f"https://www.example.cn/{mark}{day}") for day in days]
    tell(items, source(at=moment), covers=[Covered(one, *known)] if known else [])


def every(days: int, first: date, last: date) -> Iterable[date]:
    """Return every so many days from one to another."""
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, days)]


def night(on: date) -> Counts:
    """Run the nightly job on a day."""
    return scan_silence(on=on, at=noon(on))


def standing(one: MediaAccount) -> AccountActivity:
    """Return where an account stands."""
    return AccountActivity.objects.get(pk=one.pk)


def flags(one: MediaAccount) -> list[tuple[str, str, str | None]]:
    """Return the flags of an account in order: level, raised, cleared."""
    rows = SilenceFlag.objects.filter(account=one).order_by("pk")
    return [(row.level, str(row.raised_on), row.cleared_on and str(row.cleared_on)) for row in rows]
