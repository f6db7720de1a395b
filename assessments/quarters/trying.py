"""What another scheme would have given on the stored figures of a period (试算); rows are read, none is written."""

from typing import NamedTuple

from ..models import AccountEntry, Entry, Quarter
from ..scoring import Comparison, Scheme, ranked, told, try_out
from .thawing import unit_from

MOST = 500


class Tried(NamedTuple):
    """A unit under both schemes: the comparison, both ranks, the reasons in words."""

    name: str
    comparison: Comparison
    rank_before: int | None
    rank_after: int | None
    reasons: list[str]


def try_on(quarter: Quarter, scheme: Scheme) -> list[Tried]:
    """Return every unit under the period's own scheme and under another one, the largest differences first.

    Raises UnknownTable where the other scheme has no table for a unit.
    """
    cards: dict[int, list[tuple[str, str, list]]] = {}
    names: dict[str, str] = {}
    rows = AccountEntry.objects.filter(quarter=quarter).order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        part = row.card[1] if row.card else "accounts"
        cards.setdefault(row.entry_id, []).append((str(row.account_id), part, row.facts))
        names[str(row.account_id)] = row.name
    entries = list(Entry.objects.filter(quarter=quarter).defer("result").order_by("pk"))
    units = [unit_from(str(one.unit_id), one.unit_class, one.facts, cards.get(one.pk, [])) for one in entries]
    own = quarter.scheme.scheme
    trials = try_out(own, scheme, units)
    before = {one.result.unit: one.rank for one in ranked(trial.now for trial in trials)}
    after = {one.result.unit: one.rank for one in ranked(trial.tried for trial in trials)}
    found = [
        Tried(
            entry.unit_name,
            trial.comparison,
            before[unit.id],
            after[unit.id],
            [_named(text, names) for text in list(told(trial.comparison, own, scheme))[1:]],
        )
        for entry, unit, trial in zip(entries, units, trials, strict=True)
    ]
    return sorted(found, key=lambda one: (-abs(one.comparison.delta), one.name))[:MOST]


def _named(text: str, names: dict[str, str]) -> str:
    """Put the name of an account where the sentence has its number."""
    head, mark, rest = text.partition("：")
    number = head.removeprefix("账号 ")
    return f"账号“{names[number]}”{mark}{rest}" if number in names else text
