"""Which variant is meant for whom: the specific one comes before the general one, and a wrong one is refused aloud."""

import pytest

from accounts.models import MediaAccount
from filings import actions
from filings.fitting import fitting
from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.loader import shipped
from tests.filings.making import approved
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


def of_kind(regime: str, kind: str) -> World:
    world = build(regime)
    world.owner.kind = kind
    world.owner.save()
    return world


@pytest.mark.parametrize(
    ("regime", "unit", "kind", "variants"),
    [
        pytest.param(
            "gejiu", "education", "open", ["line", "staff"], id="a school", marks=pytest.mark.clause("S2-05.2")
        ),
        ("gejiu", "village", "legacy", ["line"]),
        ("gejiu", "gov_organ", "open", ["standard", "staff"]),
        pytest.param("gejiu", "company", "open", ["standard", "staff", "nongov"], marks=pytest.mark.clause("S2-02.2")),
        ("soe", "project_company", "open", ["standard", "staff"]),
        ("taibai", "inner_body", "open", ["standard", "entrusted"]),
        ("jiusan", "society_org", "open", ["standard", "group_long", "group_temp"]),
        pytest.param(
            "jiusan",
            "society_department",
            "open",
            ["department", "group_department", "group_temp_department"],
            marks=pytest.mark.clause("S4-03.2"),
        ),
        ("jiusan", "society_body", "close", ["department", "group_department", "group_temp_department"]),
    ],
)
def test_the_variants_of_a_unit_are_those_meant_for_its_kind(regime, unit, kind, variants):
    world = of_kind(regime, unit)
    assert [item.variant for item in fitting(shipped(regime), kind, world.owner)] == variants


@pytest.mark.clause("S2-05.2")
def test_a_school_cannot_pass_by_its_line_department():
    world = of_kind("gejiu", "education")
    with pytest.raises(Refused, match="经主管部门同意.*第五条第二款"):
        actions.start(world.owner, kind="open", variant="standard", by=world.person("operator"), at=NOON)


@pytest.mark.clause("S2-05.2")
def test_others_do_not_go_through_a_line_department():
    world = of_kind("gejiu", "gov_organ")
    with pytest.raises(Refused, match="只适用于教育系统单位"):
        actions.start(world.owner, kind="open", variant="line", by=world.person("operator"), at=NOON)


def test_a_filed_account_is_not_filed_again():
    world = build("soe")
    account = approved(world).account
    with pytest.raises(Refused, match="已经备案"):
        actions.start(
            world.owner, kind="open", variant="standard", account=account, by=world.person("operator"), at=NOON
        )


@pytest.mark.parametrize(
    ("regime", "opening", "kind", "wrong", "right"),
    [
        ("soe", "staff", "change", "standard", "staff"),
        ("soe", "standard", "close", "staff", "standard"),
        ("gejiu", "nongov", "close", "standard", "nongov"),
        ("jiusan", "group_long", "close", "standard", "group_long"),
        ("jiusan", "group_temp", "close", "group_long", "group_temp"),
        ("jiusan", "standard", "close", "group_long", "standard"),
    ],
)
def test_an_account_is_changed_and_closed_in_its_own_variant(regime, opening, kind, wrong, right):
    world = of_kind(regime, "company") if opening == "nongov" else build(regime)
    account = approved(world, "open", opening).account
    with pytest.raises(Refused, match="请改选"):
        actions.start(world.owner, kind=kind, variant=wrong, account=account, by=world.person("operator"), at=NOON)
    begun = actions.start(world.owner, kind=kind, variant=right, account=account, by=world.person("operator"), at=NOON)
    assert (begun.kind, begun.variant) == (kind, right)


@pytest.mark.clause("S4-03.4b")
def test_a_temporary_group_that_stays_is_filed_as_a_long_one_and_keeps_its_entry():
    world = build("jiusan")
    account = approved(world, "open", "group_temp").account
    assert account.certificate_no == ""
    again = approved(world, "open", "group_long", account=account, group_term="long").account
    assert (again.pk, again.details["group_term"]) == (account.pk, "long")
    assert again.certificate_no.startswith("JS")


@pytest.mark.clause("S4-03.2")
def test_the_leader_in_charge_stands_in_the_organisation_of_the_department():
    world = build("jiusan")
    world.child.kind = "society_department"
    world.child.save()
    filing = approved(
        world, "open", "department", unit=world.child, by=world.person("child"), collective_decision=False
    )
    assert filing.account.unit == world.child
    first = filing.submissions.get()
    assert first.by == world.person("child")
    decided = [(d.step.code, d.by.username) for d in decisions(filing)]
    assert decided == [("decision", "jiusan-deputy"), ("registrar", "jiusan-registrar")]


def decisions(filing):
    from newmedia_portal.core.workflow.models import Decision

    found = Decision.objects.filter(run__object_type="filings.filing", run__object_id=filing.pk, verb="approve")
    return found.select_related("step", "by").order_by("pk")


def test_the_choice_of_a_variant_shows_only_what_fits_the_account():
    world = build("jiusan")
    account = approved(world, "open", "group_temp").account
    page = words(client_of(world.person("operator")).get(f"/filings/new/close/?account={account.pk}"))
    assert "组织临时工作群" in page
    assert "组织长期工作群" not in page


def test_the_accounts_of_a_choice_are_those_it_can_be_begun_for():
    world = build("soe")
    filed = approved(world).account
    waiting = MediaAccount.objects.create(
        unit=world.owner, root=world.root, platform=filed.platform, name="示例待补号", created_at=NOON, updated_at=NOON
    )
    page = words(client_of(world.person("operator")).get("/filings/new/open/"))
    assert waiting.name in page
    assert filed.name not in page
