"""Checks that somebody still has to make (待办的检查): an inspector's accounts, second looks, and campaigns.

Who has given a result stays its inspector; only what waits passes on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.handover.holders import Held, Holder, register_holder
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused

from ..models import CampaignInspector, Inspected
from .people import interests_of
from .states import CampaignState, InspectedState

OPEN_CAMPAIGNS = CampaignState.within("open")
UNDECIDED = InspectedState.within("open")


def _checks(people: Any, at: datetime) -> Iterable[Held]:
    rows = Inspected.objects.filter(state__in=UNDECIDED, campaign__state__in=OPEN_CAMPAIGNS)
    rows = rows.select_related("campaign", "account").order_by("pk")
    for row in rows.filter(inspector__in=people, state=InspectedState.WAITING):
        yield _held(row, row.inspector_id or 0, "检查")
    for row in rows.filter(second__in=people):
        yield _held(row, row.second_id or 0, "复核")


def _held(row: Inspected, user: int, what: str) -> Held:
    url = f"/assessments/inspections/{row.campaign_id}/"
    return Held(user, row.pk, f"{what}“{row.account}”（{row.campaign}）", url, row.campaign.unit_id)


def _move_checks(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    """Give checks to somebody else; nobody checks a unit of their own, or looks twice at the same account."""
    rows = Inspected.objects.select_for_update(of=("self",)).filter(pk__in={held.pk for held in things})
    for row in rows.select_related("unit").order_by("pk"):
        before = {"inspector": str(row.inspector or ""), "second": str(row.second or "")}
        if new is not None:
            _check(row, old, new)
        if row.inspector_id == old.pk and row.state == InspectedState.WAITING:
            row.inspector = new
        if row.second_id == old.pk:
            row.second = new
        row.save(update_fields=["inspector", "second"])
        after = {"inspector": str(row.inspector or ""), "second": str(row.second or "")}
        record("inspection.assigned", by=by, at=at, obj=row, before=before, after=after, reason="离任移交")


def _check(row: Inspected, old: User, new: User) -> None:
    if row.unit_id in interests_of([new.pk])[new.pk]:
        raise Refused(f"{new}在{row.unit}任职，应当回避，请另选检查人员。", field="take_checks")
    if new.pk in {row.inspector_id, row.second_id} - {old.pk}:
        raise Refused(f"“{row.account}”的检查和复核须由两个人办理，请另选人员。", field="take_checks")


def _campaigns(people: Any, at: datetime) -> Iterable[Held]:
    rows = CampaignInspector.objects.filter(user__in=people, campaign__state__in=OPEN_CAMPAIGNS)
    for row in rows.select_related("campaign").order_by("pk"):
        url = f"/assessments/inspections/{row.campaign_id}/"
        yield Held(row.user_id, row.pk, f"检查人员（{row.campaign}）", url, row.campaign.unit_id)


def _move_campaigns(things: Sequence[Held], *, old: User, new: User | None, by: Any, at: datetime) -> None:
    rows = CampaignInspector.objects.select_for_update(of=("self",)).filter(pk__in=[held.pk for held in things])
    for row in rows.select_related("campaign__unit").order_by("pk"):
        known = new is not None and row.campaign.inspectors.filter(user=new).exists()
        if new is None or known:
            row.delete()
        else:
            row.user = new
            row.save(update_fields=["user"])
        sides = {"inspector": str(old)}, {"inspector": str(new or "")}
        record("inspection.assigned", by=by, at=at, obj=row.campaign, before=sides[0], after=sides[1])


register_holder(
    Holder(
        "checks", "待办的检查和复核", _checks, _move_checks,
        ("assessments.Inspected.inspector", "assessments.Inspected.second"), "退回组织检查的部门",
    )
)  # fmt: skip
register_holder(
    Holder(
        "campaigns", "检查人员名单", _campaigns, _move_campaigns, ("assessments.CampaignInspector.user",), "移出名单"
    )
)
