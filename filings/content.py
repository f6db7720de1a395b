"""What a filing says: answers, people and papers as plain data, with their hash, and how they meet the register."""

import hashlib
import json
from datetime import date
from typing import Any

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.secrets import mask_phone, unseal
from newmedia_portal.regimes.schema import FilingKind

from .models import Filing

#: Field of a filing -> field of the register entry it is prefilled from; the rest stands under its code in `details`.
REGISTER_FIELDS: dict[str, str] = {
    "name": "name",
    "platform": "platform",
    "platform_id": "handle",
    "link": "link",
    "account_kind": "kind",
    "account_class": "account_class",
    "registrant": "registrant_kind",
    "registrant_name": "registrant",
    "purpose": "purpose",
    "functions": "functions",
    "opened_on": "opened_on",
    "certified": "certified",
    "certification_subject": "certification_subject",
    "certified_on": "certified_on",
    "host_unit": "host_unit",
    "entrusted_unit": "entrusted_unit",
    "contract_no": "contract_no",
    "contract_starts_on": "contract_starts_on",
    "contract_expires_on": "contract_expires_on",
    "staff_person": "staff_person",
    "staff_post": "staff_post",
    "licence_no": "licence_no",
    "licence_scope": "licence_scope",
    "licence_expires_on": "licence_expires_on",
    "website_column": "website_column",
    "is_legacy": "is_legacy",
    "exception_reason": "exception_reason",
    "remark": "remark",
}
#: Fields that tell of the filing itself and not of the account.
ABOUT_THE_FILING = frozenset(
    (
        "approver_name",
        "approver_post",
        "approved_on",
        "meeting_on",
        "meeting_need",
        "meeting_operation",
        "meeting_risk",
        "unit_decision",
        "collective_decision",
        "proposer",
        "changed_on",
        "change_reason",
        "close_reason",
        "announced_on",
        "announcement_link",
        "cancelled_on",
        "cleaned_up",
        "merged_accounts",
        "kept_account",
        "filing_reason",
        "need",
        "planned_on",
        "unit_consent_on",
        "group_dissolved_on",
        "work_ended_on",
        "report_year",
        "annual_summary",
        "annual_problems",
        "annual_incidents",
        "contact_name",
        "contact_phone",
        "team",
    )
)

#: Questions that matter only when another one was answered so (条件项).
ONLY_IF: dict[str, tuple[str, tuple[Any, ...]]] = {
    "platform_other": ("platform", ("other",)),
    "certification_subject": ("certified", (True, "yes")),
    "certified_on": ("certified", (True, "yes")),
}


#: Questions that are owed as soon as another one is answered: a licence, a contract with all that belongs to it.
TOGETHER: dict[str, str] = {
    "licence_scope": "licence_no",
    "licence_expires_on": "licence_no",
    "contract_no": "entrusted_unit",
    "contract_starts_on": "entrusted_unit",
    "contract_expires_on": "entrusted_unit",
    "entrusted_duties": "entrusted_unit",
}


def applies(code: str, data: dict[str, Any]) -> bool:
    """Whether a question matters, given the other answers; an unanswered condition leaves it open."""
    if code not in ONLY_IF:
        return True
    other, wanted = ONLY_IF[code]
    return data.get(other) in (None, "", *wanted)


def kind_of(filing: Filing) -> FilingKind:
    """Return the filing kind of the pinned edition; a decided case keeps its edition for good."""
    return filing.edition.edition.filing_kind(filing.kind, filing.variant)


def day(filing: Filing, code: str) -> date | None:
    """Return an answer that is a date; None when it is missing or unreadable."""
    try:
        return date.fromisoformat(str(filing.data.get(code) or ""))
    except ValueError:
        return None


def papers_of(filing: Filing) -> list[dict[str, Any]]:
    """Return the papers as they stand, for the frozen submission."""
    return [
        {"id": a.pk, "paper": a.paper, "name": a.name, "sha256": a.sha256, "size": a.size}
        for a in filing.attachments.filter(removed_at__isnull=True)
    ]


def content_hash(data: dict[str, Any], team: list[dict[str, Any]], papers: list[dict[str, Any]]) -> str:
    """Return the SHA-256 over what was handed in; decisions refer to it."""
    people = [{**member, "mobile_sealed": unseal(member.get("mobile_sealed", ""))} for member in team]
    text = json.dumps([data, people, [p["sha256"] for p in papers]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def register_data(filing: Filing) -> dict[str, Any]:
    """Return the answers that tell of the account, by field code; the register knows where each belongs."""
    answers = {code: value for code, value in filing.data.items() if code not in ABOUT_THE_FILING}
    if len(terms := kind_of(filing).group_terms) == 1:
        answers["group_term"] = terms[0]
    return {code: value for code, value in answers.items() if value not in (None, "", [])}


def account_answers(account: MediaAccount) -> dict[str, Any]:
    """Return the register entry as answers of a filing, for prefilling and for old beside new."""
    answers: dict[str, Any] = dict(account.details)
    for code, field in REGISTER_FIELDS.items():
        value = account.platform.code if field == "platform" else getattr(account, field)
        answers[code] = value.isoformat() if isinstance(value, date) else value
    return {code: value for code, value in answers.items() if value not in (None, "", [])}


def account_team(account: MediaAccount) -> list[dict[str, Any]]:
    """Return the present team of an account as people of a filing; `know` has read those of many accounts at once."""
    people = account.__dict__.get("_people")
    return [
        {
            "role": m.role,
            "name": m.name,
            "title": m.title,
            "office_phone": m.office_phone,
            "mobile_sealed": m.mobile_sealed,
            "email": m.email,
        }
        for m in (account.team.filter(until__isnull=True) if people is None else people)
    ]


def unit_team(unit: Unit, roles: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the people who hold these roles in the unit, so that nobody types what the portal knows."""
    posts = unit.posts.filter(role__in=roles, until__isnull=True).select_related("user").order_by("role", "pk")
    return [
        {
            "role": post.role,
            "name": post.user.full_name,
            "title": post.title,
            "office_phone": post.user.office_phone,
            "mobile_sealed": post.user.phone_sealed,
            "email": post.user.email,
        }
        for post in posts
    ]


def plain_team(team: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the people with their mobile numbers readable, for the register action."""
    return [
        {**{k: v for k, v in m.items() if k != "mobile_sealed"}, "mobile": unseal(m.get("mobile_sealed", ""))}
        for m in team
    ]


def shown_team(team: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the people with their mobile numbers masked, for pages and prints."""
    return [{**m, "mobile": mask_phone(unseal(m.get("mobile_sealed", "")))} for m in team]
