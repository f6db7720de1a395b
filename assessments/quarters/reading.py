"""Reading a quarter from stored rows only (结果读取): what workbooks, papers and dashboards are made of.

Nothing here scores or looks at the register; a quarter reads the same for as long as its rows stand.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F

from ..models import AccountEntry, Entry, Quarter
from ..scoring import Line, Scheme, amount, card_sentences, result_sentences, year_sentences
from ..scoring.schema import Indicator
from .thawing import card_from, line_from, result_from, year_from

CHUNK = 2000


class IndicatorColumn(NamedTuple):
    """One indicator as a column of tables (指标列); `weight` 0 is shown only."""

    code: str
    label: str
    weight: Decimal
    article: str
    hand: bool
    bonus: bool


class Cell(NamedTuple):
    """What one account got for one indicator: points (None where it took no part), figures, outcome, rows."""

    code: str
    points: Decimal | None
    full: Decimal
    value: Any
    of: Any
    outcome: str
    ids: tuple[str, ...]


class Group(NamedTuple):
    """Units of one class in the order of their rank (同类排名)."""

    code: str
    label: str
    entries: list[Entry]


class Change(NamedTuple):
    """A unit in a quarter beside the same unit in an earlier one; None where it was not there or has no score."""

    unit: int
    name: str
    unit_class: str
    before: Decimal | None
    after: Decimal | None
    delta: Decimal | None
    rank_before: int | None
    rank_after: int | None
    band_before: str
    band_after: str


def scheme_of(quarter: Quarter) -> Scheme:
    """Return the scheme that the quarter is pinned to."""
    return quarter.scheme.scheme


def entries_of(quarter: Quarter) -> list[Entry]:
    """Return the units by class and rank, those without a rank last; each with its `unit`."""
    rows = Entry.objects.filter(quarter=quarter).select_related("unit")
    return list(rows.order_by("unit_class", F("rank").asc(nulls_last=True), "unit__path"))


def cards_of(quarter: Quarter) -> Iterator[AccountEntry]:
    """Yield the accounts in the order of their units, in portions; each with `entry`, `account` and its platform."""
    rows = AccountEntry.objects.filter(quarter=quarter).select_related("entry__unit", "account__platform")
    yield from rows.order_by("entry", "pk").iterator(chunk_size=CHUNK)


def indicator_columns(quarter: Quarter) -> list[IndicatorColumn]:
    """Return the indicators of the pinned scheme in its order."""
    return [
        IndicatorColumn(one.code, one.label, one.weight, one.article, one.source == "hand", one.bonus)
        for one in scheme_of(quarter).indicators
    ]


def cells_of(card: AccountEntry, scheme: Scheme) -> dict[str, Cell]:
    """Return the lines of a card by indicator; empty where it has not been scored."""
    return {line.code: _cell(line, scheme.places) for line in lines_of(card)}


def lines_of(card: AccountEntry) -> list[Line]:
    """Return the lines of a card as scoring made them."""
    return [line_from(line) for line in card.card[9]] if card.card else []


def ranking(quarter: Quarter) -> list[Group]:
    """Return the units of each class by rank; units without a score close their class."""
    labels = {one.code: one.label for one in scheme_of(quarter).classes}
    groups: dict[str, list[Entry]] = {}
    for entry in entries_of(quarter):
        groups.setdefault(entry.unit_class, []).append(entry)
    return [Group(code, labels.get(code, "全部单位"), entries) for code, entries in groups.items()]


def compare(quarter: Quarter, earlier: Quarter | None) -> list[Change]:
    """Return every unit of either quarter beside itself, in the order of the later ranking; new and gone ones too."""
    was = {entry.unit_id: entry for entry in entries_of(earlier)} if earlier is not None else {}
    now = entries_of(quarter)
    found = [_change(was.get(entry.unit_id), entry) for entry in now]
    here = {entry.unit_id for entry in now}
    return found + [_change(entry, None) for unit, entry in was.items() if unit not in here]


def earlier_of(quarter: Quarter) -> Quarter | None:
    """Return the latest locked quarter of the same tree and length before this one."""
    rows = Quarter.objects.closed().filter(root=quarter.root_id, end_on__lt=quarter.start_on, of_year=quarter.of_year)
    same = [one for one in rows.order_by("-start_on")[:12] if len(one.period) == len(quarter.period)]
    return next((one for one in same if one.period[4:5] == quarter.period[4:5]), None)


def sentences_of(entry: Entry, cards: list[AccountEntry], scheme: Scheme) -> list[str]:
    """Return the reasons at the level of the unit; empty before it has been scored."""
    if not entry.result:
        return []
    if entry.quarter.of_year:
        return year_sentences(scheme, year_from(entry.result))
    return result_sentences(scheme, result_from(entry.result, [card.card for card in cards if card.card]))


def sentences_of_card(card: AccountEntry, scheme: Scheme) -> list[str]:
    """Return the reasons of an account; empty before it has been scored."""
    return card_sentences(scheme, card_from(card.card)) if card.card else []


def indicator_of(scheme: Scheme, code: str) -> Indicator | None:
    """Return an indicator of a scheme; None for one it does not have."""
    return next((one for one in scheme.indicators if one.code == code), None)


def _cell(line: Line, places: int) -> Cell:
    points = None if line.points is None else amount(line.points, places)
    return Cell(line.code, points, amount(line.full, places), line.value, line.of, line.outcome, line.ids)


def _change(before: Entry | None, after: Entry | None) -> Change:
    one: Entry = after or before  # type: ignore[assignment]
    was, now = (before.score if before else None), (after.score if after else None)
    delta = now - was if now is not None and was is not None else None
    return Change(
        one.unit_id,
        one.unit_name,
        one.unit_class,
        was,
        now,
        delta,
        before.rank if before else None,
        after.rank if after else None,
        before.band_label if before else "",
        after.band_label if after else "",
    )
