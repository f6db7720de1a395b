"""Making accounts, items and back-end exports for tests, plainly artificial."""

from datetime import date, datetime
from typing import Any

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from assessments.actions.items.tell import Origin
from assessments.models import MonthTally, PublishedItem, WeekTally
from assessments.states import Source
from assessments.telling import FIGURES, Told
from newmedia_portal.core.access.models import Unit
from tests.world import NOON

DAY = date(2026, 9, 1)


def account(unit: Unit, name: str = "示例发布", *, platform: str = "weibo", **more: Any) -> MediaAccount:
    """Return a running account in the register."""
    made = MediaAccount(
        unit=unit,
        root=unit.root or unit,
        platform=Platform.objects.get(code=platform),
        name=name,
        created_at=NOON,
        updated_at=NOON,
        **{"state": AccountState.FILED, "kind": "institutional", **more},
    )
    made.save()
    return made


def row(account: MediaAccount, on: date = DAY, title: str = "示例信息", **more: Any) -> PublishedItem:
    """Store an item as it is, past all actions."""
    values = {"key": f"{title}", "push": f"{title}", "source": Source.FORM, "at": NOON, **more}
    return PublishedItem.objects.create(account=account, published_on=on, title=title, **values)


def moment(text: str) -> datetime:
    """Return a local moment such as 2026-09-01 10:30."""
    return datetime.fromisoformat(f"{text}:00+08:00")


def told(account: MediaAccount, title: str = "示例信息", on: str = "2026-09-01", **more: Any) -> Told:
    """Return one telling; `on` is a day or a local moment, figures are named one by one."""
    at = moment(on) if " " in on else None
    figures = {name: more.pop(name) for name in FIGURES if name in more}
    return Told(account, date.fromisoformat(on[:10]), title, published_at=at, figures=figures, **more)


def source(kind: str = Source.IMPORT, *, at: datetime = NOON, **more: Any) -> Origin:
    """Return where a telling comes from."""
    return Origin(kind, None, at, **more)


def sums(account: MediaAccount) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Return items and pushes by week and by month."""
    weeks = WeekTally.objects.filter(account=account).order_by("start_on")
    months = MonthTally.objects.filter(account=account).order_by("start_on")
    return (
        {f"{row.start_on}": (row.items, row.pushes) for row in weeks},
        {f"{row.start_on:%Y-%m}": (row.items, row.pushes) for row in months},
    )
