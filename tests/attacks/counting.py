"""How many bad inputs each part of a run owes (定额), and the proof that it sent them.

An input is one request, one form bound to data, one file or one document that is read, however many odd values it
holds. Parts may run in different processes: each proves its own share, and a test adds the shares up.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

USUAL, LONG = 50_000, 500_000
#: What each part owes in a run of CI, and in the long run. Forms, tables and pushed data are checked by the code that
#: the pages use, without a page; fields, bodies, parameters, smuggled fields and operations pass the whole portal.
SHARES = {
    "forms": (34_000, 400_000),
    "fields": (1_550, 6_200),
    "bodies": (640, 2_500),
    "parameters": (1_450, 5_800),
    "smuggled": (120, 120),
    "workbooks": (3_600, 39_600),
    "pasted": (2_800, 19_600),
    "pushed": (4_000, 40_000),
    "imports": (120, 600),
    "operations": (3_200, 12_800),
}
#: More than the usual number makes the long run, in proportion.
WANTED = int(os.environ.get("ATTACK_INPUTS", "0"))
#: Where a run writes what it sent, for whoever started it; nowhere by default.
KEPT = os.environ.get("ATTACK_COUNTS", "")


def owed(part: str) -> int:
    """Return how many inputs a part owes in this run."""
    usual, long = SHARES[part]
    return usual if WANTED <= USUAL else max(usual, round(long * WANTED / LONG))


def share(usual: int, part: str) -> int:
    """Return how many of a usual number to try: as they are in CI, in proportion to what is owed in the long run."""
    return max(1, round(usual * owed(part) / SHARES[part][0]))


def reached(part: str, count: int) -> None:
    """Fail where a part sent less than it owes; keep the number where one is asked for."""
    if KEPT:
        (Path(KEPT) / f"{part}.json").write_text(json.dumps(count), encoding="utf-8")
    assert count >= owed(part), f"{part}: {count} inputs, owed are {owed(part)}"
