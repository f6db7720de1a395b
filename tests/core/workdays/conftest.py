"""The calendar as shipped, people, and a register of clocks that follow the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workdays import recompute
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.core.workdays.recompute import Move
from newmedia_portal.core.workdays.seed import fixed_days, shipped_years

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    """The calendar that the project ships, without a database."""
    years = shipped_years()
    days = [day for year in years for day in year.days]
    return WorkCalendar.build({year.year: year.status for year in years}, days, fixed=fixed_days())


@pytest.fixture
def sysadmin(db: None) -> User:
    """系统管理员."""
    return User.objects.create_user("sysadmin", password="x", full_name="张某一", instance_role="sysadmin")


@pytest.fixture
def operator(db: None) -> User:
    """A person without any right over the calendar."""
    return User.objects.create_user("operator", password="x", full_name="李某二")


@dataclass
class Clocks:
    """Open and closed clocks of an imagined app: recounts the open ones and says what moved."""

    open: dict[str, tuple[date, int, date]] = field(default_factory=dict)
    closed: dict[str, tuple[date, int, date]] = field(default_factory=dict)
    versions: list[int] = field(default_factory=list)

    def __call__(self, calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Move]:
        """Recount what is open."""
        self.versions.append(calendar.version)
        moves = []
        for label, (anchor, number, before) in self.open.items():
            after = calendar.add_workdays(anchor, number)
            if after != before:
                moves.append(Move(label, before, after))
        self.open = {
            label: (anchor, number, calendar.add_workdays(anchor, number))
            for label, (anchor, number, _) in self.open.items()
        }
        return moves


@pytest.fixture
def clocks() -> Iterator[Clocks]:
    """Clocks that are registered for recomputation while the test runs."""
    found = Clocks()
    recompute.register(found)
    yield found
    recompute.unregister(found)


@pytest.fixture
def admin_client(sysadmin: User) -> Client:
    """系统管理员, signed in."""
    client = Client()
    client.force_login(sysadmin)
    return client


@pytest.fixture
def operator_client(operator: User) -> Client:
    """An ordinary person, signed in."""
    client = Client()
    client.force_login(operator)
    return client


def text_of(response: object) -> str:
    """Return a page as text."""
    return response.content.decode()  # type: ignore[attr-defined]
