"""What checks ask of the register, read at once for many filings (一次读取).

A page that checks thirty filings asks the database as often as one that checks a single one: `know` reads for all of
them and leaves what it found with each. Whoever has not been told asks the database as before, and reads no old news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from accounts.actions.platforms import patterns_in_order
from accounts.models import LinkPattern, MediaAccount, Platform, TeamMember
from accounts.states import ENDED

from .models import AnnualCheck, Attachment, Filing
from .states import UNDECIDED


@dataclass
class Known:
    """What was read for a number of filings."""

    platforms: dict[str, Platform] = field(default_factory=dict)
    patterns: list[LinkPattern] = field(default_factory=list)
    accounts: list[MediaAccount] = field(default_factory=list)
    papers: dict[int, set[str]] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    changing: set[int] = field(default_factory=set)


def know(filings: Sequence[Filing]) -> None:
    """Read for these filings what their checks will ask; the number of queries does not grow with their number."""
    known = Known(
        platforms={platform.code: platform for platform in Platform.objects.all()},
        patterns=list(patterns_in_order()),
        accounts=list(_accounts(filings)),
    )
    papers = Attachment.objects.filter(filing__in=filings, removed_at__isnull=True).order_by()
    for pk, paper in papers.values_list("filing_id", "paper"):
        known.papers.setdefault(pk, set()).add(paper)
    yearly = [filing for filing in filings if filing.kind == "annual"]
    known.years = dict(AnnualCheck.objects.filter(filing__in=yearly).values_list("filing_id", "campaign__year"))
    changing = Filing.objects.filter(account__in=[f.account_id for f in yearly], kind="change", state__in=UNDECIDED)
    known.changing = {pk for pk in changing.order_by().values_list("account_id", flat=True) if pk is not None}
    teams = {account.pk: account for account in known.accounts}
    for filing in filings:
        if filing.account is not None and filing.account_id in teams:
            filing.account.__dict__["_people"] = teams[filing.account_id].__dict__["_people"]
        filing.__dict__["_known"] = known


def known_of(filing: Filing) -> Known | None:
    """Return what was read for the filing, if anything was."""
    return filing.__dict__.get("_known")


def platform_of(filing: Filing, code: str) -> Platform | None:
    """Return the platform with this code."""
    known = known_of(filing)
    return known.platforms.get(code) if known else Platform.objects.filter(code=code).first()


def papers_in(filing: Filing) -> set[str]:
    """Return the codes of the papers that lie in the filing."""
    known = known_of(filing)
    if known is not None:
        return known.papers.get(filing.pk, set())
    return set(filing.attachments.filter(removed_at__isnull=True).values_list("paper", flat=True))


def accounts_near(filing: Filing) -> list[MediaAccount] | None:
    """Return the running accounts among which those that stand against the filing are; None: ask the database."""
    known = known_of(filing)
    return known.accounts if known else None


def patterns_for(filing: Filing) -> Iterable[LinkPattern] | None:
    """Return the patterns of the catalogue; None: ask the database."""
    known = known_of(filing)
    return known.patterns if known else None


def _accounts(filings: Sequence[Filing]) -> Iterable[MediaAccount]:
    """Read the running accounts of the filings' units, and those of their organisations with the same id or name."""
    units, roots = {filing.unit_id for filing in filings}, {filing.root_id for filing in filings}
    handles = {str(filing.data["platform_id"]) for filing in filings if filing.data.get("platform_id")}
    names = {str(filing.data.get("name") or filing.title) for filing in filings} - {""}
    same = Q(root__in=roots) & (Q(handle__in=handles) | Q(name__in=names))
    wanted = Q(unit__in=units) | same | Q(pk__in=[filing.account_id for filing in filings])
    people = Prefetch("team", TeamMember.objects.filter(until__isnull=True), to_attr="_people")
    rows = MediaAccount.objects.filter(wanted).exclude(state__in=ENDED)
    return rows.select_related("platform", "unit").prefetch_related(people).order_by("pk")
