"""Random schemes and units for the properties of scoring; the same seed gives the same world."""

import random
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assessments.scoring import Account, Row, Scheme, Unit, VetoFact, check, text_of

KINDS = ("deduct", "ratio", "asked", "share", "steps", "down", "per_n")
CITED = {"article": "第一条", "paraphrase": "示例。"}
LEVELS = ("national", "provincial", "local")
BANDS = [
    {"code": "good", "label": "良好", "at": 80},
    {"code": "pass", "label": "合格", "at": 60},
    {"code": "fail", "label": "不合格", "at": 0, "passes": False},
]


def shares(rng: random.Random, total: int, count: int) -> list[int]:
    """Return whole numbers above 0 that add up to the total."""
    cuts = sorted(rng.sample(range(1, total), count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def a_rule(rng: random.Random, kind: str, weight: int) -> dict:
    """Return a rule of a kind with its numbers."""
    number = Decimal(rng.randrange(1, 400)) / rng.choice([1, 2, 8, 10, 100])
    cap = {"cap": rng.randrange(1, weight + 1)} if rng.random() < 0.3 else {}
    if kind == "deduct":
        by = [{"kind": "grave", "points": number * 2}] if rng.random() < 0.4 else []
        return {"kind": "deduct", "each": number, "each_by": by, **cap}
    if kind in ("ratio", "down"):
        return {"kind": "ratio", "target": number, **cap}
    if kind == "asked":
        return {"kind": "ratio", **cap}
    if kind == "share":
        return {"kind": "share", "full_at": Decimal(rng.choice(["1", "0.9", "0.35"])), **cap}
    if kind == "steps":
        starts = sorted(rng.sample(range(40), rng.randrange(1, 5)))
        return {"kind": "steps", "steps": [{"at": at, "points": rng.randrange(weight + 1)} for at in starts]}
    return {"kind": "per_n", "n": number, "points": rng.choice([1, 3]), "whole": rng.random() < 0.5, **cap}


def an_indicator(rng: random.Random, part: str, number: int, weight: int) -> dict:
    """Return an indicator of the base."""
    kind = rng.choice(KINDS)
    return {
        **CITED,
        "code": f"{part}_{kind}_{number}",
        "label": "示例指标",
        "part": part,
        "source": "hand",
        "measure": f"m{part}{number}" if rng.random() < 0.9 else "m_common",
        "weight": weight,
        "direction": "down" if kind in ("deduct", "down") else "up",
        "rule": a_rule(rng, kind, weight),
        "missing": rng.choice(["leave_out", "leave_out", "zero"]),
        "empty": rng.choice(["leave_out", "zero", "full"]),
    }


def a_bonus(rng: random.Random, part: str, number: int) -> dict:
    """Return an indicator of the bonus."""
    rule = {"kind": "bonus", "each": rng.choice([Decimal("0.5"), 1, 5]), "proof_by": date(2026, 12, 31)}
    return {
        **CITED,
        "code": f"{part}_bonus_{number}",
        "label": "示例加分",
        "part": part,
        "source": "hand",
        "bonus": True,
        "measure": f"bonus{number}",
        "weight": rng.randrange(1, 15),
        "rule": rule,
    }


def a_veto(rng: random.Random, number: int) -> dict:
    """Return a veto with one of its effects."""
    effect = rng.choice(["fix", "cap", "fail"])
    return {
        **CITED,
        "code": f"veto{number}",
        "label": "示例否决",
        "effect": effect,
        "hits": rng.choice(["account", "unit"]),
        "levels": rng.sample(LEVELS, rng.randrange(3)),
        "scope": rng.choice(["period", "year"]),
        **({} if effect == "fail" else {"score": rng.choice([0, 59, 30])}),
    }


@lru_cache(maxsize=512)
def a_scheme(seed: int) -> Scheme:
    """Return a scheme that the validator accepts."""
    rng = random.Random(f"scheme {seed}")
    parts, indicators = [], []
    codes = ["accounts", "sites"][: rng.choice([1, 2])]
    for code, weight in zip(codes, shares(rng, 100, len(codes)), strict=True):
        bonuses = rng.choice([0, 0, 1, 2])
        parts.append(
            {
                "code": code,
                "label": "示例部分",
                "weight": weight,
                "combine": rng.choice(["average", "minimum", "best", "sum"]),
                "absent": rng.choice(["leave_out", "zero"]),
                "missing": rng.choice(["leave_out", "zero"]),
                **({"bonus_cap": rng.choice([5, 20]), "bonus_above": rng.choice([0, 50, 80])} if bonuses else {}),
            }
        )
        weights = shares(rng, 100, rng.randrange(1, 6))
        indicators += [an_indicator(rng, code, number, weight) for number, weight in enumerate(weights)]
        indicators += [a_bonus(rng, code, number) for number in range(bonuses)]
    scheme = Scheme.model_validate(
        {
            "code": "sample",
            "version": "1",
            "title": "示例方案",
            "places": rng.choice([0, 1, 2, 3]),
            "parts": parts,
            "indicators": indicators,
            "bands": BANDS,
            "vetoes": [a_veto(rng, number) for number in range(rng.randrange(1, 4))],
        }
    )
    assert check(text_of(scheme)) == (scheme, [])
    return scheme


def a_figure(rng: random.Random) -> int | Decimal:
    """Return a figure: whole or with places, often 0."""
    if rng.random() < 0.15:
        return 0
    return rng.randrange(60) if rng.random() < 0.7 else Decimal(rng.randrange(40000)) / 100


def some_rows(rng: random.Random, scheme: Scheme, part: str, account: str) -> tuple[Row, ...]:
    """Return figures of one account, some of them unknown, split or missing."""
    rows: list[Row] = []
    for item in scheme.indicators:
        if item.part != part or rng.random() < 0.15:
            continue
        for number in range(rng.choice([1, 1, 1, 2, 3])):
            value = None if rng.random() < 0.05 else a_figure(rng)
            whole = a_figure(rng) if rng.random() < 0.7 else None
            proved = rng.choice([None, date(2026, 12, 31), date(2027, 1, 1), date(2026, 3, 1)])
            ids = tuple(f"{account}/{item.code}/{number}/{n}" for n in range(rng.choice([0, 1, 1, 3])))
            rows.append(Row(item.measure, value, whole, ids, rng.choice(["", "grave"]), proved))
    return tuple(rows)


def a_unit(rng: random.Random, scheme: Scheme, veto_chance: float = 0.3) -> Unit:
    """Return a unit with accounts in the parts of the scheme, shared figures and perhaps facts that veto."""
    accounts = []
    for number in range(rng.choice([0, 1, 1, 2, 3, 5])):
        part = rng.choice(scheme.parts).code
        accounts.append(Account(f"a{number}", some_rows(rng, scheme, part, f"a{number}"), part))
    shared = some_rows(rng, scheme, scheme.parts[0].code, "unit") if rng.random() < 0.2 else ()
    facts = []
    while rng.random() < veto_chance:
        whom = rng.choice(["", "a0", "a1", "elsewhere"])
        facts.append(VetoFact(f"veto{rng.randrange(4)}", rng.choice(LEVELS), whom, (f"fact{len(facts)}",)))
    return Unit("示例单位", tuple(accounts), "", shared, tuple(facts))
