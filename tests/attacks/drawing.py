"""Odd data drawn quickly (抽取): the same kinds as the strategies of hypothesis, from a plain seeded Random.

Hypothesis takes longer to draw a form than the portal takes to check it. It keeps its share of every part, since it
reaches combinations that no list names; the rest of the number comes from here.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from .books import GOOD, NUMBERS, WRITABLE
from .odd import TEXTS

#: First and last sign of ranges that behave differently: control, Latin, marks, Hebrew, Thai, Chinese, beyond.
RANGES = (
    (0, 31), (32, 126), (127, 255), (0x0300, 0x036F), (0x0590, 0x05FF), (0x0E00, 0x0E5B), (0x2000, 0x206F),
    (0x3000, 0x303F), (0x4E00, 0x9FFF), (0xD800, 0xDFFF), (0xE000, 0xE0FF), (0xFE00, 0xFFFF), (0x1F000, 0x1FAFF),
    (0x20000, 0x2A6DF), (0xE0000, 0xE007F), (0x10FF00, 0x10FFFF),
)  # fmt: skip
CLOSEST = (0, 1, -1, 2**15, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1)
SHORT = tuple(text for text in TEXTS if len(text) < 400)
FORMULAS = ("=1/0", "=A1", "=NA()", '=HYPERLINK("http://127.0.0.1")')


def signs(random: Random, most: int = 12) -> str:
    """Return a text of signs from anywhere, halves of characters among them."""
    return "".join(chr(random.randint(*random.choice(RANGES))) for _ in range(random.randint(0, most)))


def number(random: Random) -> int:
    """Return an integer of any size, mostly near a border."""
    if random.random() < 0.5:
        return random.choice(CLOSEST) + random.randint(-2, 2)
    return random.randint(-(10 ** random.randint(0, 40)), 10 ** random.randint(0, 40))


def moment(random: Random) -> str:
    """Return a day or a moment, sometimes one that cannot be."""
    if random.random() < 0.3:
        return f"{random.randint(0, 20_000):04d}-{random.randint(0, 13):02d}-{random.randint(0, 32):02d}"
    return (date(1, 1, 1) + timedelta(days=random.randint(0, 3_652_058))).isoformat()


def text(random: Random) -> str:
    """Return an odd text: a listed one, any signs, a number, a day, a listed one with something at its end."""
    sort = random.random()
    if sort < 0.45:
        return random.choice(TEXTS)
    if sort < 0.65:
        return signs(random)
    if sort < 0.8:
        return str(number(random))
    return moment(random) if sort < 0.9 else random.choice(SHORT) + random.choice(SHORT)


def form(random: Random, names: tuple[str, ...], usual: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return data for a form: a field is missing, usual, odd or given twice."""
    told: dict[str, list[str]] = {}
    odd = random.choice((0.3, 0.7, 1.0))
    for name in names:
        if random.random() < 0.1:
            continue
        if random.random() < odd or name not in usual:
            told[name] = [text(random) for _ in range(random.choice((1, 1, 1, 2)))]
        else:
            told[name] = usual[name]
    return told


def cell(random: Random) -> Any:
    """Return what a cell may hold."""
    sort = random.random()
    if sort < 0.6:
        return random.choice(random.choice((GOOD, WRITABLE, NUMBERS, FORMULAS, (None, True, False))))
    if sort < 0.75:
        return "".join(sign for sign in signs(random, 30) if ord(sign) >= 32 and not 0xD7FF < ord(sign) < 0xE000)
    if sort < 0.85:
        return random.uniform(-1e6, 1e6)
    day = datetime(1900, 1, 1) + timedelta(seconds=random.randint(0, 255_611_289_599))  # noqa: DTZ001
    return random.choice((day, day.date(), time(day.hour, day.minute, day.second)))


def table(random: Random, headings: tuple[str, ...]) -> list[list[Any]]:
    """Return a table: the headings, some in another order, doubled or odd, over rows of any cells."""
    heads: list[Any] = list(headings)
    if random.random() < 0.2:
        random.shuffle(heads)
    elif random.random() < 0.25:
        heads = [random.choice(random.choice((headings, WRITABLE))) for _ in range(random.randint(1, 12))]
    above = [[cell(random) for _ in range(random.randint(0, 3))] for _ in range(random.choice((0, 0, 1, 2)))]
    rows = [[cell(random) for _ in range(random.randint(0, len(headings) + 2))] for _ in range(random.randint(0, 5))]
    return [*above, heads, *rows]


def plain(random: Random, deep: int = 2) -> Any:
    """Return JSON of any type."""
    sort = random.random()
    if deep and sort < 0.12:
        return [plain(random, deep - 1) for _ in range(random.randint(0, 3))]
    if deep and sort < 0.24:
        return {random.choice(SHORT): plain(random, deep - 1) for _ in range(random.randint(0, 3))}
    if sort < 0.6:
        return text(random)
    if sort < 0.75:
        return number(random)
    return random.choice((None, True, False, 0.5, -1e308, float("inf"), float("nan"), "", []))


def pushed(random: Random, fields: tuple[str, ...]) -> Any:
    """Return pushed JSON: a message with items of odd fields, or something else altogether."""
    if random.random() < 0.1:
        return plain(random)
    items: Any = [
        {name: plain(random, 1) for name in random.sample(fields, random.randint(0, 8))}
        for _ in range(random.randint(0, 3))
    ]
    told = {"items": items if random.random() < 0.9 else plain(random)}
    return {**told, "complete": plain(random)} if random.random() < 0.2 else told


def bytes_of(random: Random, pieces: tuple[bytes, ...]) -> bytes:
    """Return a few bytes: any, or such as mean something where they are put."""
    return random.choice(pieces) if random.random() < 0.5 else random.randbytes(random.randint(1, 40))
