"""Workbooks of people for tests: plain rows by heading, a portal without a database to hold them against."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from accounts.intake.columns import FIELDS, SHEET
from accounts.intake.sight import Sight, word_for
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.workbook.typed import key_of
from newmedia_portal.regimes.loader import parse
from tests.world import EDITIONS

from ..ledger import books

NOW = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
HEAD = [field.title for field in FIELDS]


def workbook(rows: Sequence[Sequence[Any]], *, head: Sequence[str] = HEAD, merges: Sequence[str] = ()) -> io.BytesIO:
    """Return a workbook of people; texts beginning with = are formulas, as people type them."""
    return books.workbook([head, *rows], sheet=SHEET, merges=merges)


def row(username: str, **values: Any) -> list[Any]:
    """Return a row by headings; what is not given is empty."""
    known = {"登录名": username} | values
    return [known.get(title) for title in HEAD]


def person(number: int, unit: Unit, **values: Any) -> list[Any]:
    """Return the row of a new person with a post that needs no training."""
    plain = {
        "姓名": f"示例人员{number}",
        "手机号": f"1390000{number:04d}",
        "电子邮箱": f"p{number}@example.cn",
        "单位": (word_for(unit), unit.code, unit.name)[number % 3],
        "岗位": ("部门负责人", "head")[number % 2],
        "任职日期": ("2026-01-05", date(2026, 1, 5), "2026年1月5日")[number % 3],
    }
    return row(f"person{number:04d}", **(plain | values))


def units(count: int) -> list[Unit]:
    """Return units that stand in no database."""
    names = range(1, count + 1)
    return [Unit(pk=n, code=f"D{n:04d}", name=f"示例第{n}科", regime="taibai", kind="unit") for n in names]


def sight_of(known: Sequence[Unit]) -> Sight:
    """Return a portal that knows units and nobody."""
    sight = Sight()
    for unit in known:
        for word in (unit.name, unit.code, word_for(unit)):
            sight.named.setdefault(key_of(word), []).append(unit)
    sight._editions["taibai"] = parse((EDITIONS / "taibai.toml").read_text(encoding="utf-8"))
    return sight
