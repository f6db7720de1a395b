"""The article on which each check rests (核对依据): that of the question, paper, role or name rule it looks at."""

from collections.abc import Callable, Iterable

from newmedia_portal.regimes.schema import Edition, FilingKind

from .models import Filing

#: Check -> the questions it looks at; the first that the filing asks names the article.
ASKED: dict[str, tuple[str, ...]] = {
    "platform_approved": ("platform",),
    "certification_complete": ("certified", "certification_subject"),
    "internal_approval": ("approved_on", "approver_name"),
    "approved_before_opening": ("approved_on",),
    "opened_not_before_approval": ("opened_on",),
    "dates_in_order": ("announced_on", "cancelled_on", "approved_on"),
    "meeting_topics": ("meeting_need", "meeting_on"),
    "licence_valid": ("licence_no",),
    "contract_present": ("contract_no", "entrusted_unit"),
    "cleanup_confirmed": ("cleaned_up",),
    "group_dissolved_in_time": ("group_dissolved_on",),
}
#: Checks that follow the rules for names and registrants (名称规则).
NAMES = (
    "name_rules",
    "name_token",
    "name_linked_to_unit",
    "avatar_present",
    "one_per_platform",
    "registrant_is_org",
)
MOST = 2


def article_of(check: str, filing: Filing, kind: FilingKind) -> str:
    """Return the article behind a check; the filing's own where the edition has no closer one."""
    edition = filing.edition.edition
    if check in NAMES:
        return edition.names.article
    found = _OWN[check](edition, filing, kind) if check in _OWN else _asked(kind, ASKED.get(check, ()))
    return found or kind.article


def _asked(kind: FilingKind, codes: Iterable[str]) -> str:
    """Return the article of the first question that the filing asks, else that of its task."""
    for code in codes:
        for task in kind.tasks:
            for use in task.fields:
                if use.code == code:
                    return use.article or task.article
    return ""


def _papers(edition: Edition, filing: Filing, kind: FilingKind) -> str:
    return _joined(paper.article for paper in kind.papers if paper.required)


def _roles(edition: Edition, filing: Filing, kind: FilingKind) -> str:
    return _joined(need.article for need in edition.requirements(kind.roles, filing.unit.kind) if need.min)


def _platform(edition: Edition, filing: Filing, kind: FilingKind) -> str:
    code = filing.data.get("platform") or (filing.account.platform.code if filing.account else "")
    return next((platform.article for platform in edition.platforms if platform.code == code), "")


def _inner(edition: Edition, filing: Filing, kind: FilingKind) -> str:
    return next((use.article for use in edition.account_kinds if use.code == "inner_body"), "")


def _joined(articles: Iterable[str]) -> str:
    """Return the different articles in their order, at most a few."""
    return "、".join(list(dict.fromkeys(articles))[:MOST])


_OWN: dict[str, Callable[[Edition, Filing, FilingKind], str]] = {
    "papers_present": _papers,
    "roles_filled": _roles,
    "platform_approved": _platform,
    "inner_body_allowed": _inner,
}
