"""Reporting an incident (报告): to the unit's head and to the department; both know, then it counts as reported."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...incidents.audience import DEPARTMENT, HEAD, SIDES, sides_of
from ...models import Incident, IncidentEntry
from ...states import Axis, IncidentState

FIELDS = {HEAD: "head_told_at", DEPARTMENT: "department_told_at"}


def tell(
    incident: Incident, *, side: str, moment: datetime, who: str = "", channel: str = "", by: User, at: datetime
) -> Incident:
    """Record that one side was told, when and how, and send it a message (S1-3.3.2d, S1-3.3.3b).

    The first report counts for the response time; a later one is one more line of the log. `moment` is when they were
    told, by telephone perhaps. Raises Forbidden for strangers, Conflict when it is over, Refused for a wrong moment.
    """
    with unit_of_work():
        held = open_incident(incident, by)
        if not held.found_at <= moment <= at:
            raise Refused("报告时间要在发现之后、现在之前。", field="moment")
        sides = sides_of(held.unit, held.edition.edition, held.severity)
        IncidentEntry.objects.create(
            incident=held, axis=Axis.REPORT, moment=moment, who=who.strip() or SIDES[side], channel=channel.strip(),
            code=side, by=by, entered_at=at,
        )  # fmt: skip
        if getattr(held, FIELDS[side]) is None:
            setattr(held, FIELDS[side], moment)
            held.save(update_fields=[FIELDS[side]])
        record("incident.told", by=by, at=at, obj=held, after={"side": SIDES[side], "at": moment})
        send(held, sides[side].people - {by.pk}, f"told:{side}", f"事件报告:{held}", at=at)
        if held.state == IncidentState.FOUND and held.head_told_at and held.department_told_at:
            held = perform(held, "report", by=by, at=at, action="incident.reported")
    incident.refresh_from_db()
    return held


def open_incident(incident: Incident, by: User) -> Incident:
    """Return an incident locked that the person may work on; raises Forbidden, or Conflict once it is over."""
    rows = Incident.objects.select_for_update(of=("self",)).select_related("unit__root", "edition")
    held = rows.get(pk=incident.pk)
    if not by.has_perm("duties.report_incidents", held):
        raise Forbidden("只有本单位人员和宣传部门可以办理。")
    if held.state == IncidentState.CLOSED:
        raise Conflict("事件已经办结。需要继续处置的,请先重新处置并写明原因。")
    return held


def send(incident: Incident, people: set[int] | frozenset[int], what: str, title: str, *, at: datetime) -> None:
    """Send a message about an incident; once per person and cause."""
    grave = "" if incident.severity == "general" else f"[{incident.get_severity_display()}]"
    body = f"{grave}{incident.unit}:{incident.get_kind_display()}。{incident.text}"
    key = f"incident.{what}:{incident.pk}:{incident.severity}"
    notify(people, kind="incident", title=title, body=body, url=f"/duties/incidents/{incident.pk}/", at=at, key=key)
