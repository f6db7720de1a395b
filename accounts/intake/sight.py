"""What the portal holds of the people, units and posts that a workbook names (对照), in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.secrets import fingerprint
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.typed import key_of
from newmedia_portal.regimes.schema import Edition

from ..actions.common import edition_of
from ..ledger.snapshot import in_parts
from .reading import Row

UNIT_FIELDS = ("pk", "code", "name", "kind", "path", "parent_id", "root_id", "regime", "is_authority", "closed_on")


def word_for(unit: Unit) -> str:
    """Return a unit as templates and exports write it: the name, and the code that tells it from others."""
    return f"{unit.name}（{unit.code}）"


@dataclass
class Sight:
    """People by log-in name and number, units by what they are called, posts by person and by place."""

    named: dict[str, list[Unit]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    phones: dict[str, list[User]] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[int, str], list[Post]] = field(default_factory=lambda: defaultdict(list))
    _editions: dict[str, Edition | None] = field(default_factory=dict)

    def units_called(self, text: str) -> list[Unit]:
        """Return the units that a text means: by code, by name with code, or by exact name."""
        return self.named.get(key_of(text), [])

    def edition(self, unit: Unit, on: date) -> Edition | None:
        """Return the edition that binds a unit, asked for once per regime; None where there is none."""
        code = unit.regime_code
        if code not in self._editions:
            try:
                self._editions[code] = edition_of(unit, on)
            except Refused:
                self._editions[code] = None
        return self._editions[code]


def take_sight(rows: Iterable[Row], *, by: Any, lock: bool = False) -> Sight:
    """Read what rows of people are held against: units that `by` may see (None: all), people, their posts.

    With `lock` units and people stay locked until the transaction ends, units first, as every action does.
    """
    rows = list(rows)
    sight = Sight()
    _units(sight, by)
    units = {unit.pk: unit for row in rows for unit in sight.units_called(row.get("unit") or "")}
    if lock:
        for part in in_parts(sorted(units)):
            for fresh in Unit.objects.select_for_update().filter(pk__in=part).order_by("pk"):
                units[fresh.pk].closed_on = fresh.closed_on
    people = User.objects.select_for_update() if lock else User.objects.all()
    _people(sight, rows, people)
    _posts(sight, list(units))
    return sight


def _units(sight: Sight, by: Any) -> None:
    rows = Unit.objects.all() if by is None else Unit.objects.visible_to(by)
    units = list(rows.only(*UNIT_FIELDS))
    known = {unit.pk: unit for unit in units}
    names: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.root_id in known:
            unit.root = known[unit.root_id]
        names[key_of(unit.name)].append(unit)
    sight.named |= names
    sight.named |= {key_of(word_for(unit)): [unit] for unit in units}
    sight.named |= {key_of(unit.code): [unit] for unit in units}


def _people(sight: Sight, rows: list[Row], people: QuerySet[User]) -> None:
    names = sorted({row.get("username").lower() for row in rows if row.get("username")})
    lowered = people.annotate(lowered=Lower("username")).order_by("pk")
    for part in in_parts(names):
        sight.users |= {user.username.lower(): user for user in lowered.filter(lowered__in=part)}
    prints = {fingerprint(phone): phone for row in rows if (phone := row.get("phone")) and "*" not in phone}
    owners: dict[str, list[User]] = defaultdict(list)
    for part in in_parts(sorted(prints)):
        for user in people.filter(phone_hash__in=part).order_by("pk"):
            known = sight.users.setdefault(user.username.lower(), user)
            owners[prints[user.phone_hash]].append(known)
    sight.phones = owners


def _posts(sight: Sight, units: list[int]) -> None:
    people = {user.pk: user for user in sight.users.values()}
    for part in in_parts(sorted(people)):
        for post in Post.objects.filter(user__in=part).select_related("unit__root").order_by("pk"):
            post.user = people[post.user_id]
            sight.posts[post.user_id].append(post)
    for part in in_parts(sorted(units)):
        rows = Post.objects.filter(unit__in=part, until__isnull=True).select_related("user").order_by("pk")
        for post in rows:
            sight.places[post.unit_id, post.role].append(post)
