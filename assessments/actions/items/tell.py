"""The one writer of published items (登记发布): items, sums, coverage and facts in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ... import facts, tallying
from ...models import Coverage, ItemChange, ItemImport, PublishedItem
from ...telling import FIGURES, Told, changes_of, checked, key_of, pushes_of, same_item
from ...telling.merging import own_push

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
PART = 200
BATCH = 1000
Place = tuple[int, date]


@dataclass(frozen=True)
class Covered:
    """Days of which a source tells everything that an account published."""

    account: MediaAccount
    first_on: date
    last_on: date


@dataclass(frozen=True)
class Origin:
    """Where a telling comes from; `batch` is the import, if it is one, `origin` stands for the whole of it."""

    source: str
    by: Any
    at: datetime
    origin: str = ""
    batch: ItemImport | None = None
    reason: str = ""


@dataclass
class Outcome:
    """What became of each telling, in their order, and the items they mean."""

    items: list[PublishedItem] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        """Return how many tellings came to this."""
        return self.verdicts.count(verdict)

    def counts(self) -> dict[str, int]:
        """Return the counts by verdict."""
        return {verdict: self.count(verdict) for verdict in (CREATED, UPDATED, UNCHANGED)}


def tell(items: Sequence[Told], origin: Origin, *, covers: Sequence[Covered] = ()) -> Outcome:
    """Take items over: new ones are created, known ones completed and corrected, none is deleted.

    Telling the same again changes nothing. `covers` are the days of which no item means no post; today is not over
    and therefore never covered. Sums, facts and the register's last post follow in the same transaction. Raises
    Refused for what cannot be true (see telling.checked); nothing is written then.
    """
    clean = [checked(told, at=origin.at) for told in items]
    accounts = {told.account.pk: told.account for told in clean} | {one.account.pk: one.account for one in covers}
    with unit_of_work():
        facts.hold(accounts.values())
        book = _Book(accounts, clean, origin)
        outcome = Outcome()
        for told in clean:
            item, verdict = book.take(told)
            outcome.items.append(item)
            outcome.verdicts.append(verdict)
        book.save()
        settle(accounts, book.touched)
        cover(covers, origin)
        facts.refresh(accounts.values())
    return outcome


def settle(accounts: dict[int, MediaAccount], touched: tallying.Touched) -> None:
    """Set the pushes of the touched days and the sums of their weeks and months anew."""
    changed = []
    for rows in _days(touched).values():
        code = accounts[rows[0].account_id].platform.code
        pushes = pushes_of(code, rows)
        for place, row in enumerate(rows):
            if row.push != pushes[place]:
                row.push = pushes[place]
                changed.append(row)
    PublishedItem.objects.bulk_update(changed, ["push"], batch_size=BATCH)
    tallying.recount(touched)


def _days(touched: tallying.Touched) -> dict[Place, list[PublishedItem]]:
    """Return the items that count of each touched day, oldest first."""
    days: dict[Place, list[PublishedItem]] = {}
    keys = {(account, day) for account, found in touched.days.items() for day in found}
    for row in read(touched.days, keys):
        if row.withdrawn_on is None:
            days.setdefault((row.account_id, row.published_on), []).append(row)
    return days


def read(accounts: Any, keys: set[Place]) -> list[PublishedItem]:
    """Return the items of these accounts on these days, in order of entry."""
    found: list[PublishedItem] = []
    ordered = sorted(accounts)
    for at in range(0, len(ordered), PART):
        part = ordered[at : at + PART]
        days = [day for account, day in keys if account in set(part)]
        if days:
            rows = PublishedItem.objects.between(min(days), max(days)).filter(account__in=part).order_by("pk")
            found += [row for row in rows.iterator(chunk_size=2000) if (row.account_id, row.published_on) in keys]
    return found


def cover(covers: Sequence[Covered], origin: Origin) -> None:
    """Store the days of which everything is known, up to yesterday; the same days of the same source once."""
    yesterday = localdate(origin.at) - timedelta(days=1)
    rows = [
        Coverage(
            account=one.account, first_on=one.first_on, last_on=min(one.last_on, yesterday),
            source=origin.source, origin=origin.origin, by=origin.by, at=origin.at,
        )
        for one in covers
        if one.first_on <= yesterday
    ]  # fmt: skip
    Coverage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


class _Book:
    """The items of the told days: what is known, what is new, what changes."""

    def __init__(self, accounts: dict[int, MediaAccount], told: Sequence[Told], origin: Origin) -> None:
        self.origin, self.touched = origin, tallying.Touched()
        self.new: list[PublishedItem] = []
        self.changed: dict[int, PublishedItem] = {}
        self.changes: list[ItemChange] = []
        self.days: dict[Place, list[PublishedItem]] = {}
        keys = {(one.account.pk, one.published_on) for one in told}
        for row in read({one.account.pk for one in told}, keys):
            self.days.setdefault((row.account_id, row.published_on), []).append(row)

    def take(self, told: Told) -> tuple[PublishedItem, str]:
        """Take one telling; returns its item and what it did to it."""
        rows = self.days.setdefault((told.account.pk, told.published_on), [])
        source = self.origin.source
        key = key_of(told)
        known = next((row for row in rows if row.key == key), None) or next(
            (row for row in rows if same_item(row, told, same_source=row.source == source)), None
        )
        if known is None:
            made = self._made(told)
            rows.append(made)
            self.new.append(made)
            self.touched.add(told.account.pk, told.published_on)
            return made, CREATED
        changes = changes_of(known, told)
        if told.push and own_push(told.push) != known.push:
            changes["push"] = own_push(told.push)
        if not changes:
            return known, UNCHANGED
        before = {name: plain(getattr(known, name)) for name in changes}
        for name, value in changes.items():
            setattr(known, name, value)
        self.touched.add(told.account.pk, told.published_on)
        if known.pk is not None:
            self.changed[known.pk] = known
            after = {name: plain(value) for name, value in changes.items()}
            self.changes.append(change_of(known, before, after, self.origin, mark=told.origin))
        return known, UPDATED

    def _made(self, told: Told) -> PublishedItem:
        made = PublishedItem(
            account=told.account, published_on=told.published_on, published_at=told.published_at, title=told.title,
            link=told.link, original=told.original, figures_on=told.figures_on, source=self.origin.source,
            origin=told.origin or self.origin.origin, batch=self.origin.batch, by=self.origin.by, at=self.origin.at,
            **{name: told.figures.get(name) for name in FIGURES},
        )  # fmt: skip
        made.key = key_of(made)
        made.push = own_push(told.push) or made.key
        return made

    def save(self) -> None:
        """Write what is new and what changed. Raises Refused where two tellings have one key."""
        keys = {(row.account_id, row.published_on, row.key) for row in self.new}
        if len(keys) < len(self.new):
            raise Refused("同一账号同一天有两条信息的链接或标题相同,无法区分。请删去重复的一条。")
        PublishedItem.objects.bulk_create(self.new, batch_size=BATCH)
        fields = ["title", "link", "published_at", "original", "figures_on", "push", *FIGURES]
        PublishedItem.objects.bulk_update(self.changed.values(), fields, batch_size=BATCH // 4)
        ItemChange.objects.bulk_create(self.changes, batch_size=BATCH)


def change_of(
    item: PublishedItem, before: dict[str, Any], after: dict[str, Any], origin: Origin, *, mark: str = ""
) -> ItemChange:
    """Return the record of a change; it is not stored yet."""
    return ItemChange(
        account_id=item.account_id, item=item.pk, before=before, after=after, source=origin.source,
        origin=mark or origin.origin, batch=origin.batch, reason=origin.reason, by=origin.by, at=origin.at,
    )  # fmt: skip


def plain(value: Any) -> Any:
    """Return a value as the record of a change keeps it."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value
