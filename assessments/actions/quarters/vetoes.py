"""External vetoes (外部单项否决): told by document, revoked with a reason; running periods are scored again."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import examine

from ...models import VetoRecord
from ...quarters.changes import touch

RIGHT = "assessments.run_quarter"


def record_veto(
    unit: Unit,
    *,
    code: str,
    level: str,
    on: date,
    document: str,
    words: str,
    account: MediaAccount | None = None,
    proof: UploadedFile | None = None,
    by: User,
    at: datetime,
) -> VetoRecord:
    """Note a veto of a unit or of one of its accounts by an inspection outside of the portal.

    It counts in the running period its day lies in with the next scoring, and in the year where the scheme says so.
    Raises Forbidden for anyone but staff of the tree, Refused for a day to come, without a document, or for an account
    of another unit.
    """
    made = VetoRecord(unit=unit, root_id=unit.root_id or unit.pk, account=account, code=code, level=level, on=on)
    if not by.has_perm(RIGHT, made):
        raise Forbidden("只有监管整个考核范围的宣传部门可以登记外部否决。")
    if on > localdate(at):
        raise Refused("通报日期不能晚于今天。", field="on")
    if not document.strip():
        raise Refused("请填写文件名称和文号。", field="document")
    if account is not None and account.unit_id != unit.pk:
        raise Refused(f"账号“{account}”不属于{unit.name}，请核对。", field="account")
    with unit_of_work():
        made.document, made.words, made.by, made.at = document.strip(), words.strip(), by, at
        if proof is not None:
            examined = examine(proof, field="proof")
            made.proof.save(examined.stored_name, examined.content, save=False)
            made.proof_name = examined.name
        made.save()
        touch([unit.pk])
        after = {"code": code, "level": level, "on": on, "document": made.document}
        record("veto.recorded", by=by, at=at, obj=made, after=after, reason=made.words)
    return made


def revoke_veto(veto: VetoRecord, *, reason: str, by: User, at: datetime) -> VetoRecord:
    """Revoke a veto that was told wrongly; it stays on record, closed periods keep what they counted.

    Raises Refused without a reason, Conflict where it is revoked already, Forbidden for anyone but staff of the tree.
    """
    if not by.has_perm(RIGHT, veto):
        raise Forbidden("只有监管整个考核范围的宣传部门可以撤销外部否决。")
    if not reason.strip():
        raise Refused("请写明撤销原因。", field="reason")
    with unit_of_work():
        locked = VetoRecord.objects.select_for_update(of=("self",)).select_related("unit").get(pk=veto.pk)
        if not locked.stands:
            raise Conflict("这条否决已经撤销，请刷新页面查看。")
        locked.revoked_by, locked.revoked_at, locked.revoked_why = by, at, reason.strip()[:300]
        locked.save()
        touch([locked.unit_id])
        record("veto.revoked", by=by, at=at, obj=locked, reason=locked.revoked_why)
    return locked
