"""What the register holds now, read in a few statements (现状快照): units, accounts, teams and names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.secrets import unseal
from newmedia_portal.core.workbook.typed import key_of

from ..models import MediaAccount, NameRecord, Platform, TeamMember
from ..states import ENDED
from ..verify.keys import check_key
from .platform_names import PlatformNames
from .rows import LedgerRow

CHUNK = 500
WHOLE_TREE_FROM = 5_000
"""From so many rows on, the whole tree is read at once instead of by lists of keys."""
IDENTITY = ("id", "unit_id", "platform_id", "name", "handle", "state")
ROLE_OF = {"leader": "chief", "deputy": "deputy", "manager": "manager"}
STORED = (
    "id",
    "unit_id",
    "platform_id",
    "name",
    "handle",
    "link",
    "opened_on",
    "opened_precision",
    "closed_on",
    "certified",
    "last_post_on",
    "run_status",
    "remark",
    "extra",
    "certificate_no",
    "version",
    "state",
)


class Person(NamedTuple):
    """An open member of a team: row number, name, and the phone as a ledger shows it."""

    pk: int
    name: str
    phone: str


@dataclass
class Known:
    """An account as the register has it."""

    values: dict[str, Any]
    team: dict[str, list[Person]] = field(default_factory=dict)
    name_record: int | None = None
    name_since: date | None = None

    @property
    def pk(self) -> int:
        """The number of the account."""
        return self.values["id"]


@dataclass
class Snapshot:
    """Units by name and accounts by identity, within one tree."""

    unit: Unit
    units: dict[str, int]
    ambiguous: set[str]
    inside: set[int]
    platforms: dict[str, int]
    by_handle: dict[tuple[int, str], Known] = field(default_factory=dict)
    by_name: dict[tuple[int, int, str], Known] = field(default_factory=dict)
    running: dict[tuple[int, int], str] = field(default_factory=dict)
    """Names of the oldest running accounts by unit and platform, where a row wants to register."""


def catalogue_names() -> PlatformNames:
    """Return the words by which ledgers may name the platforms in use."""
    rows = Platform.objects.filter(in_use=True).values_list("code", "name", "aliases")
    return PlatformNames({code: [name, *aliases] for code, name, aliases in rows})


def take_snapshot(unit: Unit, rows: Sequence[LedgerRow], *, lock: bool = False) -> Snapshot:
    """Read what a ledger's rows may touch; with `lock` the accounts stay locked until the transaction ends."""
    units, ambiguous, inside = _units(unit)
    platforms = dict(Platform.objects.values_list("code", "pk"))
    snapshot = Snapshot(unit, units, ambiguous, inside, platforms)
    for account in _stored(unit, _meant(unit, rows, snapshot), lock=lock):
        _index(snapshot, account)
    return snapshot


def _meant(unit: Unit, rows: Sequence[LedgerRow], snapshot: Snapshot) -> list[int]:
    """Return the accounts that rows mean, by id or by name; note who runs already where a row wants to register.

    Only what tells accounts apart is read here, so that a large register costs little beside a small ledger.
    """
    handles, names, places = set(), set(), set()
    for row in rows:
        platform, handle = snapshot.platforms.get(row.values.get("platform", "")), row.values.get("platform_id")
        wanted = (snapshot.units.get(row.unit_key), platform)
        places.add(wanted)
        names.add((wanted, row.name_key))
        if handle:
            handles.add((platform, handle))
    ended_by_pk: dict[int, bool] = {}
    oldest: dict[tuple[int, int], int] = {}
    for pk, unit_id, platform_id, name, handle, state in _identities(unit, rows, snapshot):
        place, ended = (unit_id, platform_id), state in ENDED
        near = place in places
        if near and not ended and pk <= oldest.get(place, pk):
            oldest[place], snapshot.running[place] = pk, name
        if (handle and (platform_id, handle) in handles) or (near and (place, key_of(name)) in names):
            ended_by_pk[pk] = ended
    return sorted(ended_by_pk, key=lambda pk: (not ended_by_pk[pk], -pk))


def _stored(unit: Unit, meant: Sequence[int], *, lock: bool) -> list[Known]:
    """Read these accounts with their people, in the order given."""
    accounts = MediaAccount.objects.filter(root=unit.root or unit).order_by()
    if lock:
        accounts = accounts.select_for_update(of=("self",))
    if len(meant) < WHOLE_TREE_FROM:
        parts = (accounts.filter(pk__in=part).values_list(*STORED) for part in in_parts(sorted(meant)))
    else:
        parts = (found.iterator(chunk_size=5_000) for found in [accounts.values_list(*STORED)])
    wanted = set(meant)
    known = {row[0]: Known(dict(zip(STORED, row, strict=True))) for part in parts for row in part if row[0] in wanted}
    _add_people(known)
    return [known[pk] for pk in meant if pk in known]


def _index(snapshot: Snapshot, account: Known) -> None:
    """File an account under its identities; running ones, and among them the oldest, come last and win."""
    values = account.values
    if values["handle"]:
        snapshot.by_handle[values["platform_id"], values["handle"]] = account
    snapshot.by_name[values["unit_id"], values["platform_id"], key_of(values["name"])] = account


def _units(unit: Unit) -> tuple[dict[str, int], set[str], set[int]]:
    """Return the units below (and at) the importing one by name, names borne twice, and all their numbers."""
    found: dict[str, int] = {}
    running: dict[str, int] = {}
    twice: set[str] = set()
    rows = Unit.objects.below(unit.path).order_by("-path").values_list("pk", "name", "closed_on")
    inside = set()
    for pk, name, closed_on in rows:
        key = key_of(name)
        inside.add(pk)
        found.setdefault(key, pk)
        if closed_on is None:
            if key in running:
                twice.add(key)
            running[key] = pk
    own = key_of(unit.name)
    twice.discard(own)
    return {**found, **running, own: unit.pk}, twice, inside


def _identities(unit: Unit, rows: Sequence[LedgerRow], snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    accounts = MediaAccount.objects.filter(root=unit.root or unit).order_by()
    if len(rows) >= WHOLE_TREE_FROM and connection.vendor == "postgresql":
        yield from _looked_up(unit, rows, snapshot)
        return
    if len(rows) >= WHOLE_TREE_FROM:
        yield from accounts.values_list(*IDENTITY).iterator(chunk_size=5_000)
        return
    handles = {row.get("platform_id") for row in rows} - {None}
    units = {snapshot.units.get(row.unit_key) for row in rows} - {None}
    for part in in_parts(sorted(handles)):
        yield from accounts.filter(handle__in=part).values_list(*IDENTITY)
    for part in in_parts(sorted(pk for pk in units if pk)):
        yield from accounts.filter(unit__in=part).values_list(*IDENTITY)


def _looked_up(unit: Unit, rows: Sequence[LedgerRow], snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    """Look up what stands in the rows' places or has their ids, each by arrays; some may come twice."""
    places = {(snapshot.units.get(row.unit_key), snapshot.platforms.get(row.get("platform") or "")) for row in rows}
    known = [(place, platform) for place, platform in places if place and platform]
    keys = {check_key(handle) for row in rows if (handle := row.get("platform_id"))}
    shown = ", ".join(f"a.{connection.ops.quote_name(name)}" for name in IDENTITY)
    table = connection.ops.quote_name(str(MediaAccount._meta.db_table))
    select = f"SELECT {shown} FROM {table} a WHERE a.root_id = %s"  # noqa: S608 - a table of a model  # nosec B608
    root, units, platforms = unit.root_id or unit.pk, [one for one, _ in known], [one for _, one in known]
    there = "(a.unit_id, a.platform_id) IN (SELECT * FROM unnest(%s::bigint[], %s::bigint[]))"
    with connection.cursor() as cursor:
        cursor.execute(f"{select} AND {there}", [root, units, platforms])
        yield from cursor.fetchall()
        cursor.execute(f"{select} AND a.handle_key = ANY(%s)", [root, list(keys)])
        yield from cursor.fetchall()


def _add_people(known: dict[int, Known]) -> None:
    """Add the open members of the three roles and the present name record to every account."""
    if not known:
        return
    everyone = TeamMember.objects.filter(until__isnull=True, role__in=ROLE_OF.values()).order_by("pk")
    names = NameRecord.objects.filter(until__isnull=True).order_by()
    for part in in_parts(sorted(known)):
        teams: dict[int, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
        fields = ("pk", "account_id", "role", "name", "office_phone", "mobile_sealed")
        for pk, account_id, role, name, office, mobile in _of(everyone, part).values_list(*fields):
            teams[account_id][role].append(Person(pk, name, unseal(mobile) if mobile else office))
        for account_id, team in teams.items():
            known[account_id].team = team
        for pk, account_id, since in _of(names, part).values_list("pk", "account_id", "since"):
            known[account_id].name_record, known[account_id].name_since = pk, since


def _of(rows: QuerySet, accounts: Sequence[int]) -> QuerySet:
    return rows.filter(account__in=accounts)


def in_parts(keys: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Yield keys in lists short enough for one statement."""
    source = iter(keys)
    while part := list(islice(source, size)):
        yield part
