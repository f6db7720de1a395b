"""Measures and annual checks of the access matrix: at each place one case in each state that a route works on."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import MediaAccount
from assessments.actions import enforcement as actions
from assessments.actions.enforcement import Proposal
from assessments.models import EnforcementCase
from filings.actions.summaries import write_summary
from filings.models import AnnualCampaign, AnnualCheck
from newmedia_portal.core.access.models import Unit, User
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    "assessments:enforcement": {"pk": "case"},
    "assessments:enforcement-decide": {"pk": "case_proposed"},
    "assessments:enforcement-withdraw": {"pk": "case_proposed"},
    "assessments:enforcement-propose": {"pk": "case_draft"},
    "assessments:enforcement-deliver": {"pk": "case_decided"},
    "assessments:enforcement-again": {"pk": "case_answered"},
    "assessments:enforcement-close": {"pk": "case_answered"},
    "filings:annual-check": {"pk": "annual_check"},
    "filings:annual-begin": {"pk": "annual_check"},
    "filings:annual-reopen": {"pk": "annual_failed"},
    "filings:annual-paper": {"pk": "annual_campaign"},
    "filings:summary": {"pk": "summary"},
}
CONSTANTS: dict[str, dict[str, Any]] = {"filings:annual-paper": {"which": "passed"}}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "assessments:enforcement-decide": {"verdict": "approve"},
    "assessments:enforcement-acknowledge": {},
    "assessments:enforcement-propose": {"words": "事实属实"},
    "assessments:enforcement-deliver": {"delivery": "portal", "on": "2026-09-18"},
    "assessments:enforcement-answer": {"words": "已整改"},
    "assessments:enforcement-again": {"words": "缺少证明"},
    "assessments:enforcement-close": {"words": "已办结"},
    "assessments:enforcement-withdraw": {"words": "重复提出"},
    "assessments:enforcement-revoke": {"words": "认定有误"},
    "filings:annual-begin": {},
    "filings:summary-read": {},
    "filings:annual-reopen": {"reason": "已更正"},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User, world: World) -> None:
    """Make a case in each state, and an annual check that is open and one that failed."""
    registrar, director = world.person("registrar"), world.person("director")
    draft = actions.lay_ready(unit, Proposal("talk", "示例事实"), edition=world.edition, at=NOON)
    stage.put("case_draft", place, draft)
    cases = [actions.propose(unit, Proposal("talk", "示例事实"), by=registrar, at=NOON) for _ in range(4)]
    for case in cases[1:]:
        actions.decide(case, agrees=True, opinion="", by=director, at=NOON)
    for case in cases[2:]:
        actions.deliver(case, delivery="portal", on=NOON.date(), by=registrar, at=NOON)
    actions.answer(cases[3], text="已整改", by=writer, at=NOON)
    names = ("case_proposed", "case_decided", "case", "case_answered")
    for name, case in zip(names, cases, strict=True):
        stage.put(name, place, EnforcementCase.objects.get(pk=case.pk))
    _annual(stage, place, unit, world)
    made = write_summary(unit, year=2025, texts={"done": "示例工作情况"}, by=writer, at=NOON)
    stage.put("summary", place, made)


def _annual(stage: Any, place: str, unit: Unit, world: World) -> None:
    campaign, _ = AnnualCampaign.objects.get_or_create(
        root=world.root, year=2025,
        defaults={"edition": world.edition, "opens_on": date(2026, 1, 1), "closes_on": date(2026, 1, 31),
                  "opened_at": NOON},
    )  # fmt: skip
    stage.put("annual_campaign", place, campaign)
    for name, values in (
        ("annual_check", {"state": "open"}),
        ("annual_failed", {"state": "failed", "result": "内容失实", "decided_at": NOON,
                           "decided_by": world.cast["director"]}),
    ):  # fmt: skip
        account = MediaAccount.objects.create(
            unit=unit, root=unit.root, platform=stage.objects["account"][place].platform, name=f"示例{name}",
            handle=f"{name}_{place}", state="filed", created_at=NOON, updated_at=NOON,
        )  # fmt: skip
        check = AnnualCheck.objects.create(campaign=campaign, account=account, unit=unit, root=world.root, **values)
        stage.put(name, place, check)
