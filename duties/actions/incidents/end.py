"""The end of an incident (总结、办结、重新处置)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...masking import mask_text
from ...models import Incident
from ...states import Severity


def sum_up(incident: Incident, *, cause: str, handling: str, lessons: str, by: User, at: datetime) -> Incident:
    """Write the after-action summary; writing again replaces it, the former one stays in the audit log.

    Raises Forbidden for those who may not end it, Refused where a part is empty.
    """
    parts = {"cause": cause, "handling": handling, "lessons": lessons}
    empty = next((name for name, text in parts.items() if not text.strip()), "")
    if empty:
        raise Refused("总结的三部分都要填写。", field=empty)
    with unit_of_work():
        held = Incident.objects.select_for_update().get(pk=incident.pk)
        if not by.has_perm("duties.close_incident", held):
            raise Forbidden("只有本单位经办人、领导和宣传部门可以登记总结。")
        before = {name: getattr(held, name) for name in parts} if held.summed_up_at else {}
        for name, text in parts.items():
            setattr(held, name, mask_text(text.strip()))
        held.summed_up_by, held.summed_up_at = by, at
        held.save(update_fields=[*parts, "summed_up_by", "summed_up_at"])
        record("incident.summed_up", by=by, at=at, obj=held, before=before)
    incident.refresh_from_db()
    return held


def close(incident: Incident, *, handled_at: datetime, by: User, at: datetime) -> Incident:
    """End an incident: unit head and department must know, and a grave one must be summed up.

    Raises Forbidden for those who may not, Conflict unless it is being handled, Refused where something is missing.
    """
    with unit_of_work():
        held = Incident.objects.select_for_update().get(pk=incident.pk)
        if not (held.head_told_at and held.department_told_at):
            raise Refused("还没有报告单位负责人和宣传部门。请先补报,再办结。")
        if held.severity == Severity.MAJOR and held.summed_up_at is None:
            raise Refused("重大事件要先填写总结,再办结。")
        if not held.found_at <= handled_at <= at:
            raise Refused("处置完成时间要在发现之后、现在之前。", field="handled_at")
        done = perform(
            held, "close", by=by, at=at, action="incident.closed", details={"handled_at": handled_at},
            handled_at=handled_at, by_whom=by,
        )  # fmt: skip
    incident.refresh_from_db()
    return done


def reopen(incident: Incident, *, reason: str, by: User, at: datetime) -> Incident:
    """Take an ended incident up again. Raises Forbidden, Conflict while it runs, Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明为什么要重新处置。", field="reason")
    details = {"handled_at": incident.handled_at}
    return perform(incident, "reopen", by=by, at=at, action="incident.reopened", reason=reason.strip(), details=details)
