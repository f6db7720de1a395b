"""Telling those concerned of new flags (静默提醒): once for each flag, on working days only.

A flag raised on a day off is told on the next working day, and never when it was cleared before. Each person gets one
message a day for each level, with the number of accounts, or the account's name where it is one.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import LEADERS, WRITERS, Role
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays import working_days

from ..models import SilenceFlag
from ..states import Level, level_of
from ..watch.sentences import sentence

KIND = "silence"
PART = 5_000


class Untold(NamedTuple):
    """A flag to be told of."""

    pk: int
    account: int
    name: str
    unit: int
    root: int
    level: str
    evidence: dict[str, Any]


def tell(on: date, at: datetime) -> int:
    """Tell of every flag that stands and has not been told; returns how many flags were told."""
    if not working_days.current().is_workday(on):
        return 0
    untold = SilenceFlag.objects.open().filter(told_on__isnull=True, raised_on__lte=on)
    held = list(untold.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not held:
        return 0
    flags = list(_untold(held))
    people = _people({flag.unit for flag in flags}, {flag.root for flag in flags})
    concerned: dict[tuple[int, str], list[Untold]] = defaultdict(list)
    for flag in flags:
        for user in people["unit", flag.unit] | people["root", flag.root]:
            concerned[user, flag.level].append(flag)
    notices = [_message(user, level, rows, on, at) for (user, level), rows in sorted(concerned.items())]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    for part in _parts(held):
        SilenceFlag.objects.filter(pk__in=part).update(told_on=on)
    return len(flags)


def _untold(pks: list[int]) -> Iterator[Untold]:
    columns = ("pk", "account", "account__name", "unit", "root", "level", "evidence")
    for part in _parts(pks):
        for values in SilenceFlag.objects.filter(pk__in=part).order_by("pk").values_list(*columns):
            yield Untold(*values)


def _parts(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + PART] for start in range(0, len(pks), PART))


def _people(units: set[int], roots: set[int]) -> dict[tuple[str, int], set[int]]:
    """Return writers and leaders by unit, the department's registrars by organisation."""
    of_unit = Q(unit__in=units, role__in=[*WRITERS, *LEADERS])
    of_root = Q(unit__root__in=roots, role=Role.REGISTRAR)
    posts = Post.objects.filter(of_unit | of_root, until__isnull=True, user__is_active=True).order_by()
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for user, unit, root, role in posts.values_list("user", "unit", "unit__root", "role"):
        place = ("root", int(root or unit)) if role == Role.REGISTRAR else ("unit", unit)
        found[place].add(user)
    return found


def _message(user: int, level: str, flags: list[Untold], on: date, at: datetime) -> Notice:
    word, first = level_of(level).label, flags[0]
    if len(flags) == 1:
        title, body = f"“{first.name}”{_verb(level)}{word}", sentence(first.evidence)
        url = reverse("assessments:watch-account", args=[first.account])
    else:
        title, body = f"{len(flags)} 个账号{_verb(level)}{word}", f"例如“{first.name}”:{sentence(first.evidence)}"
        url = f"{reverse('assessments:watch')}?level={level}"
    return Notice(
        user_id=user,
        kind=f"{KIND}.{level}",
        title=title[:200],
        body=body[:500],
        url=url,
        key=f"{KIND}:{level}:{on}:{max(flag.account for flag in flags)}",
        created_at=at,
    )


def _verb(level: str) -> str:
    return {Level.REMINDER: "收到", Level.NEAR: "", Level.REVIVED: ""}.get(level_of(level), "列为")
