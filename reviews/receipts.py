"""Judging a publication (回执比对): the authorisation, the period, the account, then the text."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from accounts.models import MediaAccount

from .comparing.receipt import Approved, Published, judge, text_hash
from .models import Authorisation
from .states import AuthorisationState, Verdict


@dataclass(frozen=True)
class Judged:
    """The verdict with its reason, the differences as plain data, and the hash of the published text."""

    verdict: Verdict
    why: str
    differences: list[dict[str, Any]]
    text_hash: str


def judge_publication(
    held: Authorisation | None, account: MediaAccount, *, title: str, text: str, published_at: datetime
) -> Judged:
    """Return what a publication is worth under the newest authorisation of its post, if there is one.

    People tell the time of publishing to the minute, so the period begins with the minute of the authorisation.
    """
    approved = _approved(held, account)
    result = judge(approved, Published(title=title, text=text, at=published_at, account=account.pk))
    return Judged(
        next(item for item in Verdict if item == result.verdict),
        result.why,
        [asdict(change) for change in result.differences],
        text_hash(f"{title}\n{text}") if text.strip() else "",
    )


def _approved(held: Authorisation | None, account: MediaAccount) -> Approved | None:
    if held is None or held.state == AuthorisationState.VOID:
        return None
    content = held.version.content
    return Approved(
        title=content["title"],
        text=held.version.text.partition("\n")[2],
        since=held.issued_at.replace(second=0, microsecond=0),
        until=held.valid_until,
        accounts=frozenset(held.account_ids),
        byline=held.byline,
    )
