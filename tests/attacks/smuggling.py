"""Fields that no form offers (夹带字段): every field of every model, with values fit for it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, models

from . import waves
from .crawling import Found
from .forms import Pairs
from .sending import Attacker

OURS = ("core", "regimes", "accounts", "filings", "reviews", "duties", "assessments")
#: What a view reads though the page shows no field for it, or shows it under another state of its object.
READ_BESIDES: dict[str, set[str]] = {
    "reviews:urge": {"reason"}, "filings:urge": {"reason"}, "reviews:lexicon-alarm": {"reason"},
}  # fmt: skip
MARK = "夹带4711"
Written = list[tuple[str, tuple[Any, ...]]]
Answered = tuple[int, Written]


def smuggled() -> dict[str, list[str]]:
    """Return every field of every model by name and by column, with values fit for it."""
    values: dict[str, list[str]] = {"pk": ["1"], "id": ["1"]}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for one in model._meta.concrete_fields:
                for name in (one.name, one.attname):
                    values.setdefault(name, []).extend(fit(one))
    return {name: sorted(set(found)) for name, found in values.items()}


def fit(one: models.Field) -> list[str]:
    """Return values that a field would take."""
    if one.choices:
        return [str(code) for code, _ in one.flatchoices]
    if isinstance(one, (models.DateTimeField, models.DateField)):
        return ["2031-03-03"]
    if isinstance(one, models.BooleanField):
        return ["true", "on"]
    numbers = (models.IntegerField, models.DecimalField, models.FloatField, models.ForeignKey)
    return ["4711", "1"] if isinstance(one, numbers) else [MARK]


def with_all(pairs: Pairs, found: Found) -> Pairs:
    """Return a good form and beside it all fields that it does not offer."""
    offered = {part for name in found.form.names for part in (name, name.rpartition("-")[2])}
    kept = offered | READ_BESIDES.get(found.route, set())
    return [*pairs, *((name, value) for name, more in smuggled().items() if name not in kept for value in more)]


def written(attacker: Attacker, found: Found, pairs: Pairs) -> Answered:
    """Send a form; return the status and what it wrote."""
    kept: Written = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            kept.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        answer = waves.launch(attacker, found, ("smuggled", {"pairs": pairs}))
    return answer.status_code, kept


def steady(one: Written, other: Written) -> list[tuple[str, list[Any]]]:
    """Return what two equal tries wrote alike: moments, tokens and chained hashes fall away."""
    return [
        (sql, [value if value == twin else None for value, twin in zip(params, twins, strict=False)])
        for (sql, params), (_, twins) in zip(one, other, strict=False)
    ]


def masked(made: Written, pattern: list[tuple[str, list[Any]]]) -> list[tuple[str, list[Any]]]:
    """Return what a third try wrote, as far as the first two agree."""
    return [
        (sql, [None if kept is None else value for value, kept in zip(params, kepts, strict=False)])
        for (sql, params), (_, kepts) in zip(made, pattern, strict=False)
    ]
