"""The verdict (核实): is the reported account ours, or does it pass itself off as ours?"""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...impostors.compare import matches_of
from ...impostors.telling import tell
from ...masking import mask_text
from ...models import ImpostorCase
from .common import open_case


def confirm(case: ImpostorCase, *, finding: str, by: User, at: datetime) -> ImpostorCase:
    """Say that it is an impostor; what the register showed at that moment stays with the case (S3-20).

    Raises Forbidden, Conflict unless it waits for the verdict, Refused without a finding, or while the account itself
    stands in the register: then it is no impostor.
    """
    with unit_of_work():
        held = open_case(case, by, verified=False)
        words = _finding(finding)
        found = matches_of(held.root, name=held.name, handle=held.handle, link=held.link)
        own = [match for match in found if match.same and not match.account.has_ended]
        if own:
            one = own[0]
            raise Refused(
                f"这个账号在册:{one.account.unit}的“{one.account}”,{one.why}。请核对链接和账号ID,或认定为不是假冒。",
                field="finding",
            )
        held.compared = [f"{match.account.unit} · {match.account} · {match.why}" for match in found]
        held.save(update_fields=["compared"])
        details = {"compared": held.compared}
        done = perform(
            held, "confirm", by=by, at=at, action="impostor.confirmed", reason=words, details=details, finding=words,
            by_whom=by,
        )  # fmt: skip
        tell(done, f"confirmed:{at.isoformat()}", "核实为假冒账号,请立即处置", but=by.pk, at=at)
    case.refresh_from_db()
    return done


def dismiss(case: ImpostorCase, *, finding: str, by: User, at: datetime) -> ImpostorCase:
    """Say that it is none, which ends the case.

    Raises Forbidden, Conflict when it is over, Refused without a finding or once a letter has gone out.
    """
    with unit_of_work():
        held = open_case(case, by, verified=False)
        words = _finding(finding)
        if held.letters.filter(sent_at__isnull=False).exists():
            raise Refused("已经致函平台,不能再认定为不是假冒。请按办结处理并说明情况。", field="finding")
        held.letters.filter(sent_at__isnull=True).delete()
        done = perform(
            held, "dismiss", by=by, at=at, action="impostor.dismissed", reason=words, finding=words, by_whom=by
        )
        tell(done, f"dismissed:{at.isoformat()}", "核实不是假冒", body=words, but=by.pk, at=at)
    case.refresh_from_db()
    return done


def _finding(text: str) -> str:
    words = mask_text(text.strip())
    if not words:
        raise Refused("请写明怎么核实的、结论是什么。", field="finding")
    return words
