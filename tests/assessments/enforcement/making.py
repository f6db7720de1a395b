"""Making measures in every state for tests, plainly artificial."""

from datetime import date, datetime, timedelta
from typing import Any

from guardian.shortcuts import assign_perm

from accounts.models import MediaAccount
from assessments.actions import enforcement as actions
from assessments.actions.enforcement import Proposal
from assessments.models import EnforcementCase
from newmedia_portal.core.access.models import Unit, User
from tests.duties.making import account
from tests.world import NOON, World, user

TODAY = date(2026, 9, 18)
LATER = NOON + timedelta(hours=1)


def second_director(world: World) -> User:
    """Return another director of the department."""
    person = user(f"{world.regime}-director-two", world.authority, "director")
    assign_perm("core.oversee_unit", person, world.root)
    return person


def proposed(
    world: World, measure: str = "talk", *, unit: Unit | None = None, by: str = "registrar", at: datetime = NOON,
    **more: Any,
) -> EnforcementCase:  # fmt: skip
    """Return a proposal by staff of the department."""
    what = Proposal(**{"measure": measure, "words": "示例事实：多次提醒后仍未落实。", **more})
    return actions.propose(unit or world.owner, what, by=world.person(by), at=at)


def decided(world: World, measure: str = "talk", *, at: datetime = NOON, **more: Any) -> EnforcementCase:
    """Return a decision that waits for its delivery."""
    case = proposed(world, measure, at=at, **more)
    return actions.decide(case, agrees=True, opinion="同意。", by=world.person("director"), at=at)


def delivered(world: World, measure: str = "talk", *, at: datetime = NOON, **more: Any) -> EnforcementCase:
    """Return a decision that the unit has been told of inside the portal."""
    case = decided(world, measure, at=at, **more)
    return actions.deliver(case, delivery="portal", on=TODAY, by=world.person("registrar"), at=at)


def answered(world: World, measure: str = "talk", **more: Any) -> EnforcementCase:
    """Return a case that the unit has answered."""
    case = delivered(world, measure, **more)
    return actions.answer(case, text="已整改。", by=world.person("operator"), at=NOON)


def its_account(world: World, name: str = "示例发布", **more: Any) -> MediaAccount:
    """Return a running account of the owner unit."""
    return account(world.owner, name, handle=name, **more)
