"""Payloads in everything that people have written (注入): every text column, every text in a JSON column."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from typing import Any

from django.apps import apps
from django.db import Error, models, transaction
from django_fsm import FSMFieldMixin

from reviews.richtext import sanitise
from tests.reviews.richtext.payloads import PAYLOADS

OWN = {"core", "regimes", "accounts", "filings", "reviews", "duties", "assessments"}
# Contents that are held by a digest, and words that the portal itself looks up again.
LEFT = {"regimes.EditionRecord", "core.OutboxItem", "core.JobRun"}
WRITTEN_BY_PEOPLE = re.compile(r"[\u4e00-\u9fff]")


def scripts() -> Iterator[str]:
    """Yield script payloads in turn, for ever; each leaves a trace if it runs. Half a character no request can hold."""
    texts = [text.encode("utf-8", "ignore").decode() for text in PAYLOADS.values()]
    return cycle([text.replace("alert(1)", "window.__ran=1").replace("alert`1`", "window.__ran=1") for text in texts])


def poison(payloads: Iterator[str], *, before: bool = False) -> Counter[str]:
    """Add a payload behind (or before) each text that people wrote; return how many texts of each column have one.

    A value that a column or a rule of the database does not take stays as it was.
    """
    done: Counter[str] = Counter()
    for model in apps.get_models():
        if model._meta.app_label not in OWN or model._meta.label in LEFT or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if is_text(field):
                done[f"{model._meta.label}.{field.name}"] = fill(model, field, Hand(payloads, before=before))
    return +done


def is_text(field: Any) -> bool:
    """Say whether a column holds what people write, alone or within a structure."""
    if field.choices or field.primary_key or field.is_relation or isinstance(field, FSMFieldMixin | models.FileField):
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def fill(model: Any, field: Any, hand: Hand) -> int:
    """Add payloads to the values of one column; return to how many."""
    count = 0
    for pk, value in model._base_manager.values_list("pk", field.attname):
        poisoned = hand.within(value, field.max_length)
        if poisoned == value:
            continue
        try:
            with transaction.atomic():
                count += model._base_manager.filter(pk=pk).update(**{field.attname: poisoned})
        except (Error, ValueError):  # PostgreSQL takes no NUL
            continue
    return count


class Hand:
    """Puts payloads, one after the other, into what it is given."""

    def __init__(self, payloads: Iterator[str], *, before: bool) -> None:
        self.payloads, self.before = payloads, before

    def within(self, value: Any, most: int | None = None) -> Any:
        """Return a value with a payload at each text that people wrote, no longer than the column takes."""
        if isinstance(value, dict):
            return {key: self.within(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.within(part) for part in value]
        if not isinstance(value, str) or not WRITTEN_BY_PEOPLE.search(value):
            return value
        with suppress(ValueError):
            return json.dumps(self.within(json.loads(value)), ensure_ascii=False)
        if value.startswith("<"):  # a body is stored as the sanitiser left it
            return sanitise(value + next(self.payloads))
        return self.joined(value, most)

    def joined(self, value: str, most: int | None) -> str:
        """Return a text with the next payload that fits; the text gives way."""
        payload = next(one for one in self.payloads if most is None or len(one) < most - 1 or most < 40)
        if most is not None and len(payload) >= most:
            return value
        kept = value if most is None else value[: most - len(payload)]
        return payload + kept if self.before else kept + payload
