"""Messages about a period of assessment (考核站内消息)."""

from collections.abc import Iterable
from datetime import datetime

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS
from newmedia_portal.core.access.scope import scope_of
from newmedia_portal.core.notices.actions import notify

from ..models import Entry, Quarter, QuarterObjection

KIND = "assessment"


def tell_units(quarter: Quarter, step: str, title: str, *, at: datetime) -> None:
    """Tell writers and leaders of every unit in a quarter; once per step."""
    units = Entry.objects.filter(quarter=quarter).order_by().values("unit")
    posts = Post.objects.filter(until__isnull=True, unit__in=units, role__in=(*WRITERS, *LEADERS))
    people = posts.order_by().values_list("user", flat=True).distinct()
    notify(people, kind=KIND, title=title, url=quarter.get_absolute_url(), at=at, key=f"quarter-{quarter.pk}-{step}")


def tell_department(quarter: Quarter, key: str, title: str, url: str, *, at: datetime) -> None:
    """Tell the staff whose scope covers the tree."""
    notify(staff_of(quarter), kind=KIND, title=title, url=url, at=at, key=key)


def tell_unit(objection: QuarterObjection, title: str, *, at: datetime) -> None:
    """Tell who objected."""
    key = f"objection-{objection.pk}-{objection.state}"
    notify([objection.by_id], kind=KIND, title=title, url=objection.get_absolute_url(), at=at, key=key)


def staff_of(quarter: Quarter) -> Iterable[User]:
    """Return the people of the department who run a quarter."""
    posts = Post.objects.filter(until__isnull=True, role__in=AUTHORITY, unit__root=quarter.root_id)
    people = User.objects.filter(pk__in=posts.order_by().values("user"), is_active=True)
    return [person for person in people if scope_of(person).covers(quarter.root)]
