"""The frame of a draw (抽样范围) and the draw itself: from the register, the watch list and the campaign's limits."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.querysets import UnitQuerySet

from ..models import Campaign, WatchListEntry
from ..sampling import Candidate, Draw, draw


def supervised(department: Unit) -> UnitQuerySet:
    """Return the units that a department inspects: those beside and below it."""
    top = department.parent if department.parent_id is not None and department.parent is not None else department
    return Unit.objects.below(top.path)


def accounts_of(campaign: Campaign) -> QuerySet[MediaAccount]:
    """Return the running accounts that may be drawn; work groups publish nothing and are left out."""
    units = supervised(campaign.unit)
    if campaign.only_units:
        chosen = list(Unit.objects.filter(pk__in=campaign.only_units).order_by("path").values_list("path", flat=True))
        wanted = Unit.objects.none()
        for path in chosen:
            wanted = wanted | Unit.objects.below(path)
        units = units & wanted
    rows = MediaAccount.objects.running().filter(root=campaign.root_id, unit__in=units.order_by().values("pk"))
    rows = rows.exclude(platform__is_group=True)
    if campaign.only_platforms:
        rows = rows.filter(platform__in=campaign.only_platforms)
    return rows.select_related("unit", "root", "platform").order_by("pk")


def frame_of(accounts: Iterable[MediaAccount]) -> list[list[Any]]:
    """Return the frame as JSON: account, unit, platform, whether on the watch list; units by their names."""
    rows = list(accounts)
    watched = set(
        WatchListEntry.objects.standing()
        .filter(root__in={row.root_id for row in rows})
        .order_by()
        .values_list("account", flat=True)
    )
    units = {row.unit_id: row.unit for row in rows}
    same = Counter(unit.name for unit in units.values())
    names = {pk: unit.name if same[unit.name] == 1 else f"{unit.name}（{unit.code}）" for pk, unit in units.items()}
    return [[row.pk, names[row.unit_id], row.platform.name, row.pk in watched] for row in rows]


def drawn(frame: Iterable[Iterable[Any]], percent: Any, seed: str) -> Draw:
    """Return the draw of a stored frame; the same frame, share and seed always give the same."""
    candidates = [Candidate(str(pk), unit, platform, bool(watched)) for pk, unit, platform, watched in frame]
    return draw(candidates, percent, seed)


def digest_of(made: Draw) -> str:
    """Return the hash of a draw: the accounts that were picked, with their places."""
    rows = sorted([one.id, one.watched, one.place] for one in made.picked)
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


def is_repeatable(campaign: Campaign) -> bool:
    """Whether drawing again from the stored frame gives the stored result."""
    kept = campaign.draw
    return digest_of(drawn(kept.frame, campaign.percent, campaign.seed)) == kept.digest
