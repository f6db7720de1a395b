"""Ending a campaign (汇总、办结): every account has its result; then the units may see theirs."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.states import CampaignState, FindingState, InspectedState
from ...models import Campaign, Finding, Inspected


def review(campaign: Campaign, *, by: User, at: datetime) -> Campaign:
    """Sum up once every account has a result; raises Conflict while some wait, Forbidden for strangers."""
    with unit_of_work():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        waiting = Inspected.objects.filter(campaign=campaign, state__in=InspectedState.within("open")).count()
        if waiting:
            raise Conflict(f"还有 {waiting} 个账号没有检查或复核完，完成后再转入汇总。无法检查的，请登记“未查”和原因。")
        return perform(campaign, "review", by=by, at=at, action="inspection.reviewing")


def resume(campaign: Campaign, *, reason: str, by: User, at: datetime) -> Campaign:
    """Go on checking; raises Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明恢复检查的原因。", field="reason")
    return perform(campaign, "resume", by=by, at=at, action="inspection.resumed", reason=reason.strip())


def close(campaign: Campaign, *, by: User, at: datetime) -> Campaign:
    """Close a campaign: the results stand and the units see them.

    Raises Conflict while a finding waits to be told or an objection to be decided, Forbidden for strangers.
    """
    with unit_of_work():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        found = Finding.objects.filter(campaign=campaign)
        untold = found.filter(state=FindingState.OPEN).count()
        if untold:
            raise Conflict(f"还有 {untold} 项问题没有通知单位，请先发整改通知或写明不予追究的理由。")
        disputed = found.filter(state=FindingState.OBJECTED).count()
        if disputed:
            raise Conflict(f"还有 {disputed} 件申诉没有决定，决定后再办结。")
        return perform(campaign, "close", by=by, at=at, action="inspection.closed", by_whom=by)


def reopen(row: Inspected, *, reason: str, by: User, at: datetime) -> Inspected:
    """Have an account checked again; findings that nobody has been told of are dropped.

    Raises Refused without a reason, Conflict once the campaign does not run or the unit has been told.
    """
    if not reason.strip():
        raise Refused("请写明重新检查的原因。", field="reason")
    with unit_of_work():
        campaign = Campaign.objects.select_for_update().get(pk=row.campaign_id)
        if campaign.state != CampaignState.RUNNING:
            raise Conflict("检查不在进行中，不能重新检查。")
        found = Finding.objects.filter(inspected=row).exclude(state=FindingState.WITHDRAWN)
        if found.exclude(state=FindingState.OPEN).exists():
            raise Conflict("这个账号的问题已经通知单位，不能重新检查。结论有误的，请在申诉或复查中更正。")
        for finding in found.order_by("pk"):
            perform(
                finding, "drop", by=by, at=at, action="finding.dropped", reason=reason.strip(), by_whom=by,
                words=f"重新检查：{reason.strip()}"[:500],
            )  # fmt: skip
        return perform(row, "reopen", by=by, at=at, action="inspection.reopened", reason=reason.strip())
