"""Numbers of objects that are none of one's business (别人的编号): sent in fields, boxes of batches and parameters.

Before the stage is set every table begins at a number of its own. So a number says which table it is from, and the
number of a foreign object is never by chance that of an own one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from tests.architecture.matrix_world import Stage

from .crawling import Found
from .sending import Attacker, each

STEP = 100_000
#: To whom neither other units nor other organisations show anything, and to whom other organisations do not.
UNIT_ONLY, ORGANISATION = (
    ("operator", "head", "deputy", "chief", "editor"),
    ("line", "registrar", "director", "observer"),
)
NAMES = ("unit", "account", "pk", "id", "chosen", "person", "filing", "root")
#: Shows another key each time.
NEW_KEY = "/second-factor/enrol/"
CHANGING = re.compile(r'value="[\w.:+/=-]{20,}"|nonce="[^"]*"|data-session-limit="\d+"|\d\d:\d\d(:\d\d)?')


@dataclass
class Try:
    """A number sent in one place, and the answer to a number that stands for nothing."""

    role: str
    where: str
    hidden: tuple[Any, ...]
    missing: tuple[Any, ...]


def tables() -> dict[str, int]:
    """Return the tables that number their rows, with the number after which each begins."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
        numbered = [name for name in names if connection.introspection.get_sequences(cursor, name)]
    return {name: (place + 1) * STEP for place, name in enumerate(numbered)}


def number_apart() -> None:
    """Let every table begin at a number of its own."""
    with connection.cursor() as cursor:
        for name, first in tables().items():
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, first])
            else:
                cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [connection.ops.quote_name(name)])
                if (found := cursor.fetchone()[0]) is not None:
                    cursor.execute("SELECT setval(%s, %s)", [found, first])


def hidden_numbers(stage: Stage, role: str) -> dict[int, list[int]]:
    """Return by table (its place) the numbers of objects that a role must not see."""
    places = ("foreign", "elsewhere") if role in UNIT_ONLY else ("elsewhere",) if role in ORGANISATION else ()
    found: dict[int, set[int]] = {}
    for objects in stage.objects.values():
        for place in places:
            pk = getattr(objects.get(place), "pk", None)
            if isinstance(pk, int) and isinstance(objects[place], models.Model) and pk > STEP:
                found.setdefault(pk // STEP, set()).add(pk)
    return {table: sorted(numbers) for table, numbers in found.items()}


def carried(found: Found) -> Iterator[tuple[str, int]]:
    """Yield the fields of a form that carry numbers of objects, with the table these are from."""
    for one in found.form.fields:
        for value in (one.value, *one.options):
            if value.isascii() and value.isdigit() and STEP < int(value) < 400 * STEP:
                yield one.name, int(value) // STEP
                break


def told(answer: Any, number: int) -> tuple[Any, ...]:
    """Return what an answer says, the number itself and what changes with every answer taken out."""
    text = b"" if answer.streaming else bytes(answer.content)
    plain = CHANGING.sub("", text.decode("utf-8", "replace")).replace(str(number), "#").replace(f"{number:,}", "#")
    return answer.status_code, answer.get("Location", "").replace(str(number), "#"), len(answer.writes), plain


def asked(attacker: Attacker, role: str, url: str, number: int, **more: str) -> tuple[Any, ...]:
    """Return what a page says to a number in its parameter `unit`."""
    return told(attacker.get(role, url, [("unit", number), *more.items()], what=f"foreign: {url} unit"), number)


def in_forms(attacker: Attacker, forms: list[Found], most: int) -> Iterator[Try]:
    """Send hidden numbers in every field that carries numbers, so many of each table."""
    for found in forms:
        hidden = hidden_numbers(attacker.asker.stage, found.role)
        offered = {value for one in found.form.fields for value in (one.value, *one.options)}
        usual = found.form.usual()
        for name, table in dict.fromkeys(carried(found)):
            numbers = [number for number in hidden.get(table, []) if str(number) not in offered][:most]
            if not numbers:
                continue
            nothing = table * STEP + STEP - 1
            where = f"{found.route} {name}"
            post = lambda number: told(  # noqa: E731
                attacker.post(found.role, found.form.action, each(usual, name, number), what=f"foreign: {where}"),  # noqa: B023
                number,
            )
            missing = post(nothing)
            for number in numbers:
                yield Try(found.role, f"{where}={number}", post(number), missing)


def in_queries(attacker: Attacker, pages: dict[tuple[str, str], set[str]], most: int) -> Iterator[Try]:
    """Ask pages with hidden numbers in parameters that may carry numbers, two tables at a time."""
    for (role, url), names in pages.items():
        if url == NEW_KEY:
            continue
        hidden = list(hidden_numbers(attacker.asker.stage, role).values())[:most]
        numbers = [number for group in hidden for number in group[-1:]]
        if not numbers:
            continue
        for name in sorted({*NAMES} & names) or NAMES[:1]:
            for export in ({}, {"export": "xlsx"}) if name in names else ({},):
                ask = lambda number: told(  # noqa: E731
                    attacker.get(role, url, [(name, number), *export.items()], what=f"foreign: {url} {name}"),  # noqa: B023
                    number,
                )
                missing = ask(399 * STEP - 1)
                for number in numbers:
                    yield Try(role, f"{url}?{name}={number}{'&export' if export else ''}", ask(number), missing)
