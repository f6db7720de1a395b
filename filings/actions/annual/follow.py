"""What the way of an annual report does to its check (随报告流转); nothing for other filings."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow.door import perform

from ...annual.listening import tell_failed
from ...models import AnnualCheck, Filing
from ...states import AnnualState


def follow_hand_in(filing: Filing, *, by: User, at: datetime) -> None:
    """The report was handed in: the check is under review."""
    check = _check(filing, AnnualState.OPEN)
    if check is not None:
        perform(check, "hand_in", by=None, at=at, action="annual.handed_in")


def follow_back(filing: Filing, *, by: User, at: datetime) -> None:
    """The report was returned or taken back: it is to be handed in again."""
    check = _check(filing, AnnualState.REVIEW)
    if check is not None:
        perform(check, "give_back", by=None, at=at, action="annual.given_back")


def follow_passed(filing: Filing, *, by: User, at: datetime) -> None:
    """The last step agreed: the account passed."""
    check = _check(filing, AnnualState.REVIEW)
    if check is not None:
        perform(check, "pass_", by=by, at=at, action="annual.passed", by_whom=by, result="")


def follow_failed(filing: Filing, reason: str, *, by: User, at: datetime) -> None:
    """The report was refused: the account failed, with that reason, and upper floors hear of it (S1-3.1.2b)."""
    check = _check(filing, AnnualState.REVIEW)
    if check is not None:
        failed = perform(
            check, "fail", by=by, at=at, action="annual.failed", reason=reason, by_whom=by, result=reason[:500]
        )
        tell_failed(failed, by=by, at=at)


def _check(filing: Filing, state: str) -> AnnualCheck | None:
    if filing.kind != "annual":
        return None
    return AnnualCheck.objects.filter(filing=filing, state=state).first()
