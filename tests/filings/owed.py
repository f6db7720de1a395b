"""Obligations in numbers, for tests of the daily job."""

from datetime import date
from typing import Any

from filings.deadlines.open import recount
from filings.models import Obligation
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.models import EditionRecord
from tests.world import NOON, World


def owe(
    world: World, anchor_on: date, *, number: int = 10, unit: Unit | None = None, edition: EditionRecord | None = None
) -> Obligation:
    """Let a unit owe a filing `number` working days after a day."""
    made = prepared(world, anchor_on, number=number, unit=unit, edition=edition)
    made.save()
    return made


def prepared(world: World, anchor_on: date, *, number: int = 10, **more: Any) -> Obligation:
    """Return the obligation without saving it."""
    place = more.get("unit") or world.owner
    edition = more.get("edition") or world.edition
    made = Obligation(
        unit=place,
        root=place.root or place,
        edition=edition,
        kind=more.get("kind", "open"),
        label="开通备案 · 示例账号",
        anchor="opened_on",
        anchor_on=anchor_on,
        number=number,
        unit_of_time="wd",
        created_at=NOON,
    )
    recount(made, working_days.current(), edition.edition.clocks)
    return made
