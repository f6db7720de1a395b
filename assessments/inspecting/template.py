"""Items of an inspection (检查项模板): the national vetoes and what the edition itself asks, as data.

The shipped part says how to look; articles and numbers of the regulation come from the edition. A campaign holds a
copy as JSON, which the administrator may change until it begins; then it is frozen under `digest_of`.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from newmedia_portal.regimes.schema import Edition, Inspection

DATA = Path(__file__).parent / "data"
KINDS: dict[str, str] = {"veto": "单项否决", "deduct": "扣分", "bonus": "加分", "record": "只记录"}
SOURCES: dict[str, str] = {
    "hand": "人工检查",
    "silence": "按发布数据判断",
    "quota": "按发布频次判断",
    "replies": "按留言登记判断",
    "texts": "按发布回执判断",
    "register": "按台账判断",
    "filings": "按备案义务判断",
    "earlier": "按整改情况判断",
}


@dataclass(frozen=True)
class Item:
    """One item: what is looked at, what a hit means, and under which article."""

    code: str
    label: str
    kind: str
    source: str
    problem: str
    article: str = ""
    hint: str = ""
    points: str = "0"
    cap: str = "0"
    days: int = 0
    platforms: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_veto(self) -> bool:
        """Whether one hit means 不合格."""
        return self.kind == "veto"

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]

    @property
    def source_label(self) -> str:
        """Where the answer comes from, in words."""
        return SOURCES[self.source]

    def binds(self, platform: str) -> bool:
        """Whether it is asked of accounts on this platform."""
        return not self.platforms or platform in self.platforms

    def worth(self, hits: int = 1) -> Decimal:
        """Points of so many hits: negative for a deduction, with its cap; nothing for vetoes and records."""
        if self.kind not in ("deduct", "bonus"):
            return Decimal(0)
        total = Decimal(self.points) * max(1, hits)
        if Decimal(self.cap) > 0:
            total = min(total, Decimal(self.cap))
        return -total if self.kind == "deduct" else total


@dataclass(frozen=True)
class Problem:
    """A kind of problem (问题类别)."""

    code: str
    label: str
    veto: bool = False
    metric: str = ""


@lru_cache(maxsize=1)
def problems() -> dict[str, Problem]:
    """Return the catalogue by code, in its order."""
    rows = tomllib.loads((DATA / "problems.toml").read_text(encoding="utf-8"))["problems"]
    return {row["code"]: Problem(**row) for row in rows}


@lru_cache(maxsize=1)
def shipped() -> dict[str, Any]:
    """Return the shipped template, read once."""
    return tomllib.loads((DATA / "items.toml").read_text(encoding="utf-8"))


def defaults() -> dict[str, Any]:
    """Return the presumed terms and shares (推定值)."""
    return dict(shipped()["defaults"])


def default_template(edition: Edition, inspection: Inspection | None = None) -> list[Item]:
    """Return the items for an edition: the national vetoes, its own, and what its inspection names besides."""
    items = [_item(row) for row in shipped()["national"]]
    named: set[str] = set()
    for row in shipped()["own"]:
        article = _article(edition, row["from"])
        if article is None:
            continue
        named.update(row.get("words", ()))
        if row.get("merge"):
            items = [_joined(one, article) if one.code == row["merge"] else one for one in items]
            continue
        items.append(replace(_item(row), article=article))
    wanted = [word for word in (inspection.items if inspection else ()) if word not in named]
    article = inspection.article if inspection else ""
    items += [
        Item(f"named_{number}", word, "record", "hand", "other", article) for number, word in enumerate(wanted, 1)
    ]
    return items


def as_rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return items as JSON."""
    return [{**asdict(item), "platforms": list(item.platforms)} for item in items]


def from_rows(rows: Sequence[dict[str, Any]]) -> list[Item]:
    """Return items from JSON."""
    return [Item(**{**row, "platforms": tuple(row.get("platforms", ()))}) for row in rows]


#: Under this name stand the items in their order, beside what each of them says.
ORDER = "order"


def words_by_code(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return what an editor sees of each item, by code, and the items in their order."""
    items = from_rows(list(rows))
    return {ORDER: "、".join(item.label for item in items)} | {item.code: _words(item) for item in items}


def _words(item: Item) -> str:
    problem = problems().get(item.problem)
    parts = (
        item.label, KINDS.get(item.kind, item.kind), problem.label if problem else item.problem, item.article,
        f"每处 {_plain(item.points)}", f"最多 {_plain(item.cap)}", f"{item.days} 天", item.hint,
    )  # fmt: skip
    return "；".join(part for part in parts if part)


def _plain(number: str) -> str:
    return format(Decimal(number).normalize(), "f")


def digest_of(rows: Sequence[dict[str, Any]]) -> str:
    """Return the hash of a template: the same items in the same order give the same."""
    text = json.dumps(list(rows), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _item(row: dict[str, Any]) -> Item:
    known = {key: value for key, value in row.items() if key in Item.__dataclass_fields__}
    return Item(**{**known, "platforms": tuple(row.get("platforms", ()))})


def _joined(item: Item, article: str) -> Item:
    return replace(item, article=f"{item.article}；{article}")


def _article(edition: Edition, place: str) -> str | None:
    """Return the article of the part of an edition from which an item comes; None where the edition has none."""
    part, _, code = place.partition(":")
    if part == "always":
        return ""
    if part == "quotas":
        return _first(quota.article for quota in edition.quotas if quota.metric in ("items", "pushes"))
    if part == "reply":
        return edition.reply.article if edition.reply.limit is not None else None
    if part == "review":
        return _first(tier.article for tier in edition.review.tiers)
    if part == "filing":
        return _first(kind.article for kind in edition.variants("open"))
    rows = edition.prohibited if part == "prohibited" else edition.vetoes
    return _first(row.article for row in rows if row.code == code)


def _first(articles: Iterable[str]) -> str | None:
    return next(iter(articles), None)
