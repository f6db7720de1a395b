"""Computing a period again from what is stored (复算): the same figures and scheme must give the same digests."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from ..models import AccountEntry, Entry, Quarter
from ..scoring import Result, Scheme, YearResult, plan_of, score_unit
from .digests import digest_of
from .thawing import result_from, unit_from, year_from
from .years import year_again

PART = 500


class Checked(NamedTuple):
    """What a computation again has shown; `equal` says that the digest of the whole is the one kept at closing."""

    units: int
    differing: tuple[str, ...]
    hash: str
    equal: bool


def check(quarter: Quarter) -> Checked:
    """Compute all units again from their stored figures; names those whose result or stored row differs."""
    units, differing = 0, []
    for entry, again, stored in _again(quarter):
        units += 1
        if not (digest_of(again) == digest_of(stored) == entry.digest):
            differing.append(entry.unit_name)
    digest = hash_of(quarter)
    return Checked(units, tuple(differing), digest, not differing and (not quarter.hash or digest == quarter.hash))


def hash_of(quarter: Quarter) -> str:
    """Return the digest of a whole period: its scheme, its edition and the digests of its units in a fixed order."""
    digests = Entry.objects.filter(quarter=quarter).order_by("unit").values_list("unit", "digest", "unit_name", "rank")
    lines = [quarter.period, quarter.scheme.digest, quarter.edition.digest]
    lines += [f"{unit} {digest} {name} {rank}" for unit, digest, name, rank in digests.iterator(chunk_size=5000)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _again(quarter: Quarter) -> Iterator[tuple[Entry, Result | YearResult, Result | YearResult]]:
    """Yield every unit with what its figures give now and what is stored."""
    if quarter.of_year:
        for entry, again in year_again(quarter):
            yield entry, again, year_from(entry.result)
        return
    scheme = quarter.scheme.scheme
    last = 0
    while part := list(Entry.objects.filter(quarter=quarter, pk__gt=last).order_by("pk")[:PART]):
        last = part[-1].pk
        cards: dict[int, list[AccountEntry]] = {}
        for card in AccountEntry.objects.filter(entry__in=[one.pk for one in part]).order_by("pk"):
            cards.setdefault(card.entry_id, []).append(card)
        for entry in part:
            mine = cards.get(entry.pk, [])
            yield entry, _score(scheme, entry, mine), result_from(entry.result, [card.card for card in mine])


def _score(scheme: Scheme, entry: Entry, cards: list[AccountEntry]) -> Result:
    accounts = [(str(card.account_id), card.card[1], card.facts) for card in cards]
    return score_unit(plan_of(scheme), unit_from(str(entry.unit_id), entry.unit_class, entry.facts, accounts))
