"""Compared forms of names and ids brought up to date after an upgrade (核验比对形式)."""

from datetime import datetime

from newmedia_portal.core.audit import record, register
from newmedia_portal.core.transactions import unit_of_work

from ...models import MediaAccount
from ...verify.keys import check_key

register("account.keys_refreshed", "更新核验比对形式")
PART = 50
COMPARED = ("name", "handle", "name_key", "handle_key")


def refresh_check_keys(*, at: datetime) -> int:
    """Work the compared forms out anew where they do not fit; return how many entries were changed.

    While an upgrade runs, the program before writes names without them. Entries are looked at and locked in parts;
    each part that changes leaves one audit row. A second run changes nothing.
    """
    changed, last = 0, 0
    while True:
        with unit_of_work():
            rows = MediaAccount.objects.select_for_update().only("pk", "state", *COMPARED)
            part = list(rows.filter(pk__gt=last).order_by("pk")[:PART])
            stale = [one for one in part if _fit(one)]
            if stale:
                MediaAccount.objects.bulk_update(stale, ["name_key", "handle_key"])
                after = {"accounts": [one.pk for one in stale]}
                record("account.keys_refreshed", by=None, at=at, after=after)
        changed += len(stale)
        if not part:
            return changed
        last = part[-1].pk


def _fit(one: MediaAccount) -> bool:
    """Set the forms that belong to the name and id; say whether they were others."""
    before = (one.name_key, one.handle_key)
    one.name_key, one.handle_key = check_key(one.name), check_key(one.handle)
    return before != (one.name_key, one.handle_key)
