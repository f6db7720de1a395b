"""Results as stored rows and back (结果的存取): lists of JSON become the records that scoring made, and equal them."""

from datetime import date
from decimal import Decimal
from typing import Any

from ..scoring import Card, Hit, Line, PartScore, Result, Row, Unit, VetoFact, YearResult
from ..scoring.records import Account, Figure, Term


def bare(result: Result) -> Result:
    """Return a result without the cards of its accounts, which are stored with the accounts."""
    return result._replace(parts=tuple(part._replace(cards=()) for part in result.parts))


def result_from(stored: list[Any], cards: list[list[Any]]) -> Result:
    """Return the result of a unit from its own row and the rows of its accounts."""
    unit, scheme, unit_class, standing, score, counts, points, band, parts, vetoes, unlisted = stored
    found: dict[str, list[Card]] = {}
    for card in sorted(map(card_from, cards), key=lambda one: one.account):
        found.setdefault(card.part, []).append(card)
    thawed = tuple(
        PartScore(code, outcome, points_of, weight, tuple(found.get(code, ())))
        for code, outcome, points_of, weight, _ in parts
    )
    hits, facts = tuple(map(_hit, vetoes)), tuple(map(veto_from, unlisted))
    return Result(unit, scheme, unit_class, standing, score, counts, points, band, thawed, hits, facts)


def card_from(stored: list[Any]) -> Card:
    """Return a card from its row."""
    *head, lines, vetoes = stored
    return Card._make([*head, tuple(map(line_from, lines)), tuple(map(_hit, vetoes))])


def line_from(stored: list[Any]) -> Line:
    """Return a line of a card."""
    code, outcome, points, full, value, of, ids, left = stored
    return Line(code, outcome, points, full, _figure(value), _figure(of), tuple(ids), tuple(left))


def year_from(stored: list[Any]) -> YearResult:
    """Return the result of a year from its row."""
    *head, terms, vetoes, unlisted = stored
    periods = tuple(Term(*one) for one in terms)
    return YearResult._make([*head, periods, tuple(map(_hit, vetoes)), tuple(map(veto_from, unlisted))])


def rows_from(stored: list[Any]) -> tuple[Row, ...]:
    """Return figures from their row."""
    return tuple(map(_row, stored))


def unit_from(unit: str, unit_class: str, facts: dict[str, Any], accounts: list[tuple[str, str, list[Any]]]) -> Unit:
    """Return what a unit was scored from: its own facts, and those of its accounts by id and part."""
    return Unit(
        unit,
        tuple(Account(pk, rows_from(stored), part) for pk, part, stored in accounts),
        unit_class,
        rows_from(facts.get("rows", [])),
        tuple(map(veto_from, facts.get("vetoes", []))),
    )


def veto_from(stored: list[Any]) -> VetoFact:
    """Return a fact that may veto."""
    code, level, account, ids = stored
    return VetoFact(code, level, account, tuple(ids))


def _row(stored: list[Any]) -> Row:
    measure, value, of, ids, kind, day = stored
    proved_on = date.fromisoformat(day) if day is not None else None
    return Row(measure, _figure(value), _figure(of), tuple(ids), kind, proved_on)


def _figure(stored: Any) -> Figure | None:
    return Decimal(stored) if isinstance(stored, str) else stored


def _hit(stored: list[Any]) -> Hit:
    key, level, account, ids = stored
    return Hit(key, level, account, tuple(ids))
