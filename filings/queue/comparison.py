"""Old beside new (新旧对照): what a filing would make of the register as it stands today."""

from dataclasses import dataclass

from ..compare import people_changes, text_of
from ..content import ABOUT_THE_FILING, account_answers, account_team, kind_of
from ..models import Filing


@dataclass(frozen=True)
class Difference:
    """One entry of the register: what it says, what the filing says, and what it said when the filing was begun."""

    code: str
    label: str
    old: str
    new: str
    begun: str = ""


def against_register(filing: Filing) -> list[Difference]:
    """Return what differs between the register today and the filing; nothing where there is no entry yet.

    Where the register has moved since the filing was begun, `begun` says what it said then: whoever wrote the filing
    did not see what stands there now.
    """
    account = filing.account
    if account is None:
        return []
    now, kind, found = account_answers(account), kind_of(filing), []
    for use in kind.fields:
        if use.code in ABOUT_THE_FILING:
            continue
        old, new = text_of(use.code, now.get(use.code)), text_of(use.code, filing.data.get(use.code))
        then = text_of(use.code, filing.before.get(use.code))
        if old != new:
            found.append(Difference(use.code, use.text, old, new, then if filing.before and then != old else ""))
    if kind.asks("team"):
        changes = people_changes(account_team(account), filing.team)
        found += [Difference(change.code, change.label, change.old, change.new) for change in changes]
    return found
