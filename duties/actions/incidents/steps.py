"""What is done about an incident (处置): steps, contacts with the platform, measures in a group, referrals, remarks."""

from dataclasses import dataclass
from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...incidents.audience import SIDES, sides_of
from ...masking import mask_text
from ...models import Incident, IncidentEntry
from ...states import Axis, IncidentState, Severity
from .tell import open_incident, send

NEEDS = {
    Axis.ACTION: ("text", "请写明做了什么。"),
    Axis.PLATFORM: ("who", "请写明联系了哪个平台、谁。"),
    Axis.MEASURE: ("code", "请选择采取的措施。"),
    Axis.REFERRAL: ("who", "请写明移送给哪个机关。"),
}


@dataclass(frozen=True)
class Step:
    """One line of the log; `code` names a measure of the edition."""

    axis: str
    moment: datetime
    text: str = ""
    who: str = ""
    channel: str = ""
    result: str = ""
    code: str = ""


def measures_of(incident: Incident) -> dict[str, str]:
    """Return the measures that the edition gives to the head of a group, by code (S4-06.3)."""
    edition = incident.edition.edition
    labels = {sanction.code: sanction.label for sanction in edition.sanctions}
    return {code: labels[code] for code in edition.groups.measures if code in labels}


def log_step(incident: Incident, step: Step, *, by: User, at: datetime) -> IncidentEntry:
    """Add a line to the log; the first one shows that it is being handled (S1-3.3.3a, S1-3.3.3b, S1-3.3.6, S4-06.3).

    Raises Forbidden for strangers, Conflict when it is over, Refused for a wrong moment, a measure that the edition
    does not know, or without the words that the line needs.
    """
    needed, message = NEEDS[Axis(step.axis)]
    if not getattr(step, needed).strip():
        raise Refused(message, field=needed)
    with unit_of_work():
        held = open_incident(incident, by)
        if not held.found_at <= step.moment <= at:
            raise Refused("时间要在发现之后、现在之前。", field="moment")
        if step.axis == Axis.MEASURE and step.code not in measures_of(held):
            raise Refused("适用制度没有这项措施。请从列出的措施中选择。", field="code")
        entry = IncidentEntry.objects.create(
            incident=held, axis=step.axis, moment=step.moment, who=step.who.strip(), channel=step.channel.strip(),
            text=mask_text(step.text.strip()), result=mask_text(step.result.strip()), code=step.code, by=by,
            entered_at=at,
        )  # fmt: skip
        record("incident.logged", by=by, at=at, obj=held, after={"entry": str(entry), "at": step.moment})
        if held.state in (IncidentState.FOUND, IncidentState.REPORTED):
            perform(held, "begin", by=by, at=at, action="incident.begun", moment=step.moment)
    incident.refresh_from_db()
    return entry


def grade(incident: Incident, *, severity: str, reason: str, by: User, at: datetime) -> Incident:
    """Change how grave an incident is; raising it tells the leaders, whoever was told before is not told again.

    Raises Forbidden for strangers, Conflict when it is over or nothing would change, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明调整等级的原因。", field="reason")
    with unit_of_work():
        held = open_incident(incident, by)
        if held.severity == severity:
            raise Conflict("已经是这个等级。", field="severity")
        before = {side.code: side.people for side in sides_of(held.unit, held.edition.edition, held.severity).values()}
        old, held.severity = held.severity, severity
        held.save(update_fields=["severity"])
        sides = sides_of(held.unit, held.edition.edition, severity)
        record(
            "incident.graded", by=by, at=at, obj=held, reason=reason.strip(),
            before={"severity": old}, after={"severity": severity},
        )  # fmt: skip
        if severity == Severity.MAJOR:
            people = {one for code in SIDES for one in sides[code].people - before[code]}
            send(held, people - {by.pk}, "graded", f"重大事件:{held}", at=at)
    incident.refresh_from_db()
    return held


def comment(incident: Incident, *, text: str, by: User, at: datetime) -> IncidentEntry:
    """Leave a remark, also when it is over; those who entered it are told. Raises Forbidden, or Refused for nothing."""
    if not by.has_perm("duties.comment", incident):
        raise Forbidden("只有单位领导、宣传部门和本单位经办人可以批示。")
    if not text.strip():
        raise Refused("请填写意见。", field="text")
    with unit_of_work():
        entry = IncidentEntry.objects.create(
            incident=incident, axis=Axis.COMMENT, moment=at, text=mask_text(text.strip()), by=by, entered_at=at
        )
        record("incident.commented", by=by, at=at, obj=incident, reason=entry.text)
        send(incident, {incident.entered_by_id} - {by.pk}, f"comment:{entry.pk}", f"批示意见:{incident}", at=at)
    return entry
