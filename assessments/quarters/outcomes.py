"""From gathered figures to results (成批计分): accounts alike by columns, all others one by one, then their units."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..scoring import Account, Result, Row, VetoFact, YearResult, score_unit
from ..scoring.alike import Batches, Column
from ..scoring.cards import by_measure, score_account
from ..scoring.plan import Plan
from ..scoring.records import Card
from ..scoring.units import unit_of_counts
from .digests import ENCODE, digest_over
from .gathering import Frame, Subject, account_of, by_unit, part_of, parts_of, unit_of
from .stencils import Source, Stencil, draw, figures_of, source_of
from .thawing import bare


class CardRow(NamedTuple):
    """An account with what came out, in one of two forms: a stencil with its figures, or figures and card in full."""

    subject: Subject
    part: str
    standing: str
    score: int | None
    counts: int | None
    band: str
    text: str
    stencil: Stencil | None = None
    figures: str = ""
    facts: tuple[Row, ...] = ()
    card: Card | None = None


class Outcome(NamedTuple):
    """A unit with what it was scored from, its result without cards, and its accounts; `digest` is over all."""

    pk: int
    name: str
    unit_class: str
    rows: tuple[Row, ...]
    vetoes: tuple[VetoFact, ...]
    result: Result | YearResult
    digest: str
    cards: Sequence[CardRow] = ()


class _Group(NamedTuple):
    """Accounts of one class and part with the same measures: their sums, own figures and those of their units."""

    unit_class: str
    part: str
    subjects: list[Subject]
    sums: list[tuple[int | None, ...]]
    own: list[list[Row]]
    shared: list[Mapping[str, Row]]


def outcomes_of(frame: Frame, plan: Plan) -> list[Outcome]:
    """Return the result of every gathered unit, to the digit and the digest as `score_unit` gives it."""
    units, groups = by_unit(frame), dict[tuple, _Group]()
    found: dict[int, list[CardRow]] = {}
    vetoed: dict[int, Outcome] = {}
    batches, parts = Batches(plan), parts_of(frame.scheme)
    for pk, subjects in units.items():
        if frame.vetoes.get(pk):
            vetoed[pk] = _by_itself(frame, plan, pk, subjects)
            continue
        found[pk] = _sorted_out(frame, batches, subjects, frame.units.get(pk, ()), parts, groups)
    for group in groups.values():
        for subject, card in zip(group.subjects, _by_columns(frame, batches, group), strict=True):
            found[subject.unit].append(card)
    return [vetoed.get(pk) or _unit(frame, plan, pk, subjects, found[pk]) for pk, subjects in units.items()]


def without_accounts(plan: Plan, pk: int, name: str, unit_class: str) -> Outcome:
    """Return a unit that took part and has no account left."""
    result = unit_of_counts(plan, str(pk), unit_class, {})
    return Outcome(pk, name, unit_class, (), (), result, digest_over(ENCODE(result), []))


def _sorted_out(
    frame: Frame,
    batches: Batches,
    subjects: Sequence[Subject],
    rows: Sequence[Row],
    parts: tuple[str, ...],
    groups: dict[tuple, _Group],
) -> list[CardRow]:
    """Put the accounts of a unit into their groups; returns those that are scored by themselves."""
    unit_class, alone = batches.plan.class_of(subjects[0].unit_class), []
    shared, names = {row.measure: row for row in rows}, tuple(row.measure for row in rows)
    sums, accounts = frame.sums, frame.accounts
    of_part: dict[str, tuple[str, bool]] = {}
    for subject in subjects:
        code = subject.platform_code
        if code not in of_part:
            part = part_of(code, parts)
            of_part[code] = part, not rows or batches.fits(unit_class, part, rows)
        part, fits = of_part[code]
        own, summed = accounts[subject.pk], sums.found.get(subject.pk, ())
        measures = tuple([row.measure for row in own]) if own else ()
        if not fits or (own and not batches.fits(unit_class, part, own)) or not sums.disjoint(measures):
            alone.append(_card(frame, batches.plan, subject, unit_class, by_measure(rows)))
            continue
        key = (unit_class, part, bool(summed), measures, names)
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group(unit_class, part, [], [], [], [])
        group.subjects.append(subject)
        group.sums.append(summed)
        group.own.append(own)
        group.shared.append(shared)
    return alone


def _by_columns(frame: Frame, batches: Batches, group: _Group) -> list[CardRow]:
    """Return the cards of a group, in its order."""
    columns, sources = _columns(frame, group)
    ids = [str(subject.pk) for subject in group.subjects]
    rows: list[CardRow | None] = [None] * len(ids)
    for alike in batches.score(group.unit_class, group.part, columns, len(ids)):
        drawn = draw(group.part, alike, sources, ids)
        scores: Sequence[int | None] = alike.points or [None] * len(drawn.cards)
        for place, score, band, text, figures in zip(
            alike.places, scores, alike.bands, drawn.cards, drawn.figures, strict=True
        ):
            subject = group.subjects[place]
            rows[place] = CardRow(subject, group.part, alike.standing, score, score, band, text, drawn.stencil, figures)
    return rows  # type: ignore[return-value]


def _columns(frame: Frame, group: _Group) -> tuple[dict[str, Column], dict[str, Source]]:
    """Return the figures of a group by measure, as numbers and in writing; the account's own before its unit's."""
    columns: dict[str, Column] = {}
    sources: dict[str, Source] = {}
    sums = frame.sums
    if group.sums[0]:
        values = list(zip(*group.sums, strict=True))
        text, none = ENCODE(sums.ids), [None] * len(group.sums)
        ids = [text] * len(group.sums)
        for number, measure in enumerate(sums.measures):
            place = sums.wholes.get(measure)
            columns[measure] = Column(values[number], none if place is None else values[place])
            texts = {n: figures_of(values[n]) for n in {number, place} if n is not None}
            sources[measure] = Source(True, texts[number], None if place is None else texts[place], ids, ids)
    for own, several in ((True, group.own), (False, [list(one.values()) for one in group.shared])):
        for number in range(len(several[0])):
            rows = [one[number] for one in several]
            if (measure := rows[0].measure) not in columns:
                columns[measure] = Column([row.value for row in rows], [row.of for row in rows])
                sources[measure] = source_of(own, rows)
    return columns, sources


def _unit(frame: Frame, plan: Plan, pk: int, subjects: Sequence[Subject], cards: list[CardRow]) -> Outcome:
    counts: dict[str, list[int]] = {}
    for card in cards:
        if card.counts is not None:
            counts.setdefault(card.part, []).append(card.counts)
    first = subjects[0]
    result = unit_of_counts(plan, str(pk), first.unit_class, counts)
    rows = tuple(frame.units.get(pk, ()))
    digest = digest_over(ENCODE(result), _texts(cards))
    return Outcome(pk, first.unit_name, first.unit_class, rows, (), result, digest, cards)


def _texts(cards: Sequence[CardRow]) -> list[str]:
    """Return the texts of cards in the order of a digest."""
    return [card.text for card in sorted(cards, key=_number)]


def _number(card: CardRow) -> str:
    return str(card.subject.pk)


def _by_itself(frame: Frame, plan: Plan, pk: int, subjects: list[Subject]) -> Outcome:
    """Return a unit with vetoes, scored as a whole."""
    gathered = unit_of(frame, pk, subjects)
    result, unit = score_unit(plan, gathered.unit), gathered.unit
    found = {card.account: card for part in result.parts for card in part.cards}
    pairs = zip(subjects, unit.accounts, strict=True)
    cards = [_row(subject, account, found[account.id]) for subject, account in pairs]
    plain = bare(result)
    digest = digest_over(ENCODE(plain), _texts(cards))
    return Outcome(pk, gathered.name, unit.unit_class, unit.rows, unit.vetoes, plain, digest, cards)


def _card(frame: Frame, plan: Plan, subject: Subject, unit_class: str, shared: Mapping[str, Sequence[Row]]) -> CardRow:
    account = account_of(frame, subject, parts_of(frame.scheme))
    return _row(subject, account, score_account(plan, account, unit_class, shared, ()))


def _row(subject: Subject, account: Account, card: Card) -> CardRow:
    text = ENCODE(card)
    return CardRow(
        subject, card.part, card.standing, card.score, card.counts, card.band, text, facts=account.rows, card=card
    )
