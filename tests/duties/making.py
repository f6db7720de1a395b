"""Making accounts and repost tasks for tests, plainly artificial."""

from datetime import datetime
from typing import Any

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from duties.actions import reposts as actions
from duties.actions.reposts import Item
from duties.aim import Aim
from duties.models import RepostTarget, RepostTask
from newmedia_portal.core.access.models import Unit
from tests.world import NOON, World, build

ORIGINAL = "https://www.example.cn/notice/1.html"
POST = "https://www.example.com/posts/1"


def account(unit: Unit, name: str = "示例发布", *, platform: str = "weibo", **more: Any) -> MediaAccount:
    """Return a running account in the register."""
    values = {"state": AccountState.FILED, "kind": "institutional", "registrant_kind": "organisation", **more}
    made = MediaAccount(
        unit=unit,
        root=unit.root or unit,
        platform=Platform.objects.get(code=platform),
        name=name,
        created_at=NOON,
        updated_at=NOON,
        **values,
    )
    made.save()
    return made


def furnished(regime: str = "gejiu", *, mark: str = "") -> World:
    """Return an organisation with one account each at the owner, its child and the foreign unit."""
    world = build(regime, mark=mark)
    for unit, name in ((world.owner, "示例文旅"), (world.child, "示例图书"), (world.foreign, "示例水务")):
        account(unit, name)
    return world


def item(world: World, **own: Any) -> Item:
    """Return an item that may be issued."""
    rule = world.edition.edition.repost_tasks
    issuer = rule.issuers[0] if rule else "网管部门"
    return Item(**{"issuer": issuer, "title": "示例重要信息", "link": ORIGINAL, "workdays": 3, **own})


def issued(
    world: World, aim: Aim | None = None, *, at: datetime = NOON, by: str = "registrar", **own: Any
) -> RepostTask:
    """Issue a task to all accounts of the organisation, or to those of a filter."""
    return actions.issue(world.authority, item(world, **own), aim or Aim(), by=world.person(by), at=at)


def target_of(task: RepostTask, unit: Unit) -> RepostTarget:
    """Return the account of a unit in a task."""
    return task.targets.get(unit=unit)


def done(world: World, task: RepostTask, *, at: datetime = NOON, **own: Any) -> RepostTarget:
    """Let the owner unit tell its repost."""
    target = target_of(task, world.owner)
    told = {"link": POST, "posted_at": at, **own}
    return actions.confirm(target, **told, by=world.person("operator"), at=at)
