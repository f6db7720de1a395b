"""Checking one account (检查账号): answers to the items, the time point, who checks, what cannot be checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.filling import fill
from ...inspecting.people import interests_of
from ...inspecting.permissions import may_inspect
from ...inspecting.states import CampaignState, InspectedState, Outcome
from ...inspecting.telling import tell_assigned
from ...inspecting.template import Item, from_rows
from ...models import Answer, Inspected
from .evidence import attach


@dataclass(frozen=True)
class Given:
    """What the inspector says of one item: outcome, how often, words, link, new files."""

    outcome: str
    words: str = ""
    link: str = ""
    hits: int = 1
    files: Sequence[UploadedFile] = field(default_factory=tuple)


def answer(row: Inspected, given: Mapping[str, Given], *, by: User, at: datetime) -> Inspected:
    """Store answers to some items; what is not named stays as it is.

    An answer other than what the portal found says why. Raises Forbidden for anybody but the inspector, Conflict once
    the check is over or the campaign does not run, Refused for a problem without words or an unfit file.
    """
    with unit_of_work():
        held = open_row(row, by)
        items = {item.code: item for item in from_rows(held.campaign.template)}
        answers = {one.code: one for one in held.answers.select_for_update().order_by("pk")}
        changed = []
        for code, said in given.items():
            if code not in answers:
                raise Refused("这个检查项不属于本次检查，请刷新页面。")
            if _write(answers[code], items[code], said, by, at):
                changed.append(code)
            attach(answers[code], said.files, by=by, at=at)
        if changed:
            record("inspection.answered", by=by, at=at, obj=held, after={"items": changed})
    return held


def refill(row: Inspected, *, point: datetime, by: User, at: datetime) -> Inspected:
    """Set the time point of a check and fill the automatic items anew as of it.

    Raises Refused for a moment outside the window or still to come, Forbidden and Conflict as for answers.
    """
    with unit_of_work():
        held = open_row(row, by)
        if point > at:
            raise Refused("检查时点不能晚于现在。", field="point")
        if not held.campaign.window_start <= localdate(point) <= held.campaign.window_end:
            window = f"{held.campaign.window_start} 至 {held.campaign.window_end}"
            raise Refused(f"检查时点须在检查时间（{window}）之内。", field="point")
        fill(held.campaign, [held], point=point)
        record("inspection.refilled", by=by, at=at, obj=held, after={"point": point})
    row.refresh_from_db()
    return held


def skip(row: Inspected, *, why: str, by: User, at: datetime) -> Inspected:
    """Say that an account cannot be checked, with the reason; raises Refused without one."""
    if not why.strip():
        raise Refused("请写明没有检查的原因，例如账号正在平台申诉、无法访问。", field="why")
    with unit_of_work():
        open_row(row, by)
        return perform(row, "skip", by=by, at=at, action="inspection.skipped", reason=why.strip(), why=why.strip())


def assign_to(row: Inspected, person: User, *, by: User, at: datetime) -> Inspected:
    """Give a check, or the second look where it is due, to another person; told to them.

    Raises Forbidden for anybody but the department, Refused for somebody with a post in the unit, who already looked,
    or who has no post here, Conflict when the check is over.
    """
    with unit_of_work():
        held = _lock(row)
        if not by.has_perm("assessments.direct_inspections", held):
            raise Forbidden("只有组织检查的部门可以指定检查人员。")
        if held.campaign.state != CampaignState.RUNNING or held.state not in InspectedState.within("open"):
            raise Conflict("这个账号的检查已经结束，请刷新页面查看。")
        if held.unit_id in interests_of([person.pk])[person.pk]:
            raise Refused(f"{person} 在{held.unit}任职，应当回避，请另选检查人员。", field="person")
        second = held.state == InspectedState.SECOND
        if person.pk == (held.inspector_id if second else held.second_id):
            raise Refused("检查和复核须由两个人办理，请另选人员。", field="person")
        before = {"inspector": str(held.inspector or ""), "second": str(held.second or "")}
        if second:
            held.second = person
        else:
            held.inspector = person
        held.save(update_fields=["inspector", "second"])
        after = {"second" if second else "inspector": str(person)}
        record("inspection.assigned", by=by, at=at, obj=held, before=before, after=after)
        tell_assigned(held, person.pk, second=second, at=at)
    row.refresh_from_db()
    return held


def open_row(row: Inspected, by: User) -> Inspected:
    """Lock a check that waits for its inspector; raises Forbidden for others, Conflict when it no longer waits."""
    held = _lock(row)
    if not may_inspect(held, by):
        raise Forbidden("只有指定的检查人员可以填写；在该单位任职的人员应当回避。")
    if held.campaign.state != CampaignState.RUNNING:
        raise Conflict(f"检查“{held.campaign}”{held.campaign.get_state_display()}，不能再填写。")
    if held.state != InspectedState.WAITING:
        raise Conflict(f"这个账号的检查{held.get_state_display()}，不能再填写。")
    return held


def _lock(row: Inspected) -> Inspected:
    rows = Inspected.objects.select_for_update(of=("self",))
    return rows.select_related("campaign__edition", "unit", "account", "inspector", "second").get(pk=row.pk)


def _write(stored: Answer, item: Item, said: Given, by: User, at: datetime) -> bool:
    words, link = said.words.strip()[:500], said.link.strip()[:500]
    hits = max(1, min(said.hits, 999))
    before = (stored.outcome, stored.words, stored.link, stored.hits)
    if before == (said.outcome, words, link, hits):
        return False
    if said.outcome == Outcome.PROBLEM and not words:
        raise Refused(f"“{item.label}”有问题的，请写明在哪里、是什么问题。", field=f"{item.code}-words")
    if stored.suggested and said.outcome != stored.suggested and words == stored.facts.get("words", ""):
        raise Refused(f"“{item.label}”与系统判断不同的，请写明核对的情况。", field=f"{item.code}-words")
    stored.outcome, stored.words, stored.link, stored.hits = said.outcome, words, link, hits
    stored.points = item.worth(hits) if said.outcome == Outcome.PROBLEM else 0  # type: ignore[assignment]
    stored.by, stored.at = by, at
    stored.save()
    return True
