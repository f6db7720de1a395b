"""On duty (值守中): looks at accounts and comment areas, and the note for whoever comes next."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ...masking import mask_text
from ...models import DutyRoster, DutyShift, Incident, MonitoringEntry
from ...states import EntryResult
from .keep import running
from .shifts import standing


def log_monitoring(
    roster: DutyRoster,
    *,
    seen_at: datetime,
    what: str,
    comment_areas: bool,
    result: str,
    text: str = "",
    incident: Incident | None = None,
    by: User,
    at: datetime,
) -> MonitoringEntry:
    """Record a look, with or without a finding (S1-3.3.2c, S2-18.2, S4-06.5): that nothing was found is on record too.

    Raises Forbidden for strangers to the unit, Conflict for an ended roster, Refused for a look in the future, without
    saying at what, or a finding without words.
    """
    if not what.strip():
        raise Refused("请填写看了哪些账号或页面。", field="what")
    if seen_at > at:
        raise Refused("监看时间不能晚于现在。", field="seen_at")
    if result == EntryResult.FOUND and not text.strip():
        raise Refused("发现情况的,请写明情况;严重的请登记事件。", field="text")
    with unit_of_work():
        held = running(roster, by)
        if incident is not None and incident.unit_id != held.unit_id:
            raise Refused("这个事件不是本单位的。", field="incident")
        entry = MonitoringEntry.objects.create(
            roster=held, unit=held.unit, root=held.root, seen_at=seen_at, what=what.strip(),
            comment_areas=comment_areas, result=result, text=mask_text(text.strip()), incident=incident, by=by,
            entered_at=at,
        )  # fmt: skip
        record("roster.monitored", by=by, at=at, obj=entry, after={"result": result, "comment_areas": comment_areas})
    return entry


def hand_over(shift: DutyShift, *, note: str, by: User, at: datetime) -> DutyShift:
    """Write the note for the next shift (交接) and tell whoever comes next; writing again replaces it.

    Raises Forbidden for strangers to the unit, Conflict for a cancelled shift, Refused before it began or for nothing.
    """
    if not note.strip():
        raise Refused("请写明交接事项;没有的,写“无”。", field="note")
    with unit_of_work():
        held = standing(shift, by)
        if at < held.starts_at:
            raise Refused("班次还没有开始,不能登记交接。")
        before = {"note": held.handover_note} if held.handover_note else {}
        held.handover_note, held.handed_over_at, held.handed_over_by = mask_text(note.strip()), at, by
        held.save(update_fields=["handover_note", "handed_over_at", "handed_over_by"])
        record("roster.handed_over", by=by, at=at, obj=held, before=before, after={"note": held.handover_note})
        following = held.roster.shifts.standing().filter(starts_at__gte=held.ends_at, person__isnull=False).first()
        if following is not None and following.person_id is not None and following.person_id != by.pk:
            title, url = f"值班交接:{held.name}", f"/duties/rosters/shifts/{held.pk}/handover/"
            key = f"roster.handover:{held.pk}:{at.isoformat()}"
            notify([following.person_id], kind="roster", title=title, body=held.handover_note, url=url, at=at, key=key)
    return held
