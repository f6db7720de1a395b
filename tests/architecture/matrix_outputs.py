"""Outputs of the access matrix: at each place an export and a schedule of its writer, a bulletin and an inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

from assessments.inspecting.states import CampaignState
from assessments.models import Bulletin, Campaign
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.exports.models import Export, ExportSchedule
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    "exports:export": {"pk": "export"},
    "exports:progress": {"pk": "export"},
    "exports:download": {"pk": "export"},
    "exports:cancel": {"pk": "export"},
    "exports:again": {"pk": "export"},
    "exports:schedule-new": {"pk": "export"},
    "exports:schedule": {"pk": "export_schedule"},
    "exports:schedule-end": {"pk": "export_schedule"},
    "assessments:bulletin": {"pk": "bulletin"},
    "assessments:bulletin-refresh": {"pk": "bulletin"},
    "assessments:bulletin-drop": {"pk": "bulletin"},
    "assessments:bulletin-paper": {"pk": "bulletin"},
    "assessments:bulletin-campaign": {"pk": "bulletin_campaign"},
    "assessments:quarter-workbook": {"period": "period"},
    "assessments:quarter-export": {"period": "period"},
    "assessments:bulletin-quarter": {"period": "period"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "exports:cancel": {},
    "exports:again": {},
    "exports:schedule-end": {},
    "assessments:bulletin-refresh": {},
    "assessments:bulletin-drop": {},
    "assessments:bulletin-campaign": {},
    "assessments:bulletin-quarter": {},
    "assessments:quarter-export": {},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User, world: World) -> None:
    """Make what the routes of outputs need."""
    params = {"path": "/accounts/", "query": "", "columns": ["name"]}
    mark = f"{place:0<64}"[:64]
    export = Export.objects.create(
        owner=writer,
        title="示例导出",
        source="list",
        params=params,
        fingerprint=mark,
        asked_at=NOON,
        file_name="示例.xlsx",
    )
    schedule = ExportSchedule.objects.create(
        owner=writer, title="示例定期", source="list", params=params, rhythm="monthly", day=1,
        next_on=date(2099, 1, 1), made_at=NOON,
    )  # fmt: skip
    stage.put("export", place, export)
    stage.put("export_schedule", place, schedule)
    campaign = _campaign(world)
    stage.put("bulletin_campaign", place, campaign)
    stage.put("bulletin", place, _bulletin(campaign, world))


def _campaign(world: World) -> Campaign:
    by = world.cast["registrar"]
    values = {
        "edition": world.edition, "kind": "spot", "kind_label": "专项检查", "window_start": NOON.date(),
        "window_end": NOON.date(), "seed": "示例", "rectify_number": 10, "template_digest": "示例", "created_by": by,
        "created_at": NOON, "closed_at": NOON, "closed_by": by, "state": CampaignState.CLOSED,
    }  # fmt: skip
    unit = {"unit": world.authority, "root": world.root}
    return Campaign.objects.get_or_create(name="示例通报的检查", **unit, defaults=values)[0]


def _bulletin(campaign: Campaign, world: World) -> Bulletin:
    values = {
        "root": world.root, "department": world.authority, "edition": world.edition, "title": "示例通报",
        "signer": world.authority.name, "figures_on": NOON, "created_by": world.cast["registrar"],
        "created_at": NOON, "saved_at": NOON,
    }  # fmt: skip
    return Bulletin.objects.get_or_create(campaign=campaign, state="draft", defaults=values)[0]
