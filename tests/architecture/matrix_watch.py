"""The silence watch of the access matrix: at each place an account with a flag, a proposal, a case and a pause."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from assessments.actions import watch as actions
from assessments.models import AccountActivity, SilenceFlag
from assessments.states import Level
from newmedia_portal.core.access.models import Unit, User
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    "assessments:watch-account": {"pk": "watched"},
    "assessments:watch-look": {"pk": "watched"},
    "assessments:pause": {"pk": "pause"},
    "assessments:pause-ask": {"pk": "watched"},
    "assessments:pause-end": {"pk": "pause_running"},
    "assessments:flag-propose": {"pk": "flag"},
    "assessments:flag-keep": {"pk": "flag_proposed"},
    "assessments:flag-settle": {"pk": "flag_revived"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "assessments:watch-look": {},
    "assessments:pause-ask": {"first_on": "2099-01-01", "last_on": "2099-01-09", "reason": "系统升级"},
    "assessments:pause-decide": {"verdict": "approve"},
    "assessments:pause-end": {"words": ""},
    "assessments:pause-withdraw": {},
    "assessments:flag-propose": {"words": "长期没有更新"},
    "assessments:flag-keep": {"words": "下月恢复更新"},
    "assessments:flag-settle": {"words": "已联系平台收回"},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User, world: World) -> None:
    """Make accounts that are watched: one bare, one flagged, one with a proposal, one that came back, two paused."""
    names = ("watched", "flag", "flag_proposed", "flag_revived", "pause", "pause_running")
    accounts = {name: _account(unit, f"shili_{name}_{place}") for name in names}
    stage.put("watched", place, accounts["watched"])
    for name, level in (("flag", Level.ZOMBIE), ("flag_proposed", Level.ZOMBIE), ("flag_revived", Level.REVIVED)):
        stage.put(name, place, _flag(accounts[name], level, world))
    actions.propose_closing(stage.objects["flag_proposed"][place], by=world.person("registrar"), at=NOON)
    for name in ("pause", "pause_running"):
        days = {"first_on": date(2026, 9, 1), "last_on": date(2099, 12, 31)}
        asked = actions.ask_pause(accounts[name], reason="系统升级", **days, by=writer, at=NOON)
        stage.put(name, place, asked)
    actions.decide_pause(asked, agrees=True, opinion="", by=world.person("registrar"), at=NOON)


def _flag(account: MediaAccount, level: Level, world: World) -> SilenceFlag:
    values = {"account": account, "unit": account.unit, "root": account.root, "level": level}
    evidence = {"reason": "ended", "closed_on": "2026-01-01", "article": "第十九条"}
    AccountActivity.objects.create(**values, evidence=evidence, since_on=NOON.date())
    return SilenceFlag.objects.create(
        **values, raised_on=NOON.date(), evidence=evidence, article="第十九条", edition=world.edition
    )


def _account(unit: Unit, handle: str) -> MediaAccount:
    made = MediaAccount(
        unit=unit,
        root=unit.root,
        platform=Platform.objects.get(code="weibo"),
        name=handle,
        handle=handle,
        kind="institutional",
        opened_on=date(2024, 1, 1),
        state=AccountState.FILED,
        created_at=NOON,
        updated_at=NOON,
    )
    made.save()
    return made
