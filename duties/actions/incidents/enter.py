"""Raising the alarm (登记事件): what was found, when, by whom; told at once unless somebody says otherwise."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import edition_for

from ...incidents.audience import SIDES
from ...links import read_link
from ...masking import mask_text
from ...models import Incident
from ...states import Severity
from .tell import tell


@dataclass(frozen=True)
class Finding:
    """What was found. `found_by` is a name: whoever noticed it need not have a login."""

    kind: str
    title: str
    found_at: datetime
    text: str = ""
    link: str = ""
    severity: str = Severity.GENERAL
    account: MediaAccount | None = None
    found_by: str = ""


def enter_incident(unit: Unit, found: Finding, *, report_now: bool = True, by: User, at: datetime) -> Incident:
    """Enter an incident and, unless told otherwise, report it at once to unit head and department (S1-3.3.2d).

    Raises Forbidden for strangers to the unit, Refused for a moment in the future, no title, or another unit's account.
    """
    if not by.has_perm("duties.report_incidents", unit):
        raise Forbidden("只有本单位人员和宣传部门可以登记事件。")
    if not found.title.strip():
        raise Refused("请用一句话写明发生了什么。", field="title")
    if found.found_at > at:
        raise Refused("发现时间不能晚于现在。", field="found_at")
    if found.account is not None and found.account.unit_id != unit.pk:
        raise Refused("这个账号不是该单位的。", field="account")
    with unit_of_work():
        incident = Incident.objects.create(
            unit=unit,
            root=unit.root or unit,
            account=found.account,
            edition=edition_for(unit.regime_code, localdate(at)),
            kind=found.kind,
            severity=found.severity,
            title=mask_text(found.title.strip()),
            text=mask_text(found.text.strip()),
            link=read_link(found.link) if found.link.strip() else "",
            found_at=found.found_at,
            found_by=found.found_by.strip() or by.full_name,
            entered_by=by,
            entered_at=at,
        )
        after = {"severity": incident.severity, "found_at": incident.found_at}
        record("incident.entered", by=by, at=at, obj=incident, after=after)
        if report_now:
            for side in SIDES:
                tell(incident, side=side, moment=at, channel="站内报告", by=by, at=at)
    incident.refresh_from_db()
    return incident
