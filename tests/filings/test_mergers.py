"""Several accounts become one (整合): one filing, some end, one stands, and the history points both ways."""

from datetime import date

import pytest

from accounts.actions.register import record_unfiled
from accounts.states import AccountState
from filings import actions
from filings.models import Obligation
from filings.problems import problems_of
from newmedia_portal.core.audit.models import AuditEvent
from tests.filings.making import approved, draft
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
REASON = "面向不同对象，经同意分设"


def three(world: World) -> list:
    names = ("示例文旅发布", "示例文旅微刊", "示例文旅夜话")
    return [
        approved(world, platform_id=f"shili_{n}", name=name, exception_reason=REASON).account
        for n, name in enumerate(names)
    ]


def merger(world: World, kept, merged, **own):
    said = {"kept_account": [str(kept.pk)], "merged_accounts": [str(one.pk) for one in merged], **own}
    return draft(world, "merge", account=kept, **said)


@pytest.mark.clause("S3-06.2")
def test_one_filing_ends_several_accounts_and_every_page_says_where_they_went():
    world = build("taibai")
    kept, *gone = three(world)
    filing = merger(world, kept, gone)
    assert problems_of(filing) == []
    filing = actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    filing = world.approve_all(filing)
    for account in (kept, *gone):
        account.refresh_from_db()
    assert [one.state for one in (kept, *gone)] == [AccountState.FILED, AccountState.MERGED, AccountState.MERGED]
    client = client_of(world.person("operator"))
    page = client.get(f"/accounts/{kept.pk}/").content.decode()
    assert all(f'href="/accounts/{one.pk}/"' in page for one in gone)
    for one in gone:
        page = client.get(f"/accounts/{one.pk}/").content.decode()
        assert f'href="/accounts/{kept.pk}/"' in page
        assert f'href="/filings/{filing.pk}/"' in page
    event = AuditEvent.objects.get(action="account.absorbed", object_id=kept.pk)
    assert event.after["merged_from"] == [str(one) for one in gone]
    assert event.after["filing_id"] == filing.pk


def test_what_stands_against_a_merger_is_said_before_it_is_handed_in():
    world = build("taibai")
    kept, other, third = three(world)
    waiting = draft(world, "change", account=other, event=date(2026, 9, 17))
    filing = merger(world, kept, [kept, other, third], kept_account=[str(kept.pk), str(third.pk)])
    assert [(p.field, p.message) for p in problems_of(filing)] == [
        ("kept_account", "整合后只能保留一个账号，请只选一个。"),
        ("merged_accounts", f"“{kept}”是保留的账号，不能同时并入，请去掉。"),
        (
            "merged_accounts",
            f"“{other}”有一件{waiting.get_kind_display()}正在办理（草稿），请先办结、撤回或删除。",
        ),
    ]


def test_an_ended_account_is_not_merged_again():
    world = build("taibai")
    kept, other, _ = three(world)
    approved(world, "close", account=other)
    filing = merger(world, kept, [other])
    assert "不需要再整合" in problems_of(filing)[0].message


def test_what_a_merged_account_still_owed_ends_with_it():
    world = build("taibai")
    kept = approved(world).account
    found = record_unfiled(
        unit=world.owner, data={"name": "示例旧号", "platform": "weibo", "platform_id": "old"},
        found_on=date(2026, 9, 1), by=world.person("registrar"), at=NOON,
    )  # fmt: skip
    assert Obligation.objects.get(account=found).state == "open"
    filing = merger(world, kept, [found])
    world.approve_all(actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON))
    assert Obligation.objects.get(account=found).state == "void"


@pytest.mark.parametrize(
    ("regime", "due"), [("soe", date(2026, 9, 23)), ("gejiu", date(2026, 9, 23)), ("taibai", None)]
)
def test_a_merger_is_filed_within_the_period_of_a_closing_where_there_is_one(regime, due):
    world = build(regime)
    kept = approved(world).account
    own = {"exception_reason": REASON} if regime == "taibai" else {}
    other = approved(world, platform_id="two", name="示例文旅微刊", **own).account
    filing = merger(world, kept, [other], event=date(2026, 9, 17))
    assert filing.due_on == due


@pytest.mark.clause("S2-05.2")
def test_the_case_says_that_the_line_department_handed_it_on():
    world = build("gejiu")
    world.owner.kind = "education"
    world.owner.save()
    from tests.filings.making import submitted

    filing = submitted(world, "open", "line")
    address = f"/filings/{filing.pk}/"
    before = words(client_of(world.person("line")).get(address))
    assert "并报送备案机关" not in before
    for _ in range(2):
        filing = world.decide(filing, "approve", opinion="同意")
    said = words(client_of(world.person("registrar")).get(address))
    assert f"{world.line}已于" in said
    assert "并报送备案机关（第五条第二款）" in said
