"""Facts of an account's activity (活跃事实): first and last item, and up to which day its silence is known.

`refresh` is the one function that writes them; the silence watch reads them and clears `dirty` when it has looked.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, Min

from accounts.actions.register.activity import Seen, note_activity
from accounts.models import MediaAccount

from .coverage import known_until, runs_of
from .models import AccountActivity, FollowerCount, PublishedItem
from .quarters.changes import touch

FACTS = ["unit", "root", "first_item_on", "last_item_on", "known_until", "followers", "followers_on", "dirty"]


def hold(accounts: Iterable[MediaAccount]) -> None:
    """Make the rows of these accounts and lock them in order: of two writers of one account the second waits."""
    rows = [AccountActivity(account=one, unit_id=one.unit_id, root_id=one.root_id) for one in accounts]
    AccountActivity.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    held = AccountActivity.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    list(held.select_for_update().values_list("pk"))


def refresh(accounts: Iterable[MediaAccount]) -> None:
    """Write the facts of these accounts anew from items, coverage and followers, and ask for a new look at them.

    Makes the row of an account that has none. Runs inside the transaction of what changed. The register's last post
    and followers follow (see accounts.actions.register.activity).
    """
    found = {account.pk: account for account in accounts}
    if not found:
        return
    told = dict(AccountActivity.objects.filter(pk__in=found).values_list("pk", "last_item_on"))
    rows = _rows(found)
    AccountActivity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account"], update_fields=FACTS, batch_size=500
    )
    touch({account.unit_id for account in found.values()})
    note_activity(
        seen=[Seen(row.pk, row.last_item_on, told.get(row.pk), row.followers, row.followers_on) for row in rows]
    )


def _rows(found: dict[int, MediaAccount]) -> list[AccountActivity]:
    spans, runs, followers = _spans(found), runs_of(found), _followers(found)
    rows = []
    for pk, account in found.items():
        first, last = spans.get(pk, (None, None))
        as_of, count = followers.get(pk, (None, None))
        row = AccountActivity(account=account, unit_id=account.unit_id, root_id=account.root_id, dirty=True)
        row.first_item_on, row.last_item_on, row.known_until = first, last, known_until(runs[pk], last)
        row.followers, row.followers_on = count, as_of
        rows.append(row)
    return rows


def _spans(found: Iterable[int]) -> dict[int, tuple[date, date]]:
    rows = PublishedItem.objects.filter(account__in=list(found), withdrawn_on__isnull=True).order_by().values("account")
    spans = rows.annotate(first=Min("published_on"), last=Max("published_on"))
    return {row["account"]: (row["first"], row["last"]) for row in spans}


def _followers(found: Iterable[int]) -> dict[int, tuple[Any, Any]]:
    rows = FollowerCount.objects.filter(account__in=list(found)).order_by("account", "as_of")
    return {account: (as_of, count) for account, as_of, count in rows.values_list("account", "as_of", "count")}
