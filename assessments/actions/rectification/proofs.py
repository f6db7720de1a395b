"""Reports of rectification (整改报告): what the unit has done, with proof; the department may ask for more."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.clock import due_of
from ...inspecting.telling import tell_decided, tell_proven
from ...models import Finding, Proof
from ..inspections.evidence import attach


def prove(
    finding: Finding, *, text: str, done_on: date, link: str = "", files: Sequence[UploadedFile] = (), by: User,
    at: datetime,
) -> Proof:  # fmt: skip
    """Report that a problem is put right, with a link or a file as proof; told to the department.

    A late report is taken and marked as late. Raises Forbidden for anybody but a writer of the unit, Conflict when no
    report is awaited, Refused without words or proof, or for a day still to come.
    """
    if not text.strip():
        raise Refused("请写明怎样整改的。", field="text")
    if done_on > localdate(at):
        raise Refused("整改完成日不能晚于今天。", field="done_on")
    if not link.strip() and not [one for one in files if one]:
        raise Refused("请上传整改佐证（截图、文件），或填写整改后的链接。", field="files")
    with unit_of_work():
        late = finding.due_on is not None and localdate(at) > finding.due_on
        done = perform(
            finding, "prove", by=by, at=at, action="finding.proven", reason=text.strip(), details={"late": late}
        )
        late = done.due_on is not None and localdate(at) > done.due_on
        proof = Proof.objects.create(
            finding=done, text=text.strip()[:1000], link=link.strip()[:500], done_on=done_on, late=late, by=by, at=at
        )
        attach(proof, files, by=by, at=at)
        tell_proven(done, proof, at=at)
    return proof


def ask_more(finding: Finding, *, reason: str, by: User, at: datetime) -> Finding:
    """Send a report back for more; the full term runs anew from today.

    Raises Refused without a reason, Forbidden for anybody but the department, Conflict when no report waits.
    """
    if not reason.strip():
        raise Refused("请写明还需要补充什么。", field="reason")
    today = localdate(at)
    with unit_of_work():
        due = due_of(finding, today)
        back = perform(
            finding, "ask_more", by=by, at=at, action="finding.sent_back", reason=reason.strip(), anchor=today, due=due,
            details={"due_on": due.due},
        )  # fmt: skip
        tell_decided(back, "sent_back", "整改报告退回补充", reason.strip(), at=at)
    return back
