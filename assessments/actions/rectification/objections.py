"""Objections (申诉): a unit disputes a finding; somebody who was not the inspector decides."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.clock import due_of
from ...inspecting.revising import revise
from ...inspecting.telling import tell_decided, tell_objected
from ...models import Finding, FindingObjection
from ..inspections.evidence import attach


def dispute(
    finding: Finding, *, reason: str, link: str = "", files: Sequence[UploadedFile] = (), by: User, at: datetime
) -> FindingObjection:
    """Dispute a finding within the term of the notice; its clock stands still until the decision.

    Told to the department, but not to the inspector. Raises Forbidden for anybody but a writer of the unit, Refused
    without a reason or after the term, Conflict when it no longer waits for the unit.
    """
    if not reason.strip():
        raise Refused("请写明申诉的理由和事实。", field="reason")
    with unit_of_work():
        held = perform(finding, "dispute", by=by, at=at, action="finding.disputed", reason=reason.strip())
        if held.objection_due_on is not None and localdate(at) > held.objection_due_on:
            raise Refused(f"申诉期限 {held.objection_due_on} 已过。有新情况的，请在整改报告中说明，或联系宣传部门。")
        made = FindingObjection(
            finding=held, unit_id=held.unit_id, reason=reason.strip()[:1000], link=link.strip()[:500], by=by, at=at
        )
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise Conflict("这个问题已有一件申诉等待决定，请等待结果。") from error
        attach(made, files, by=by, at=at)
        tell_objected(made, at=at)
    return made


def decide(objection: FindingObjection, *, accepted: bool, opinion: str, by: User, at: datetime) -> FindingObjection:
    """Decide an objection: the finding is withdrawn and the result counted anew, or it stands and its term runs anew.

    Raises Forbidden for anybody but staff of the department who neither inspected nor objected, Refused without a
    reason, Conflict once it is decided.
    """
    if not opinion.strip():
        raise Refused("请写明决定的理由。", field="opinion")
    said, today = opinion.strip()[:500], localdate(at)
    with unit_of_work():
        verb, action = ("accept", "objection.accepted") if accepted else ("reject", "objection.rejected")
        decided = perform(objection, verb, by=by, at=at, action=action, reason=said, by_whom=by, opinion=said)
        finding = Finding.objects.select_related("unit").get(pk=decided.finding_id)
        if accepted:
            done = perform(
                finding, "withdraw", by=by, at=at, action="finding.withdrawn", reason=said, by_whom=by, words=said
            )
            revise(done, by=by, at=at)
        else:
            _stand(finding, by, at)
        title = "申诉成立，问题已撤销" if accepted else f"申诉不成立，自 {today} 重新计算整改期限"
        tell_decided(finding, "decided", title, said, at=at)
    return decided


def take_back(objection: FindingObjection, *, by: User, at: datetime) -> FindingObjection:
    """Take an objection back before it is decided; the term runs anew. Raises Forbidden for strangers, Conflict."""
    with unit_of_work():
        back = perform(objection, "withdraw", by=by, at=at, action="objection.taken_back", by_whom=by)
        _stand(Finding.objects.select_related("unit").get(pk=back.finding_id), by, at)
    return back


def _stand(finding: Finding, by: User, at: datetime) -> None:
    today = localdate(at)
    due = due_of(finding, today)
    perform(finding, "stand", by=by, at=at, action="finding.stands", anchor=today, due=due, details={"due_on": due.due})
