"""Papers with an end (许可、合同到期提醒): who is told when, what the pages say; the edition has the days."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import WRITERS, Role
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.schema.people import Validity

from .actions.common import edition_of
from .models import MediaAccount

JOB = "watch_validities"
FIELDS = ("licence_expires_on", "contract_expires_on")
FARTHEST = 400


@dataclass(frozen=True)
class Ending:
    """A paper of an account that ends soon or has ended."""

    account: MediaAccount
    rule: Validity
    on: date
    left: int

    @property
    def word(self) -> str:
        """Where it stands, in the words of the status table."""
        return "已过期" if self.left < 0 else "即将到期"

    @property
    def text(self) -> str:
        """One line for the reader, with what to do."""
        when = f"已于 {self.on} 到期" if self.left < 0 else f"{self.on} 到期，还有 {self.left} 日"
        return f"{self.rule.label}{when}。{self.rule.remedy}（{self.rule.article}，提前天数为{self.rule.basis_label}）"


def endings_of(account: MediaAccount, today: date) -> list[Ending]:
    """Return the papers of an account that are within their first reminder, or past their end."""
    if account.has_ended:
        return []
    return [one for one in _all_of(account, today) if one.left <= max(one.rule.lead_days)]


@daily(JOB, label="许可和合同到期检查", not_before=time(6, 30))
def watch_validities(*, on: date, at: datetime) -> Counts:
    """Tell the unit, and for a paper past its end the department, once per rung; safe to run again."""
    with unit_of_work():
        alone(JOB)
        soon = Q(**{f"{FIELDS[0]}__lte": on + timedelta(FARTHEST)}) | Q(
            **{f"{FIELDS[1]}__lte": on + timedelta(FARTHEST)}
        )
        rows = MediaAccount.objects.running().filter(soon).select_related("unit__root").order_by("pk")
        found = [one for account in rows for one in endings_of(account, on)]
        for one in found:
            _tell(one, at)
    return Counts(looked_at=len(rows), flagged=len(found))


def _all_of(account: MediaAccount, today: date) -> Iterator[Ending]:
    try:
        rules = edition_of(account.unit, today).validities
    except Refused:
        return
    for rule in rules:
        on = getattr(account, rule.field)
        if on is not None:
            yield Ending(account, rule, on, (on - today).days)


def _tell(one: Ending, at: datetime) -> None:
    """Send the message of the rung that is reached; the key holds the end, so that a renewed paper counts anew."""
    reached = min((lead for lead in one.rule.lead_days if lead >= one.left), default=0) if one.left >= 0 else -1
    people: dict[str, set[int]] = defaultdict(set)
    posts = Post.objects.filter(until__isnull=True, user__is_active=True)
    people["unit"] = set(posts.filter(unit=one.account.unit, role__in=WRITERS).values_list("user", flat=True))
    if reached < 0:
        people["desk"] = set(
            posts.filter(unit__root=one.account.root, role=Role.REGISTRAR).values_list("user", flat=True)
        )
    key = f"{JOB}:{one.account.pk}:{one.rule.code}:{one.on}:{reached}"
    notify(
        set().union(*people.values()), kind="validity", title=f"“{one.account}”{one.rule.label}{one.word}",
        body=one.text, url=f"/accounts/{one.account.pk}/", at=at, key=key,
    )  # fmt: skip
