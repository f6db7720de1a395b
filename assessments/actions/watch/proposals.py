"""Proposals to close (关闭建议): a person of the department proposes, the unit closes or says why not (reading A22)."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from filings.actions import prepare
from filings.fitting import fitting
from filings.models import Filing
from filings.states import UNDECIDED
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.schema import FilingKind

from ...looking.messages import tell_kept, tell_proposed
from ...models import AccountActivity, SilenceFlag
from ...states import CLOSING, Level


def propose_closing(flag: SilenceFlag, *, words: str = "", by: User, at: datetime) -> SilenceFlag:
    """Lay a prefilled closing filing before the unit of a 僵尸号 or 空壳号, with the evidence as its reason.

    Nothing is closed by this: the unit files, or answers why it keeps the account. After an answer the department may
    propose again. Raises Forbidden for anyone but the department above the unit; Conflict when the flag no longer
    stands or a proposal waits for its answer; Refused for other levels or where the regime has no closing.
    """
    with unit_of_work():
        locked = _locked(flag)
        if not by.has_perm("assessments.decide_activity", locked):
            raise Forbidden("只有宣传部门可以提出关闭建议。")
        if locked.level not in CLOSING:
            raise Refused("只有僵尸号和空壳号可以提出关闭建议。")
        if locked.proposed_at is not None and locked.kept_at is None:
            raise Conflict("已经提出过关闭建议,单位还没有办理。可以等单位办理,或联系单位经办人。")
        account = MediaAccount.objects.select_related("unit", "platform", "root").get(pk=locked.account_id)
        standing = AccountActivity.objects.filter(pk=account.pk, level=locked.level).first()
        evidence = (standing or locked).sentence
        filing = _closing(account, f"{locked.get_level_display()}:{evidence}{words.strip()}"[:1000], by=by, at=at)
        before = {"kept_reason": locked.kept_reason}
        locked.proposed_at, locked.proposed_by, locked.proposal = at, by, words.strip()[:500]
        locked.closing, locked.kept_reason, locked.kept_by, locked.kept_at = filing, "", None, None
        locked.save()
        after = {"account": str(account), "filing_id": filing.pk, "evidence": evidence}
        record("silence.proposed", by=by, at=at, obj=locked, before=before, after=after, reason=words.strip())
        tell_proposed(locked, account, evidence, at=at)
    flag.refresh_from_db()
    return locked


def keep(flag: SilenceFlag, *, reason: str, by: User, at: datetime) -> SilenceFlag:
    """Let the unit answer why it keeps the account; stored with the flag and told to the department.

    The flag stands until the account publishes again. Raises Forbidden for anyone but a writer of the unit, Refused
    without a reason, Conflict where no proposal waits for an answer.
    """
    if not reason.strip():
        raise Refused("请写明保留账号的理由和恢复更新的安排。", field="reason")
    with unit_of_work():
        locked = _locked(flag)
        if not by.has_perm("assessments.answer_proposal", locked):
            raise Forbidden("只有主办单位的经办人可以答复关闭建议。")
        if locked.proposed_at is None or locked.kept_at is not None:
            raise Conflict("没有等待答复的关闭建议,请刷新页面查看最新情况。")
        locked.kept_reason, locked.kept_by, locked.kept_at = reason.strip()[:500], by, at
        locked.save(update_fields=["kept_reason", "kept_by", "kept_at"])
        record("silence.kept", by=by, at=at, obj=locked, reason=reason.strip())
        tell_kept(locked, at=at)
    flag.refresh_from_db()
    return locked


def settle(flag: SilenceFlag, *, reason: str, by: User, at: datetime) -> SilenceFlag:
    """Settle that a closed account published again, with what was done; a later item raises it anew.

    Raises Forbidden for anyone but the department, Refused without a reason or for another kind of flag.
    """
    if not reason.strip():
        raise Refused("请写明核实和处理的结果,例如已联系平台收回账号。", field="reason")
    with unit_of_work():
        locked = _locked(flag)
        if not by.has_perm("assessments.decide_activity", locked):
            raise Forbidden("只有宣传部门可以了结。")
        if locked.level != Level.REVIVED:
            raise Refused("静默标记在账号恢复发布后自动解除,不能手工解除。")
        locked.cleared_on, locked.cleared_by = max(localdate(at), locked.raised_on), by
        locked.cleared_why = reason.strip()[:200]
        locked.save(update_fields=["cleared_on", "cleared_by", "cleared_why"])
        record("silence.settled", by=by, at=at, obj=locked, reason=reason.strip())
    flag.refresh_from_db()
    return locked


def closing_kind(account: MediaAccount, at: datetime) -> FilingKind | None:
    """Return the closing of the edition in force that is meant for this unit and account."""
    edition = edition_for(account.unit.regime_code, localdate(at)).edition
    return next(iter(fitting(edition, "close", account.unit, account)), None)


def _closing(account: MediaAccount, reason: str, *, by: User, at: datetime) -> Filing:
    """Return the closing filing under way for the account, or a new draft for its unit."""
    waiting = Filing.objects.filter(account=account, kind="close", state__in=UNDECIDED).first()
    if waiting is not None:
        return waiting
    kind = closing_kind(account, at)
    if kind is None:
        raise Refused("本单位适用的制度没有关闭备案事项,请联系单位直接办理。")
    return prepare(account, kind="close", variant=kind.variant, answers={"close_reason": reason}, by=by, at=at)


def _locked(flag: SilenceFlag) -> SilenceFlag:
    """Lock a flag that still stands; raises Conflict otherwise."""
    rows = SilenceFlag.objects.select_for_update(of=("self",)).select_related("unit", "account")
    locked = rows.get(pk=flag.pk)
    if locked.cleared_on is not None:
        raise Conflict(f"该标记已于 {locked.cleared_on} 解除({locked.cleared_why}),请刷新页面查看最新情况。")
    return locked
