"""Storing results (结果入库): units whose result differs, each with all of its accounts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection

from ..models import AccountEntry, CardStencil, Entry, Quarter
from ..scoring import Scheme, YearResult, amount
from .encoding import ExactEncoder
from .outcomes import CardRow, Outcome
from .stencils import Stencil

PART = 500
AT_ONCE, SIZE = 500, 1 << 15
ENTRY_FIELDS = [
    "unit_name", "unit_class", "standing", "score", "counts", "points", "band", "band_label", "passes", "accounts",
    "facts", "result", "digest", "dirty",
]  # fmt: skip
COPIED = (
    "quarter_id", "account_id", "entry_id", "name", "platform", "standing", "score", "counts", "band_label", "facts",
    "card", "stencil_id", "figures",
)  # fmt: skip
_ENCODE = ExactEncoder().encode
NULL = r"\N"


class Bands:
    """Words and worth of a scheme's bands, looked up once, and points as they are shown."""

    def __init__(self, scheme: Scheme) -> None:
        self.places = scheme.places
        self.labels = {band.code: band.label for band in scheme.bands}
        self.passing = {band.code: band.passes for band in scheme.bands}
        self._points: dict[int | None, Decimal | None] = {None: None}

    def points(self, points: int | None) -> Decimal | None:
        """Return points as they are shown."""
        if points not in self._points:
            self._points[points] = amount(points or 0, self.places)
        return self._points[points]


def store(quarter: Quarter, outcomes: Sequence[Outcome]) -> None:
    """Write units, and their accounts anew; accounts that no longer belong to a written unit go."""
    bands = Bands(quarter.scheme.scheme)
    entries: list[Entry] = []
    for start in range(0, len(outcomes), PART):
        entries += Entry.objects.bulk_create(
            [_entry(quarter, one, bands) for one in outcomes[start : start + PART]],
            update_conflicts=True,
            unique_fields=["quarter", "unit"],
            update_fields=ENTRY_FIELDS,
        )
    _clear(quarter, entries, outcomes)
    stencils = _stencils(quarter, outcomes)
    pairs = zip(entries, outcomes, strict=True)
    rows = ((entry, card) for entry, one in pairs for card in one.cards)
    if connection.vendor == "postgresql":
        write = _Lines(quarter, stencils, bands).of
        _copy(write(entry, card) for entry, card in rows)
    else:
        made = (_row(quarter, entry, card, stencils, bands) for entry, card in rows)
        AccountEntry.objects.bulk_create(made, batch_size=PART)


def _clear(quarter: Quarter, entries: Sequence[Entry], outcomes: Sequence[Outcome]) -> None:
    """Take away what stands of these units, and of these accounts under another unit."""
    stored = AccountEntry.objects.filter(quarter=quarter).order_by()
    if not stored.exists():
        return
    for start in range(0, len(outcomes), PART):
        accounts = [card.subject.pk for one in outcomes[start : start + PART] for card in one.cards]
        stored.filter(entry__in=[entry.pk for entry in entries[start : start + PART]]).delete()
        for first in range(0, len(accounts), PART):
            stored.filter(account__in=accounts[first : first + PART]).delete()


def _stencils(quarter: Quarter, outcomes: Sequence[Outcome]) -> dict[Stencil, int]:
    """Return the numbers of the stencils in use; new ones are stored."""
    used = {card.stencil for one in outcomes for card in one.cards if card.stencil is not None}
    rows = CardStencil.objects.filter(quarter=quarter, key__in=[one.key for one in used])
    known = dict(rows.values_list("key", "pk"))
    fresh = [one for one in used if one.key not in known]
    made = CardStencil.objects.bulk_create(
        [CardStencil(quarter=quarter, key=one.key, facts=one.facts, card=one.card) for one in fresh]
    )
    known.update({row.key: row.pk for row in made})
    return {one: known[one.key] for one in used}


class _Stream:
    """Lines that PostgreSQL takes in while the next ones are written."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.left = lines, ""

    def read(self, size: int) -> str:
        """Return about as much as is asked for; nothing at the end."""
        if len(self.left) < size:
            self.left += "".join(islice(self.lines, AT_ONCE))
        part, self.left = self.left[:size], self.left[size:]
        return part


def _copy(lines: Iterator[str]) -> None:
    """Hand accounts to PostgreSQL as one stream."""
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {AccountEntry._meta.db_table} ({', '.join(COPIED)}) FROM STDIN", _Stream(lines), SIZE)


class _Lines:
    """Writes accounts as COPY takes them."""

    def __init__(self, quarter: Quarter, stencils: dict[Stencil, int], bands: Bands) -> None:
        self.quarter, self.stencils, self.bands = quarter, stencils, bands
        self._middles: dict[tuple[int | None, int | None, str, str], str] = {}

    def of(self, entry: Entry, card: CardRow) -> str:
        """Return the line of an account."""
        subject, form = card.subject, card.stencil
        if form is None:
            rest = f"{_plain(_ENCODE(card.facts))}\t{_plain(card.text)}\t{NULL}\t"
        else:
            rest = f"[]\t[]\t{self.stencils[form]}\t{_plain(card.figures)}"
        key = (card.score, card.counts, card.band, card.standing)
        middle = self._middles.get(key) or self._middle(key)
        name, platform = _plain(subject.name[:200]), _plain(subject.platform)
        return f"{self.quarter.pk}\t{subject.pk}\t{entry.pk}\t{name}\t{platform}\t{middle}{rest}\n"

    def _middle(self, key: tuple[int | None, int | None, str, str]) -> str:
        score, counts, band, standing = key
        points = [NULL if one is None else str(self.bands.points(one)) for one in (score, counts)]
        self._middles[key] = "\t".join([standing, *points, _plain(self.bands.labels.get(band, "")), ""])
        return self._middles[key]


def _plain(text: str) -> str:
    """Return a text as COPY takes it."""
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def _row(quarter: Quarter, entry: Entry, card: CardRow, stencils: dict[Stencil, int], bands: Bands) -> AccountEntry:
    """Return an account as a row."""
    form: dict[str, Any] = {"plain_facts": card.facts, "plain_card": card.card}
    if card.stencil is not None:
        form = {"stencil_id": stencils[card.stencil], "figures": card.figures}
    return AccountEntry(
        quarter=quarter,
        entry=entry,
        account_id=card.subject.pk,
        name=card.subject.name[:200],
        platform=card.subject.platform,
        standing=card.standing,
        score=bands.points(card.score),
        counts=bands.points(card.counts),
        band_label=bands.labels.get(card.band, ""),
        **form,
    )


def _entry(quarter: Quarter, one: Outcome, bands: Bands) -> Entry:
    result = one.result
    return Entry(
        quarter=quarter,
        unit_id=one.pk,
        unit_name=one.name,
        unit_class=one.unit_class,
        standing=result.standing,
        score=bands.points(result.score),
        counts=bands.points(result.score if isinstance(result, YearResult) else result.counts),
        points=bands.points(result.points),
        band=result.band,
        band_label=bands.labels.get(result.band, ""),
        passes=bands.passing.get(result.band),
        accounts=len(one.cards),
        facts={"rows": one.rows, "vetoes": one.vetoes},
        result=result,
        digest=one.digest,
        dirty=False,
    )
