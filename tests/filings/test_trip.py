"""A filing from draft to certificate, through the actions."""

from datetime import date

import pytest

from accounts.states import AccountState
from filings import actions
from filings.models import Filing
from filings.states import FilingState
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.regimes.vocabulary import FIELDS
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


def fill(filing: Filing, **answers: object) -> dict[str, object]:
    """Return a complete set of answers for whatever the edition asks."""
    kind = filing.edition.edition.filing_kind(filing.kind, filing.variant)
    made: dict[str, object] = {}
    for use in kind.fields:
        spec = FIELDS[use.code]
        made[use.code] = {
            "text": "示例文旅",
            "long": "示例内容",
            "date": "2026-09-18",
            "bool": True,
            "choice": "",
            "multi": ["publicity"],
            "link": "https://example.com/a",
            "number": 3,
        }.get(spec.type, "")
    made |= {
        "platform": "wechat_subscription",
        "account_kind": "institutional",
        "registrant": "organisation",
        "name": "九三学社示例发布" if filing.edition.code == "jiusan" else "示例文旅发布",
        "platform_id": "shili_wenlv",
        "account_class": "gov",
        "subject_kind": "unit",
    }
    return {**made, **answers}


def team_for(filing: Filing) -> list[dict[str, str]]:
    """Return the fewest people that the edition's counts allow."""
    kind = filing.edition.edition.filing_kind(filing.kind, filing.variant)
    return [
        {"role": need.role, "name": f"李某{n}", "title": "科员", "office_phone": "", "mobile_sealed": "", "email": ""}
        for need in filing.edition.edition.requirements(kind.roles, filing.unit.kind)
        for n in range(need.min)
    ]


def papers_for(filing: Filing, by) -> None:
    """Upload every required paper."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    kind = filing.edition.edition.filing_kind(filing.kind, filing.variant)
    for use in kind.papers:
        upload = SimpleUploadedFile(f"{use.code}.pdf", b"%PDF-1.7\n" + use.code.encode() + b"\n%%EOF")
        actions.add_paper(filing, paper=use.code, upload=upload, by=by, at=NOON)


def ready(world: World, kind: str = "open", variant: str = "standard", account=None, **answers: object) -> Filing:
    """Return a complete draft."""
    by = world.person("operator")
    filing = actions.start(world.owner, kind=kind, variant=variant, by=by, at=NOON, account=account)
    papers_for(filing, by)
    return actions.save_task(
        filing, answers=fill(filing, **answers), team=team_for(filing), version=filing.version, by=by, at=NOON
    )


@pytest.mark.parametrize("regime", ["soe", "corp", "gejiu", "taibai", "jiusan"])
def test_an_opening_ends_in_the_register_with_a_certificate(regime):
    world = build(regime)
    filing = ready(world)
    filing = actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    filing = world.approve_all(filing)
    assert filing.state == FilingState.APPROVED
    assert filing.account.state == AccountState.FILED
    assert filing.certificate.number == filing.account.certificate_no
    assert filing.account.opened_on in (date(2026, 9, 18), None)


def test_a_second_hand_in_is_refused():
    world = build("soe")
    filing = ready(world)
    version = filing.version
    actions.submit(filing, version=version, by=world.person("operator"), at=NOON)
    with pytest.raises(Conflict):
        actions.submit(filing, version=version, by=world.person("operator"), at=NOON)


def test_an_incomplete_draft_names_every_gap():
    world = build("soe")
    by = world.person("operator")
    filing = actions.start(world.owner, kind="open", variant="standard", by=by, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.submit(filing, version=filing.version, by=by, at=NOON)
    assert len(refused.value.problems) > 3
