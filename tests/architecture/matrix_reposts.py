"""Repost tasks of the access matrix: at each place a task with an account that waits and one that was excused."""

from __future__ import annotations

from typing import Any

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from duties.actions import reposts as actions
from duties.actions.reposts import Item
from duties.aim import Aim
from newmedia_portal.core.access.models import Unit, User
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    "duties": {"pk": "repost"},
    "duties:repost-confirm": {"pk": "repost_target"},
    "duties:repost-excuse": {"pk": "repost_target"},
    "duties:repost-answer": {"pk": "repost_excused"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "duties:repost-close": {"reason": ""},
    "duties:repost-withdraw": {"reason": "原文已更正"},
    "duties:repost-confirm": {
        "link": "https://www.example.com/posts/1", "posted_on": "2026-09-18", "posted_time": "08:00",
    },
    "duties:repost-excuse": {"reason": "与账号服务对象无关"},
    "duties:repost-answer": {"verdict": "agree"},
}  # fmt: skip


def furnish(stage: Any, place: str, unit: Unit, writer: User, world: World) -> None:
    """Let the department issue a task to two accounts of a unit, one of which the unit declares unfit."""
    for number in (1, 2):
        _account(unit, f"shili_repost_{place}_{number}")
    rule = world.edition.edition.repost_tasks
    assert rule is not None
    item = Item(rule.issuers[0], f"示例信息{place}", link="https://www.example.cn/1.html", workdays=3)
    aim = Aim(units=(unit,), kinds=("institutional",))
    task = actions.issue(world.authority, item, aim, by=world.person("registrar"), at=NOON)
    waiting, excused = task.targets.filter(unit=unit).order_by("pk")
    actions.declare(excused, reason="与账号服务对象无关", by=writer, at=NOON)
    for kind, value in (("repost", task), ("repost_target", waiting), ("repost_excused", excused)):
        stage.put(kind, place, value)


def _account(unit: Unit, handle: str) -> None:
    MediaAccount(
        unit=unit,
        root=unit.root,
        platform=Platform.objects.get(code="weibo"),
        name=handle,
        handle=handle,
        kind="institutional",
        state=AccountState.FILED,
        created_at=NOON,
        updated_at=NOON,
    ).save()
