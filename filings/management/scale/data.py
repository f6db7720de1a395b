"""The organisation, the register, the filings and the obligations of the synthetic load."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from accounts.actions.platforms.catalogue import seed_platforms
from accounts.models import MediaAccount, NameRecord, Platform
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.actions import sync_shipped
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord

from ...deadlines.open import first_rung
from ...models import Filing, Obligation
from .sql import day, insert, moment, next_id, one_day, one_of, settle, trust_references

#: The day that the load is made for: what was owed before it is late.
TODAY = date(2026, 9, 18)
AT = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
STAMP = "2026-09-01 04:00:00"
REGIME = "gejiu"
PREFIX = "SCALE-"
NO_PASSWORD = make_password(None)
CITY_SHARE = 0.7
#: How many working days after that day the first of what is ahead falls due.
AHEAD = 4
#: Units below one bureau, the bureau included.
BUREAU = 20
PLACES = ("东城", "西山", "南湖", "北岭", "江畔", "云台", "锦屏", "青石", "白沙", "红河", "金平")
TOPICS = ("宣传", "教育", "公安", "文旅", "卫健", "税务", "交通", "民政", "司法", "水务", "农业", "环保", "体育")
STATES = ("filed",) * 8 + ("listed", "unfiled")


@dataclass(frozen=True)
class Load:
    """How much to make; `seed` shifts every choice."""

    accounts: int
    filings: int
    units: int = 2000
    seed: int = 1
    posts: int = 0


_more: list[Callable[[Load], None]] = []


def add_to_load(maker: Callable[[Load], None]) -> Callable[[Load], None]:
    """Register what an upper floor adds to a load, once; it runs last, in the same transaction."""
    if maker not in _more:
        _more.append(maker)
    return maker


def fill(load: Load) -> None:
    """Make the load in an otherwise empty portal, or add accounts and filings to an earlier load.

    Raises Refused when the portal holds units that are not of a load.
    """
    if Unit.objects.exclude(code__startswith=PREFIX).exists():
        raise Refused("数据库里已有单位数据;模拟数据只能写入空库。")
    with unit_of_work():
        sync_shipped(at=AT)
        seed_platforms(by=None, at=AT)
        root = Unit.objects.filter(code=f"{PREFIX}0").first() or organisation(load.units)
        trust_references()
        accounts(load, root)
        filings(load, root)
        for maker in _more:
            maker(load)
    settle(Unit, User, Post, MediaAccount, NameRecord, Filing, Obligation)


def organisation(number: int) -> Unit:
    """Make a province with a city of seven tenths of the units and a county of the rest; each has an operator."""
    base = next_id(Unit)
    city = range(3, int(number * CITY_SHARE) + 2)
    units = [Unit(pk=base, code=f"{PREFIX}0", name="示例省", path=f"{base:06d}/", root_id=base, regime=REGIME)]
    for place, name in ((1, "示例市"), (2, "示例县")):
        units.append(_unit(base, place, units[0], name))
    for place in range(3, number):
        top, offset = (units[1], place - 3) if place in city else (units[2], place - city.stop)
        parent = top if offset % BUREAU == 0 else units[place - offset % BUREAU]
        units.append(_unit(base, place, parent, f"示例{PLACES[place % len(PLACES)]}单位{place}"))
    Unit.objects.bulk_create(units, batch_size=500)
    first = next_id(User)
    people = [
        User(pk=first + n, username=f"scale-{n}", full_name=f"张某{n}", password=NO_PASSWORD) for n in range(number)
    ]
    User.objects.bulk_create(people, batch_size=500)
    posts = [
        Post(user=user, unit=unit, role=Role.OPERATOR, since=date(2020, 1, 1))
        for user, unit in zip(people, units, strict=True)
    ]
    Post.objects.bulk_create(posts, batch_size=500)
    return units[0]


def accounts(load: Load, root: Unit) -> None:
    """Add accounts, spread over the units and the platforms, each with its name."""
    if not load.accounts:
        return
    base, first = next_id(MediaAccount), MediaAccount.objects.count()
    lists = {
        "platforms": list(Platform.objects.order_by("pk").values_list("pk", flat=True)),
        "places": PLACES,
        "topics": TOPICS,
        "states": STATES,
    }
    state = one_of("states", STATES, f"i + {load.seed}")
    given = {
        "id": f"{base - first} + i",
        "unit_id": f"{root.pk} + (i * 7919 + {load.seed}) % {_units()}",
        "root_id": str(root.pk),
        "platform_id": one_of("platforms", lists["platforms"], "i"),
        "name": f"'示例' || {one_of('places', PLACES, f'i + {load.seed}')} || {one_of('topics', TOPICS, 'i')} || i",
        "handle": "'scale_' || i",
        "kind": "'institutional'",
        "state": state,
        "certificate_no": f"CASE WHEN {state} = 'filed' THEN '{PREFIX}' || i ELSE '' END",
        "filed_on": f"CASE WHEN {state} = 'filed' THEN {day(date(2020, 1, 1), 'i * 31 % 2400')} END",
        "opened_on": day(date(2019, 1, 1), "i * 37 % 2500"),
        "last_post_on": day(date(2026, 1, 1), "i * 13 % 260"),
        "followers": "i * 97 % 500000",
        "created_at": moment(STAMP),
        "updated_at": moment(STAMP),
        "version": "1",
    }
    insert(MediaAccount, first, first + load.accounts, given, lists=lists)
    names = {
        "account_id": f"{base - first} + i",
        # names and numbers made here, for a database of made-up data
        "name": f"(SELECT name FROM accounts_mediaaccount a WHERE a.id = {base - first} + i)",  # nosec B608
        "since": day(date(2020, 1, 1), "0"),
    }
    insert(NameRecord, first, first + load.accounts, names, lists={})


def filings(load: Load, root: Unit) -> None:
    """Add filings of these accounts, most of them decided, and for each what had been owed."""
    if not load.filings:
        return
    edition = edition_for(REGIME, TODAY)
    base, first, least = next_id(Filing), Filing.objects.count(), next_id(MediaAccount)
    number = MediaAccount.objects.count()
    if not number:
        raise Refused("备案需要账号:请同时给出 --accounts。")
    account = f"{least - number} + i % {number}"
    # names and numbers made here, for a database of made-up data
    unit = f"(SELECT unit_id FROM accounts_mediaaccount a WHERE a.id = {account})"  # nosec B608
    creator = User.objects.filter(username="scale-0").values_list("pk", flat=True).get()
    waiting = f"i < {number} AND i % 20 = {load.seed % 20}"
    given = {
        "id": f"{base - first} + i",
        "number": f"'{PREFIX}' || i",
        "kind": f"CASE WHEN i < {number} THEN 'open' ELSE 'change' END",
        "unit_id": unit,
        "root_id": str(root.pk),
        "account_id": account,
        "edition_id": str(edition.pk),
        # names and numbers made here, for a database of made-up data
        "title": f"(SELECT name FROM accounts_mediaaccount a WHERE a.id = {account})",  # nosec B608
        "state": f"CASE WHEN {waiting} THEN 'authority' ELSE 'approved' END",
        "created_by_id": str(creator),
        **{name: moment(STAMP) for name in ("created_at", "saved_at", "first_submitted_at", "submitted_at")},
    }
    insert(Filing, first, first + load.filings, given, lists={})
    obligations(load, root, edition, first, base)


def obligations(load: Load, root: Unit, edition: EditionRecord, first: int, base: int) -> None:
    """Add one obligation per filing: four of five are met, of the rest all but the newest two in a hundred are late.

    What is still ahead falls due on seven working days running, the only days on which a period can end.
    """
    limit = edition.edition.filing_kind("open", "standard").limit
    is_open = "i % 5 = 0"
    ahead = f"{is_open} AND i >= {first + load.filings - load.filings // 50}"
    past = day(TODAY, "-1 - i % 300")
    calendar = working_days.current()
    due = [calendar.add_workdays(TODAY, AHEAD + n) for n in range(7)]
    rungs = [first_rung(on, limit.number, edition.edition.clocks, calendar) if limit else on for on in due]
    given = {
        # names and numbers made here, for a database of made-up data
        "unit_id": f"(SELECT unit_id FROM filings_filing f WHERE f.id = {base - first} + i)",  # nosec B608
        "root_id": str(root.pk),
        "filing_id": f"{base - first} + i",
        "edition_id": str(edition.pk),
        "kind": "'open'",
        "label": "'开通备案 · 示例' || i",
        "anchor": "'opened_on'",
        "anchor_on": day(TODAY, "-20 - i % 300"),
        "number": str(limit.number if limit else 0),
        "unit_of_time": f"'{limit.unit if limit else ''}'",
        "due_on": f"CASE WHEN {ahead} THEN {one_day(due, 'i')} ELSE {past} END",
        "remind_on": f"CASE WHEN {ahead} THEN {one_day(rungs, 'i')} WHEN {is_open} THEN {past} END",
        "met_on": f"CASE WHEN {is_open} THEN NULL ELSE {past} END",
        "state": f"CASE WHEN {is_open} THEN 'open' ELSE 'met' END",
        "created_at": moment(STAMP),
    }
    insert(Obligation, first, first + load.filings, given, lists={})


def _unit(base: int, place: int, parent: Unit, name: str) -> Unit:
    pk = base + place
    path = f"{parent.path}{pk:06d}/"
    return Unit(
        pk=pk, code=f"{PREFIX}{place}", name=name, parent=parent, root_id=base, path=path, depth=path.count("/") - 1
    )


def _units() -> int:
    return Unit.objects.count()
