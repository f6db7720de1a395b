"""Lexicons for tests: a published version of a world's additions, from artificial entries."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import openpyxl

from reviews.actions import lexicons
from reviews.models import Lexicon
from reviews.precheck import Entry
from reviews.wordlists.checks import TITLES
from tests.world import NOON, World

TERM = Entry("term", "示例甲词", "P06", "block")
SLIP = Entry("typo", "帐号", right="账号")


def drafted(world: World, *entries: Entry, at: datetime = NOON) -> Lexicon:
    """Return a draft with entries."""
    draft = lexicons.start_draft(world.root, by=world.person("registrar"), at=at)
    for entry in entries:
        lexicons.add_term(draft, entry, by=world.person("registrar"), at=at)
    return draft


def published(world: World, *entries: Entry, at: datetime = NOON) -> Lexicon:
    """Return a published version with entries beside those of the version before."""
    return lexicons.publish(drafted(world, *entries, at=at), by=world.person("registrar"), at=at)


def generated(number: int) -> list[Entry]:
    """Return many different artificial entries."""
    letters = [chr(0x4E00 + n) for n in range(300)]
    return [
        Entry(
            "term",
            f"示{letters[n % 300]}{letters[n // 300 % 300]}例",
            f"P{n % 26 + 1:02d}",
            ("block", "warn", "hint")[n % 3],
        )
        for n in range(number)
    ]


def book(rows: Iterable[Sequence[Any]], head: Sequence[str] = tuple(TITLES.values())) -> io.BytesIO:
    """Return a workbook with a head and rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    target = io.BytesIO()
    workbook.save(target)
    target.seek(0)
    return target
