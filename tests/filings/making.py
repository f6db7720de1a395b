"""Making complete filings for whatever an edition asks, with plainly artificial answers."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import MediaAccount
from filings import actions
from filings.models import Filing
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.regimes.schema import FilingKind
from newmedia_portal.regimes.vocabulary import FIELDS
from tests.papers import pdf
from tests.world import NOON, World

FIXED = {
    "platform": "wechat_subscription",
    "account_kind": "institutional",
    "registrant": "organisation",
    "platform_id": "shili_wenlv",
    "account_class": "gov",
    "subject_kind": "unit",
    "group_term": "long",
}


def kind_of(filing: Filing) -> FilingKind:
    """Return the kind in the pinned edition."""
    return filing.edition.edition.filing_kind(filing.kind, filing.variant)


def answers(filing: Filing, event: date, **own: Any) -> dict[str, Any]:
    """Return an answer to every question, dates all on the day of the event."""
    by_type = {"text": "示例", "long": "示例内容", "bool": True, "multi": ["publicity"], "number": 3}
    made: dict[str, Any] = {}
    for use in kind_of(filing).fields:
        spec = FIELDS[use.code]
        if spec.type == "date":
            made[use.code] = event.isoformat()
        elif spec.type == "link":
            made[use.code] = "https://example.com/a"
        elif spec.type in by_type:
            made[use.code] = by_type[spec.type]
    name = "九三学社示例发布" if filing.edition.code == "jiusan" else "示例文旅发布"
    if kind_of(filing).mode == "approve_before":
        made.pop("opened_on", None)
    kept = {code: value for code, value in filing.data.items() if value}
    return {**made, **FIXED, **meant_for(kind_of(filing)), "name": name, **kept, **own}


def meant_for(kind: FilingKind) -> dict[str, str]:
    """Return the answers that follow from the variant: kind and class of account, term of a group."""
    said: dict[str, str] = {}
    if kind.account_kinds:
        said["account_kind"] = kind.account_kinds[0]
    if kind.account_kinds == ("work_group",):
        said["platform"] = "wechat_group"
    if kind.account_classes:
        said["account_class"] = kind.account_classes[0]
    if kind.group_terms:
        said["group_term"] = kind.group_terms[0]
    return said


def team(filing: Filing) -> list[dict[str, str]]:
    """Return the fewest people that the edition's counts allow."""
    people: dict[str, int] = {}
    for need in filing.edition.edition.requirements(kind_of(filing).roles, filing.unit.kind):
        people[need.role] = max(people.get(need.role, 0), need.min)
    return [
        {"role": role, "name": f"李某{n}", "title": "科员", "office_phone": "", "mobile_sealed": "", "email": ""}
        for role, count in people.items()
        for n in range(count)
    ]


def upload(text: str = "papers", name: str = "材料.pdf") -> SimpleUploadedFile:
    """Return a small PDF."""
    return SimpleUploadedFile(name, pdf(text))


def draft(
    world: World,
    kind: str = "open",
    variant: str = "standard",
    *,
    account: MediaAccount | None = None,
    unit: Unit | None = None,
    by: User | None = None,
    event: date = date(2026, 9, 18),
    at: datetime = NOON,
    **own: Any,
) -> Filing:
    """Return a complete draft of the owner unit."""
    by, unit = by or world.person("operator"), unit or world.owner
    filing = actions.start(unit, kind=kind, variant=variant, by=by, at=at, account=account)
    for use in kind_of(filing).papers:
        actions.add_paper(filing, paper=use.code, upload=upload(use.code), by=by, at=at)
    said = answers(filing, event, **own)
    return actions.save_task(filing, answers=said, team=team(filing), version=filing.version, by=by, at=at)


def submitted(world: World, *args: Any, at: datetime = NOON, by: User | None = None, **own: Any) -> Filing:
    """Return a filing that was handed in."""
    by = by or world.person("operator")
    filing = draft(world, *args, at=at, by=by, **own)
    return actions.submit(filing, version=filing.version, by=by, at=at)


def approved(world: World, *args: Any, at: datetime = NOON, **own: Any) -> Filing:
    """Return a filing that every step agreed to."""
    return world.approve_all(submitted(world, *args, at=at, **own), at=at)
