"""Notices to units (整改通知): one paper for the findings of a unit, with the day by which to report back."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.numbers import next_value
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.clock import due_of, objection_due
from ...inspecting.states import FindingState
from ...inspecting.telling import tell_notified
from ...models import Finding, RectificationNotice


def notify_unit(findings: Sequence[Finding], *, words: str = "", by: User, at: datetime) -> RectificationNotice:
    """Send a unit one notice of findings that it has not been told of; its clocks begin today (S3-21).

    The number follows without a gap in the department's year. Writers and leaders of the unit are told. Raises Refused
    without findings or for several units, Forbidden for strangers, Conflict where one was told or dropped meanwhile.
    """
    if not findings:
        raise Refused("请先选择要通知的问题。", field="findings")
    today = localdate(at)
    with unit_of_work():
        rows = Finding.objects.select_for_update(of=("self",)).select_related("unit", "campaign__unit", "account")
        held = list(rows.filter(pk__in=[one.pk for one in findings]).order_by("pk"))
        if len({one.unit_id for one in held}) != 1:
            raise Refused("一份整改通知只发一个单位，请分别通知。", field="findings")
        if not all(by.has_perm("assessments.direct_inspections", one) for one in held):
            raise Forbidden("只有宣传部门可以发整改通知。")
        if any(one.state != FindingState.OPEN for one in held):
            raise Conflict("有的问题已经通知或撤销，请刷新页面后重新选择。")
        unit, campaigns = held[0].unit, {one.campaign_id for one in held}
        department = held[0].campaign.unit if held[0].campaign_id and held[0].campaign else authority_of(unit)
        dues = {one.pk: due_of(one, today) for one in held}
        notice = RectificationNotice.objects.create(
            number=_number(department.pk if department else unit.root_id or unit.pk, today.year),
            unit=unit,
            root_id=unit.root_id or unit.pk,
            department=department or unit,
            campaign=held[0].campaign if len(campaigns) == 1 else None,
            words=words.strip()[:1000],
            issued_on=today,
            issued_at=at,
            issued_by=by,
            due_on=max(due.due for due in dues.values()),
        )
        for one in held:
            perform(
                one, "notify", by=by, at=at, action="finding.notified", notice=notice, anchor=today, due=dues[one.pk],
                objection_due=objection_due(one, today), details={"notice": notice.number, "due_on": dues[one.pk].due},
            )  # fmt: skip
        record("finding.notice_issued", by=by, at=at, obj=notice, after={"number": notice.number, "count": len(held)})
        tell_notified(notice, len(held), at=at)
    return notice


def _number(department: int, year: int) -> str:
    value = next_value(f"rectification:{department}:{year}")
    return f"整改〔{year}〕{value}号"
