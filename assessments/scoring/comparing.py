"""Comparing two results (结果比较) and trying another scheme on the same rows (方案试算); nothing stored is touched.

Differences are decimal points, so that schemes of different places compare. For each account the differences of its
lines and what conversion, bonus and vetoes add make up the difference of its score exactly.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from .arithmetic import amount
from .records import Card, Line, Result, Unit
from .schema import Scheme
from .sentences import line_sentence
from .units import score

CAUSES: dict[str, str] = {
    "figures": "数据不同",
    "weight": "分值不同",
    "rule": "计分规则不同",
    "outcome": "计分结论不同",
    "added": "新增指标",
    "removed": "取消指标",
    "account_added": "新增账号",
    "account_removed": "不再参加的账号",
    "veto_fell": "出现单项否决",
    "veto_lifted": "不再有单项否决",
    "conversion": "折算、加分或否决的影响",
    "weights": "各部分权重或合并办法不同",
    "accounts": "账号得分不同",
}


class Change(NamedTuple):
    """One indicator of one account before and after, with the causes of the difference."""

    account: str
    code: str
    before: Line | None
    after: Line | None
    delta: Decimal
    causes: tuple[str, ...]


class CardChange(NamedTuple):
    """One account before and after; `rest` is the part of the difference that no single line explains."""

    account: str
    before: Decimal | None
    after: Decimal | None
    delta: Decimal
    rest: Decimal
    causes: tuple[str, ...]
    changes: tuple[Change, ...]


class Comparison(NamedTuple):
    """A unit before and after, with everything that differs."""

    unit: str
    before: Decimal | None
    after: Decimal | None
    delta: Decimal
    bands: tuple[str, str]
    causes: tuple[str, ...]
    accounts: tuple[CardChange, ...]


class Trial(NamedTuple):
    """A unit under the scheme in force and under another one (试算)."""

    now: Result
    tried: Result
    comparison: Comparison


def compare(before: Result, after: Result, old: Scheme, new: Scheme | None = None) -> Comparison:
    """Return how two results of a unit differ: two periods under one scheme, or one period under two."""
    new = new or old
    was, becomes = _worth(before.counts, old), _worth(after.counts, new)
    first, second = _cards(before), _cards(after)
    ids = sorted(first.keys() | second.keys())
    cards = [_card(one, first.get(one), second.get(one), old, new) for one in ids]
    kept = tuple(card for card in cards if card.delta or card.changes or card.causes)
    causes = list(_vetoes(bool(before.vetoes), bool(after.vetoes)))
    if old.parts != new.parts:
        causes.append("weights")
    if any(card.delta for card in kept):
        causes.append("accounts")
    return Comparison(
        after.unit,
        _shown(before.score, old),
        _shown(after.score, new),
        becomes - was,
        (_band(old, before.band), _band(new, after.band)),
        tuple(causes),
        kept,
    )


def try_out(old: Scheme, new: Scheme, units: Iterable[Unit]) -> list[Trial]:
    """Score the same rows under two schemes and compare; past results stay as they are."""
    rows = list(units)
    pairs = zip(score(old, rows), score(new, rows), strict=True)
    return [Trial(now, tried, compare(now, tried, old, new)) for now, tried in pairs]


def told(comparison: Comparison, old: Scheme, new: Scheme | None = None) -> Iterator[str]:
    """Yield the differences in words, each line with its old and its new reason."""
    new = new or old
    before, after = (_text(value) for value in (comparison.before, comparison.after))
    why = "；".join(CAUSES[cause] for cause in comparison.causes)
    yield f"总分 {before} → {after}（{_signed(comparison.delta)}）{'：' + why if why else ''}。"
    for card in comparison.accounts:
        causes = "；".join(CAUSES[cause] for cause in card.causes)
        head = f"账号 {card.account}：{_text(card.before)} → {_text(card.after)}（{_signed(card.delta)}）"
        yield f"{head}{'：' + causes if causes else ''}。"
        for change in card.changes:
            scheme = new if change.after is not None else old
            causes = "；".join(CAUSES[cause] for cause in change.causes)
            was = line_sentence(old, change.before) if change.before is not None else "无。"
            now = line_sentence(new, change.after) if change.after is not None else "无。"
            yield f"{scheme.indicator(change.code).label} {_signed(change.delta)} 分（{causes}）。原：{was}现：{now}"


def _cards(result: Result) -> dict[str, Card]:
    return {card.account: card for part in result.parts for card in part.cards}


def _card(account: str, before: Card | None, after: Card | None, old: Scheme, new: Scheme) -> CardChange:
    first = {line.code: line for line in before.lines} if before else {}
    second = {line.code: line for line in after.lines} if after else {}
    codes = [*second, *(code for code in first if code not in second)]
    changes = [_change(account, code, first.get(code), second.get(code), old, new) for code in codes]
    changes = [change for change in changes if change.causes]
    was = _worth(before.counts if before else None, old)
    becomes = _worth(after.counts if after else None, new)
    rest = becomes - was - sum(change.delta for change in changes)
    causes = list(_vetoes(bool(before and before.vetoes), bool(after and after.vetoes)))
    if before is None or after is None:
        causes.append("account_added" if before is None else "account_removed")
    if rest:
        causes.append("conversion")
    shown = (_shown(before.score, old) if before else None, _shown(after.score, new) if after else None)
    return CardChange(account, *shown, becomes - was, rest, tuple(causes), tuple(changes))


def _change(account: str, code: str, before: Line | None, after: Line | None, old: Scheme, new: Scheme) -> Change:
    was = _worth(before.points if before else None, old)
    becomes = _worth(after.points if after else None, new)
    causes: list[str] = []
    if before is None or after is None:
        causes.append("added" if before is None else "removed")
    else:
        first, second = old.indicator(code), new.indicator(code)
        if (before.value, before.of) != (after.value, after.of):
            causes.append("figures")
        if first.weight != second.weight:
            causes.append("weight")
        if (first.rule, first.measure, first.direction) != (second.rule, second.measure, second.direction):
            causes.append("rule")
        if before.outcome != after.outcome:
            causes.append("outcome")
        if not causes and becomes != was:
            causes.append("rule")
    return Change(account, code, before, after, becomes - was, tuple(causes))


def _vetoes(before: bool, after: bool) -> Iterator[str]:
    if before != after:
        yield "veto_fell" if after else "veto_lifted"


def _worth(points: int | None, scheme: Scheme) -> Decimal:
    return amount(points or 0, scheme.places)


def _shown(score: int | None, scheme: Scheme) -> Decimal | None:
    return None if score is None else amount(score, scheme.places)


def _band(scheme: Scheme, code: str) -> str:
    return scheme.band(code).label if code else ""


def _text(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:f}"


def _signed(value: Decimal) -> str:
    return f"{value:+f}" if value else "0"
