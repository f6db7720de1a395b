"""Small schemes for the tests of rules, and short ways to read results."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from assessments.scoring import Account, Card, Result, Row, Scheme, Unit, VetoFact, amount, check, parse, score
from newmedia_portal.regimes.faults import Fault

BANDS = [
    {"code": "pass", "label": "合格", "at": 60},
    {"code": "fail", "label": "不合格", "at": 0, "passes": False},
]
CITED = {"article": "第一条", "paraphrase": "示例。"}
HERE = Path(__file__).parent


def published(name: str) -> Scheme:
    """Return one of the published schemes beside the tests; it has no faults."""
    text = (HERE / "schemes" / f"{name}.toml").read_text(encoding="utf-8")
    scheme, faults = check(text)
    assert scheme is not None
    assert faults == []
    return parse(text)


def indicator(code: str, weight: Any, rule: dict | None = None, **more: Any) -> dict[str, Any]:
    """Return an indicator scored by hand unless told otherwise."""
    return {
        **CITED, "code": code, "label": f"指标{code}", "source": "hand", "measure": code, "weight": weight,
        **({"rule": rule} if rule else {}), **more,
    }  # fmt: skip


def scheme_of(*indicators: dict, **more: Any) -> Scheme:
    """Return a scheme of one part with these indicators."""
    data = {
        "code": "sample",
        "version": "1",
        "title": "示例方案",
        "parts": [{"code": "accounts", "label": "账号", "weight": 100}],
        "bands": BANDS,
        "indicators": list(indicators),
        **more,
    }
    return Scheme.model_validate(data)


def unit_of(*accounts: tuple[Row, ...], vetoes: tuple[VetoFact, ...] = (), **more: Any) -> Unit:
    """Return a unit with accounts a1, a2, … of these rows."""
    return Unit("u1", tuple(Account(f"a{n}", rows) for n, rows in enumerate(accounts, 1)), vetoes=vetoes, **more)


def one(scheme: Scheme, unit: Unit) -> Result:
    """Score one unit."""
    return score(scheme, [unit])[0]


def card(scheme: Scheme, *rows: Row) -> Card:
    """Return the card of a single account with these rows."""
    return one(scheme, unit_of(rows)).parts[0].cards[0]


def points(scheme: Scheme, *rows: Row, code: str = "x") -> Decimal | None:
    """Return the points of an indicator of a single account with these rows."""
    found = next(line for line in card(scheme, *rows).lines if line.code == code)
    return None if found.points is None else amount(found.points, scheme.places)


def total(scheme: Scheme, unit: Unit) -> Decimal | None:
    """Return the score of a unit as readers see it."""
    result = one(scheme, unit)
    return None if result.score is None else amount(result.score, scheme.places)


def told(text: str) -> list[tuple[int, str]]:
    """Return line and message of every fault of a text."""
    return [(fault.line, fault.message) for fault in faults(text)]


def faults(text: str) -> list[Fault]:
    """Return the faults of a text."""
    return check(text)[1]
