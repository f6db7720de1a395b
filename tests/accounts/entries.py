"""Entering an account as an approved filing does."""

from datetime import date
from typing import Any

from accounts.actions.register import register
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from tests.world import NOON, World

TODAY = date(2026, 9, 18)
DATA = {"platform": "weibo", "name": "示例发布", "handle": "1000000001", "opened_on": "2026-09-01"}
TEAM = [
    {"role": "manager", "name": "张某一", "title": "科员", "mobile": "13800000001", "email": "a@example.cn"},
    {"role": "keeper", "name": "李某二", "mobile": "13800000002"},
]


def enter(world: World, unit: Unit | None = None, team: Any = (), **data: Any) -> MediaAccount:
    """Return an account of the owner unit, or of another one, with these answers."""
    return register(
        unit=unit or world.owner,
        data={**DATA, **data},
        team=team,
        by=world.cast["registrar"],
        at=NOON,
        certificate_no="TB-2026-0001",
        filed_on=TODAY,
        source_filing=None,
    )
