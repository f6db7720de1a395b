"""Turning finds into hits (出具命中): the edition's article, whether the edition asks at all, sensible merging."""

from collections.abc import Iterable
from itertools import groupby

from newmedia_portal.regimes.schema import Edition

from .hits import WEIGHT, Hit
from .reading import Reading
from .rules import RULES

# Of finds of one family that overlap, the gravest and then the longest stays.
_FAMILY = {
    **dict.fromkeys(("term", "deny", "homophone", "ad"), "terms"),
    **dict.fromkeys(("typo", "name"), "words"),
    **dict.fromkeys(("resident_id", "mobile", "bank_card", "passport", "plate", "address"), "personal"),
    **dict.fromkeys(("secrecy_mark", "secret_number", "internal"), "secrecy"),
    **dict.fromkeys(("link_broken", "link_address", "link_short", "link_denied", "link_foreign"), "links"),
}


# More than this is not collected; the reader is told.
MOST_COLLECTED = 5000


class Report:
    """Collects hits for one draft under one edition."""

    def __init__(self, reading: Reading, edition: Edition) -> None:
        self.reading = reading
        self.articles = {item.code: item.article for item in edition.prohibited}
        self.hits: list[Hit] = []
        self.complete = True

    def asks(self, category: str) -> bool:
        """Whether the edition switches a category on."""
        return category in self.articles

    def add(
        self,
        rule: str,
        start: int,
        end: int,
        advice: str,
        *,
        category: str = "",
        grade: str = "",
        basis: str = "",
        shown: str | None = None,
    ) -> None:
        """Note a find at a place of the joined text, unless its category is off and the rule is not general."""
        known = RULES[rule]
        category = category or known.category
        if category not in self.articles and not known.general:
            return
        if len(self.hits) >= MOST_COLLECTED:
            self.complete = False
            return
        name, first, last = self.reading.place(start, end)
        found = self.reading.text[start:end] if shown is None else shown
        self.hits.append(self._hit(rule, category, grade, name, first, last, found, advice, basis))

    def add_for_field(self, rule: str, name: str, advice: str, *, article: str = "", found: str = "") -> None:
        """Note a fault of a field as such."""
        known = RULES[rule]
        if known.general or article or self.asks(known.category):
            hit = self._hit(rule, known.category, "", name, 0, 0, found, advice, "")
            self.hits.append(hit if not article else _with_article(hit, article))

    def _hit(
        self,
        rule: str,
        category: str,
        grade: str,
        name: str,
        first: int,
        last: int,
        found: str,
        advice: str,
        basis: str,
    ) -> Hit:
        known = RULES[rule]
        article = self.articles.get(category, "")
        ground = basis or (known.ground if known.general else "本制度")
        return Hit(rule, category, article, grade or known.grade, name, first, last, found, advice, ground)

    def merged(self) -> list[Hit]:
        """Return the hits in the order of fields and places, overlapping ones of a family merged."""
        order = {name: n for n, (name, _, _) in enumerate(self.reading.fields)}
        kept: list[Hit] = []
        by_family = sorted(self.hits, key=lambda hit: (hit.field, _FAMILY.get(hit.rule, hit.rule)))
        for (_, family), group in groupby(by_family, key=lambda hit: (hit.field, _FAMILY.get(hit.rule, ""))):
            hits = list(group)
            kept += _without_overlaps(hits) if family else hits
        return sorted(kept, key=lambda hit: (order.get(hit.field, -1), hit.start, hit.end, hit.rule))


def _with_article(hit: Hit, article: str) -> Hit:
    return Hit(
        hit.rule, hit.category, article, hit.grade, hit.field, hit.start, hit.end, hit.found, hit.advice, "本制度"
    )


def _without_overlaps(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the gravest, then the longest, then the first of hits that overlap."""
    ranked = sorted(hits, key=lambda hit: (-WEIGHT[hit.grade], hit.start - hit.end, hit.start))
    if len(ranked) < 2:
        return ranked
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in ranked:
        cells = range(hit.start, hit.end)
        if taken.isdisjoint(cells):
            kept.append(hit)
            taken.update(cells)
    return kept
