"""What goes into scoring and what comes out (计分的输入与结果); all plain values that compare equal when equal.

Points are whole numbers of the scheme's smallest place: at two places 8750 is 87.50 (see `arithmetic`).
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

Figure = int | Decimal


class Row(NamedTuple):
    """A figure of an account or unit: measure, value, what it is a part of, and the rows of the portal it came from.

    None means not known. `kind` tells findings and claims of different weight apart. A claim for bonus counts when
    `proved_on` says on which day its proof was in. "Checked, nothing found" is a row with 0; no row is no data.
    """

    measure: str
    value: Figure | None
    of: Figure | None = None
    ids: tuple[str, ...] = ()
    kind: str = ""
    proved_on: date | None = None


class VetoFact(NamedTuple):
    """A fact that may veto (否决事实): its code, who found it, the account it concerns (empty: the unit), its rows."""

    code: str
    level: str = "local"
    account: str = ""
    ids: tuple[str, ...] = ()


class Account(NamedTuple):
    """An account with its figures; `part` is the part of the scheme it belongs to."""

    id: str
    rows: tuple[Row, ...] = ()
    part: str = "accounts"


class Unit(NamedTuple):
    """A unit with its accounts. Figures of the unit hold for each of its accounts that has none of its own.

    The class picks its table where the scheme has classes, and the units it is ranked among in any case.
    """

    id: str
    accounts: tuple[Account, ...] = ()
    unit_class: str = ""
    rows: tuple[Row, ...] = ()
    vetoes: tuple[VetoFact, ...] = ()


class Line(NamedTuple):
    """One indicator of one account: outcome, points out of `full`, the figures and the rows they came from.

    `points` is None where the line takes no part. `left` are claims that did not count for want of proof in time.
    """

    code: str
    outcome: str
    points: int | None
    full: int
    value: Figure | None = None
    of: Figure | None = None
    ids: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A veto that fell: which entry of the scheme, found by whom, on which account, from which rows."""

    key: str
    level: str
    account: str
    ids: tuple[str, ...]


class Card(NamedTuple):
    """One account's score. `points` is what the lines alone give; `counts` is what goes on into the unit's score."""

    account: str
    part: str
    standing: str
    score: int | None
    counts: int | None
    points: int | None
    base: int | None
    bonus: int
    band: str
    lines: tuple[Line, ...]
    vetoes: tuple[Hit, ...]


class PartScore(NamedTuple):
    """A part of the unit's score: outcome, score, weight in hundredths of a percent, and its accounts."""

    code: str
    outcome: str
    score: int | None
    weight: int
    cards: tuple[Card, ...]


class Result(NamedTuple):
    """A unit's score. `unlisted` are facts that the scheme names no veto for: recorded, without effect."""

    unit: str
    scheme: str
    unit_class: str
    standing: str
    score: int | None
    counts: int | None
    points: int | None
    band: str
    parts: tuple[PartScore, ...]
    vetoes: tuple[Hit, ...]
    unlisted: tuple[VetoFact, ...]


class Term(NamedTuple):
    """One period of a year as it entered the year's score."""

    period: str
    outcome: str
    score: int | None
    weight: int


class YearResult(NamedTuple):
    """A unit's year from its periods."""

    unit: str
    scheme: str
    standing: str
    score: int | None
    points: int | None
    band: str
    terms: tuple[Term, ...]
    vetoes: tuple[Hit, ...]
    unlisted: tuple[VetoFact, ...]
