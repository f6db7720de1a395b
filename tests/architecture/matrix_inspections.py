"""Inspections of the access matrix: at each place campaigns, checks, findings at every step, papers, watch list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from assessments.inspecting.template import as_rows, default_template, digest_of
from assessments.models import (
    Answer,
    Campaign,
    CampaignDraw,
    EvidenceFile,
    Finding,
    FindingObjection,
    Inspected,
    RectificationNotice,
    WatchListEntry,
)
from newmedia_portal.core.access.models import Unit, User
from tests.world import NOON, World

WORDS = "示例原因"
STANDS_FOR: dict[str, dict[str, str]] = {
    "assessments:inspection": {"pk": "campaign_preparing"},
    "assessments:inspection-accounts": {"pk": "campaign_running"},
    "assessments:inspection-draw": {"pk": "campaign_running"},
    "assessments:inspection-review": {"pk": "campaign_done"},
    "assessments:inspection-resume": {"pk": "campaign_reviewing"},
    "assessments:inspection-close": {"pk": "campaign_reviewing"},
    "assessments:inspected": {"pk": "inspected"},
    "assessments:inspected-agree": {"pk": "inspected_second"},
    "assessments:inspected-send-back": {"pk": "inspected_second"},
    "assessments:inspected-reopen": {"pk": "inspected_skipped"},
    "assessments:finding": {"pk": "finding_open"},
    "assessments:finding-prove": {"pk": "finding_notified"},
    "assessments:finding-dispute": {"pk": "finding_notified"},
    "assessments:finding-more": {"pk": "finding_proven"},
    "assessments:finding-recheck": {"pk": "finding_proven"},
    "assessments:objection-decide": {"pk": "finding_objection"},
    "assessments:objection-take-back": {"pk": "finding_objection"},
    "assessments:notice": {"pk": "rectification_notice"},
    "assessments:evidence": {"pk": "evidence"},
    "assessments:watch-list-leave": {"pk": "watch_entry"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "assessments:inspection-review": {},
    "assessments:inspection-close": {},
    "assessments:inspection-resume": {"reason": WORDS},
    "assessments:inspection-cancel": {"reason": WORDS},
    "assessments:inspected": {"do": "save", "serious-outcome": "fine"},
    "assessments:inspected-point": {"point": "2026-09-18T11:00"},
    "assessments:inspected-skip": {"reason": WORDS},
    "assessments:inspected-reopen": {"reason": WORDS},
    "assessments:inspected-agree": {"words": ""},
    "assessments:inspected-send-back": {"words": WORDS},
    "assessments:finding-drop": {"reason": WORDS},
    "assessments:finding-prove": {"text": WORDS, "done_on": "2026-09-18", "link": "https://www.example.cn/1"},
    "assessments:finding-dispute": {"reason": WORDS},
    "assessments:finding-more": {"reason": WORDS},
    "assessments:finding-recheck": {"result": "passed", "words": WORDS},
    "assessments:objection-decide": {"verdict": "rejected", "opinion": WORDS},
    "assessments:objection-take-back": {},
    "assessments:watch-list-leave": {"reason": WORDS},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User, world: World) -> None:
    """Make a campaign in each state, a check in each, and findings from open to objected."""
    made = {state: _campaign(world, state) for state in ("preparing", "running", "reviewing")}
    made["done"] = _campaign(world, "running")
    for name, campaign in made.items():
        stage.put(f"campaign_{name}", place, campaign)
    running = made["running"]
    waiting = _row(running, unit, place, "waiting", world)
    stage.put("inspected", place, waiting)
    stage.put("inspected_second", place, _row(running, unit, place, "second", world))
    stage.put("inspected_skipped", place, _row(running, unit, place, "skipped", world))
    notice = RectificationNotice.objects.create(
        number=f"整改〔2026〕{place}号", unit=unit, root=unit.root, department=world.authority, campaign=running,
        issued_on=NOON.date(), issued_at=NOON, issued_by=world.cast["director"], due_on=date(2099, 12, 31),
    )  # fmt: skip
    stage.put("rectification_notice", place, notice)
    for state in ("open", "notified", "proven", "objected"):
        stage.put(f"finding_{state}", place, _finding(waiting, state, notice, world))
    objected = stage.objects["finding_objected"][place]
    stage.put(
        "finding_objection", place,
        FindingObjection.objects.create(finding=objected, unit=unit, reason=WORDS, by=writer, at=NOON),
    )  # fmt: skip
    proof = EvidenceFile(
        finding=stage.objects["finding_notified"][place], name="示例.png", content_type="image/png", size=4,
        digest="0" * 64, by=world.cast["director"], at=NOON,
    )  # fmt: skip
    proof.file.save(f"matrix-{place}.png", ContentFile(b"\x89PNG"), save=False)
    proof.save()
    stage.put("evidence", place, proof)
    entry = WatchListEntry.objects.create(
        account=waiting.account, unit=unit, root=unit.root, reason=WORDS, since=NOON.date(),
        entered_by=world.cast["director"], entered_at=NOON,
    )  # fmt: skip
    stage.put("watch_entry", place, entry)


def _campaign(world: World, state: str) -> Campaign:
    template = as_rows(default_template(world.edition.edition))
    made = Campaign.objects.create(
        name=f"示例检查 {state}", unit=world.authority, root=world.root, edition=world.edition, kind="spot",
        kind_label="专项检查", window_start=date(2026, 1, 1), window_end=date(2099, 12, 31), seed="示例",
        rectify_number=10, template=template, template_digest="" if state == "preparing" else digest_of(template),
        created_by=world.cast["registrar"], created_at=NOON, state=state,
    )  # fmt: skip
    made.inspectors.create(user=world.cast["registrar"])
    if state == "running":
        CampaignDraw.objects.create(
            campaign=made, frame=[[1, "示例单位", "微博", False]], total=1, watched=0, drawn=1, digest="0" * 64,
            made_by=world.cast["registrar"], made_at=NOON,
        )  # fmt: skip
    return made


def _row(campaign: Campaign, unit: Unit, place: str, state: str, world: World) -> Inspected:
    account = MediaAccount(
        unit=unit, root=unit.root, platform=Platform.objects.get(code="weibo"), name=f"检查{state}{place}",
        handle=f"shili_check_{state}_{place}", kind="institutional", state=AccountState.FILED, created_at=NOON,
        updated_at=NOON,
    )  # fmt: skip
    account.save()
    people = {"inspector": world.cast["registrar"], "second": world.cast["director"] if state == "second" else None}
    found = {"verdict": "failed", "inspected_at": NOON} if state == "second" else {}
    row = Inspected.objects.create(
        campaign=campaign, account=account, unit=unit, root=unit.root, platform=account.platform, name=account.name,
        owner_level="county", stratum="示例", state=state, **people, **found,
        skipped_why=WORDS if state == "skipped" else "",
    )  # fmt: skip
    Answer.objects.create(inspected=row, number=1, code="serious", outcome="problem" if found else "open", words="无")
    return row


def _finding(row: Inspected, state: str, notice: RectificationNotice, world: World) -> Finding:
    told = {"notice": notice, "anchor_on": NOON.date(), "due_on": date(2099, 12, 31)} if state != "open" else {}
    return Finding.objects.create(
        account=row.account, unit=row.unit, root=row.root, edition=world.edition, campaign=row.campaign, inspected=row,
        kind="advertising", label="发布商业广告", found_at=NOON, finder=world.cast["director"], words=WORDS, number=10,
        state=state, **told,
    )  # fmt: skip
