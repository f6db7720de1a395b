"""Asking the adapters each night (采集): one piece of work per account, so that one that fails holds up no other."""

from datetime import date, datetime, time, timedelta

from accounts.models import MediaAccount
from accounts.states import RUNNING
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.outbox import enqueue, job
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.refusals import Conflict
from newmedia_portal.core.transactions import unit_of_work

from ...adapters import adapters
from ...models import AccountActivity
from ...states import Source
from .record import record_followers
from .tell import Covered, Origin, tell

LOOK_BACK = timedelta(days=7)
"""Figures grow for about so long after publishing."""
FARTHEST = timedelta(days=31)
ONE_DAY = timedelta(days=1)


@daily("items.collect", label="采集发布数据", not_before=time(2, 30))
def collect(*, on: date, at: datetime) -> Counts:
    """Queue one question per adapter and account about the days up to yesterday; safe to repeat."""
    asked = 0
    for code, adapter in adapters().items():
        rows = adapter.accounts(MediaAccount.objects.filter(state__in=RUNNING))
        known = dict(AccountActivity.objects.filter(pk__in=rows.values("pk")).values_list("pk", "known_until"))
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            since = max((known.get(pk) or on - FARTHEST) - LOOK_BACK, on - FARTHEST)
            arguments = {"adapter": code, "account": pk, "since": f"{since}", "until": f"{on - ONE_DAY}"}
            enqueue("items.collect_one", arguments, at=at, key=f"items.collect:{code}:{pk}:{on}")
            asked += 1
    return Counts(looked_at=asked)


@job("items.collect_one")
def collect_one(*, at: datetime, adapter: str, account: int, since: str, until: str) -> None:
    """Ask one adapter about one account, then take over what it says; asked again later where it fails."""
    source = adapters().get(adapter)
    found = MediaAccount.objects.filter(pk=account).select_related("platform", "unit").first()
    if source is None or found is None:
        return
    days = date.fromisoformat(since), date.fromisoformat(until)
    fetched = source.fetch(found, since=days[0], until=days[1])
    with unit_of_work():
        covers = [Covered(found, *days)] if fetched.complete else []
        counts = tell(
            fetched.items, Origin(Source.ADAPTER, None, at, origin=f"adapter:{adapter}"), covers=covers
        ).counts()  # fmt: skip
        if fetched.followers is not None and fetched.followers_on is not None:
            try:
                record_followers(found, count=fetched.followers, as_of=fetched.followers_on, by=None, at=at,
                                 source=Source.ADAPTER)  # fmt: skip
            except Conflict:
                counts["unchanged"] += 1
        if counts["created"] or counts["updated"]:
            record("items.pushed", by=None, at=at, obj=found, after={"origin": f"adapter:{adapter}", **counts})
