"""Finding (查找): what the person may see of what contains the query, kind by kind, best first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from .conditions import TABLE, condition, owners
from .documents import Document
from .marking import marked
from .models import SearchEntry, SearchMark
from .query import Query
from .registry import Field, Kind, Source, kinds_for, source_of, sources_of
from .upkeep import documents

#: Candidates that are looked at one by one; where more contain the query, the rights choose first.
MOST_LOOKED_AT = 3_000
MOST_COUNTED = 500
MOST_MARKED = 20_000
PART = 1_000


@dataclass(frozen=True)
class Hit:
    """One result: its title and the line under it with what was found marked."""

    title: SafeString
    url: str
    found_in: str
    found: SafeString | str
    about: str
    status: str


@dataclass(frozen=True)
class Found:
    """What was found of one kind: rows by number, best first; `more` where counting stopped."""

    kind: Kind
    owners: list[int]
    more: bool

    @property
    def count(self) -> str:
        """How many there are, for the page."""
        return f"{len(self.owners)}+" if self.more else str(len(self.owners))


def search(user: Any, query: Query, *, only: str = "") -> list[Found]:
    """Return what the person may see, by kind; kinds without results are left out."""
    if not query.terms and query.reading is None:
        return []
    marked_rows = _marked_rows()
    kinds = [kind for kind in kinds_for(user) if only in ("", kind.code)]
    if query.reading is not None:
        kinds = [kind for kind in kinds if kind.code == query.reading.kind]
    found = (find(user, kind, query, marked_rows) for kind in kinds)
    return [one for one in found if one.owners]


def matching(kind: str, query: Query) -> QuerySet[SearchEntry]:
    """Return the entries of a kind that contain the query; marked rows are not looked at."""
    where, values = condition(kind, query)
    chosen = f"SELECT id FROM {TABLE} WHERE {where}"  # noqa: S608 - values are parameters, see conditions  # nosec B608
    return SearchEntry.objects.filter(pk__in=RawSQL(chosen, values))  # noqa: S611 - values are parameters, see conditions  # nosec B611


def find(user: Any, kind: Kind, query: Query, marked_rows: dict[str, list[int]]) -> Found:
    """Return the rows of one kind, best first."""
    waiting = {source.code: marked_rows.get(source.code, []) for source in sources_of(kind.code)}
    entries = matching(kind.code, query)
    stale = {code: rows for code, rows in waiting.items() if rows}
    for code in stale:
        entries = entries.exclude(source=code, row__in=SearchMark.objects.filter(source=code).values("row"))
    fresh = {owner: made for code, rows in stale.items() for owner, made in _read(code, rows, query)}
    if stale:
        known = list(entries.values_list("owner", flat=True)[: MOST_LOOKED_AT + 1])
    else:
        known = owners(kind.code, query, MOST_LOOKED_AT + 1)
    visible = kind.rows(user).order_by()
    if len(known) > MOST_LOOKED_AT:
        newest = visible.filter(pk__in=entries.values("owner")).order_by("-pk")
        seen = set(newest.values_list("pk", flat=True)[: MOST_COUNTED + 1])
        seen |= _visible(visible, fresh)
    else:
        seen = _visible(visible, {*known, *fresh})
    best = _ranked(kind.code, query, seen, fresh)
    return Found(kind, best[:MOST_COUNTED], len(best) > MOST_COUNTED)


def _visible(visible: QuerySet[Any], owners: Iterable[int]) -> set[int]:
    wanted, seen = sorted(set(owners), reverse=True), set()
    for start in range(0, len(wanted), PART):
        seen.update(visible.filter(pk__in=wanted[start : start + PART]).values_list("pk", flat=True))
        if len(seen) > MOST_COUNTED * 2:
            break
    return seen


def _marked_rows() -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for code, row in SearchMark.objects.values_list("source", "row")[:MOST_MARKED]:
        rows.setdefault(code, []).append(row)
    return rows


def _read(code: str, rows: list[int], query: Query) -> Iterable[tuple[int, Document]]:
    """Yield what marked rows say now, as far as it contains the query."""
    source = source_of(code)
    if source is None:
        return
    for start in range(0, len(rows), PART):
        for _, made in documents(source, rows[start : start + PART]):
            if is_in(made, query):
                yield made.owner, made


def is_in(made: Document, query: Query) -> bool:
    """Whether what a row says contains the query: what the index answers, by looking."""
    if query.reading is not None:
        return made.has_key(query.reading.keys)
    return bool(query.terms) and all(made.contains(term) for term in query.terms)


def _ranked(kind: str, query: Query, seen: set[int], fresh: dict[int, Document]) -> list[int]:
    """Return the rows, best first: whole fields, beginnings, parts, then what only sounds so; the newest first."""
    if query.reading is not None or not seen:
        return sorted(seen, reverse=True)
    texts = [(owner, made.text) for owner, made in fresh.items() if owner in seen]
    entries = matching(kind, query).filter(owner__in=seen) if seen else SearchEntry.objects.none()
    texts += list(entries.values_list("owner", "text"))
    term, best = query.terms[0].text, dict.fromkeys(seen, 9)
    for owner, text in texts:
        best[owner] = min(best[owner], _rank(text, term))
    return sorted(seen, key=lambda owner: (best[owner], -owner))


def _rank(text: str, term: str) -> int:
    signs = (f"\n{term}\n", f"\n{term}", term)
    if text.startswith(signs[1]):
        return 1 if not text.startswith(signs[0]) else 0
    return next((number for number, sign in enumerate(signs) if sign in text), 7) + (2 if term in text else 0)


def hits(user: Any, found: Found, query: Query, start: int, stop: int) -> list[Hit]:
    """Return a part of what was found as it is shown."""
    chosen = found.owners[start:stop]
    rows = {row.pk: row for row in found.kind.rows(user).filter(pk__in=chosen)}
    beside: dict[int, tuple[str, SafeString]] = {}
    for source in sources_of(found.kind.code):
        for owner, label, text in _found_in(source, [pk for pk in chosen if pk not in beside], query):
            beside.setdefault(owner, (label, text))
    return [_hit(found.kind, rows[pk], query, beside.get(pk)) for pk in chosen if pk in rows]


def _found_in(source: Source, owners: list[int], query: Query) -> Iterable[tuple[int, str, SafeString]]:
    """Yield for each row the first of its texts that has something to mark."""
    if not owners or query.reading is not None:
        return
    name = "pk" if source.owner == "pk" else source.owner
    filters = {f"{name}__in": owners} | ({f"{source.ends}__isnull": True} if source.ends else {})
    for values in source.model._base_manager.filter(**filters).order_by("-pk").values("pk", *source.columns)[:PART]:
        for field in source.fields:
            html, any_found = _mark(field, str(values[field.name] or ""), query)
            if any_found:
                yield values[source.owner], field.label, html
                break


def _mark(field: Field, text: str, query: Query) -> tuple[SafeString, bool]:
    return marked(text, query, sounds=field.sounds, person=field.person)


def _hit(kind: Kind, row: Any, query: Query, beside: tuple[str, SafeString] | None) -> Hit:
    title, in_title = marked(kind.title(row), query, sounds=True, person=kind.person)
    label, found = ("", "") if in_title or beside is None else beside
    return Hit(title, kind.url(row), label, found, kind.about(row), kind.status(row))
