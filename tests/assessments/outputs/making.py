"""A quarter with everything that its outputs show: results, an inspection with problems, filings due, silence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import MediaAccount
from assessments.inspecting.states import CampaignState, FindingState, InspectedState, Verdict
from assessments.models import Campaign, CampaignDraw, Finding, Inspected, RectificationNotice
from filings.models import Obligation
from filings.states import ObligationState
from newmedia_portal.core.access.models import Unit
from tests.assessments.quarters.making import County, county
from tests.world import World

LOOKED = datetime(2026, 9, 25, 4, tzinfo=UTC)
ISSUED = date(2026, 9, 28)
DUE = date(2026, 10, 15)


def campaign(world: World, **more: Any) -> Campaign:
    """Make a closed inspection of the third quarter with its draw."""
    by = world.person("registrar")
    values: dict[str, Any] = {
        "name": "2026年第三季度检查", "unit": world.authority, "root": world.root, "edition": world.edition,
        "kind": "quarter", "kind_label": "季度抽查", "article": "第二十一条", "period": "2026Q3",
        "window_start": date(2026, 9, 21), "window_end": date(2026, 9, 30), "seed": "示例种子",
        "rectify_number": 10, "template_digest": "示例", "created_by": by, "created_at": LOOKED,
        "state": CampaignState.CLOSED, "closed_at": LOOKED, "closed_by": by,
    }  # fmt: skip
    made = Campaign.objects.create(**{**values, **more})
    CampaignDraw.objects.create(
        campaign=made, frame=[], total=6, watched=0, drawn=3, digest="示例", made_by=by, made_at=LOOKED
    )
    return made


def inspected(
    made: Campaign, world: World, account: MediaAccount, *, failed: bool = False, level: str = ""
) -> Inspected:
    """Put the result of one account into an inspection."""
    return Inspected.objects.create(
        campaign=made, account=account, unit=account.unit, root=account.root, platform=account.platform,
        owner_level=level or "county", name=account.name, handle=account.handle, stratum="示例", inspected_at=LOOKED,
        inspector=world.person("registrar"), second=world.person("director"), second_at=LOOKED, checked_at=LOOKED,
        last_published_on=date(2026, 9, 20), verdict=Verdict.FAILED if failed else Verdict.PASSED,
        state=InspectedState.DONE,
    )  # fmt: skip


def finding(row: Inspected, world: World, label: str, **more: Any) -> Finding:
    """Put a problem into a result, told to the unit."""
    by = world.person("registrar")
    number = f"示例整改〔2026〕{RectificationNotice.objects.count() + 1}号"
    notice = RectificationNotice.objects.create(
        number=number, unit=row.unit, root=row.root, department=world.authority, campaign=row.campaign,
        issued_on=ISSUED, issued_at=LOOKED, issued_by=by, due_on=DUE,
    )  # fmt: skip
    values: dict[str, Any] = {
        "account": row.account, "unit": row.unit, "root": row.root, "edition": world.edition,
        "campaign": row.campaign, "inspected": row, "kind": "example", "label": label, "found_at": LOOKED,
        "finder": by, "words": f"示例：{label}", "number": 10, "notice": notice, "anchor_on": ISSUED, "due_on": DUE,
        "state": FindingState.NOTIFIED,
    }  # fmt: skip
    return Finding.objects.create(**{**values, **more})


def obligation(world: World, unit: Unit, due_on: date, met_on: date | None = None, **more: Any) -> Obligation:
    """Make something that fell due."""
    values: dict[str, Any] = {
        "unit": unit, "root": world.root, "edition": world.edition, "kind": "open", "label": "示例备案",
        "anchor": "opened_on", "anchor_on": due_on - timedelta(days=30), "number": 10, "unit_of_time": "wd",
        "due_on": due_on, "met_on": met_on, "created_at": LOOKED, "remind_on": None if met_on else due_on,
        "state": ObligationState.MET if met_on else ObligationState.OPEN,
    }  # fmt: skip
    return Obligation.objects.create(**{**values, **more})


def furnished(mark: str = "") -> County:
    """Return a county with a closed inspection: one of three failed on a veto, another has a problem."""
    made = county(mark)
    world = made.world
    looked = campaign(world, name=f"2026年第三季度检查{mark}")
    rows = {name: inspected(looked, world, one, failed=name == "c") for name, one in made.accounts.items()}
    finding(rows["c"], world, "2周内未更新", is_veto=True, metric="silence_days")
    finding(rows["b"], world, "错别字", words="=HYPERLINK(示例)")
    obligation(world, world.owner, date(2026, 8, 10), date(2026, 8, 7))
    obligation(world, world.owner, date(2026, 8, 20), date(2026, 8, 27))
    obligation(world, world.foreign, date(2026, 9, 1))
    return made
