"""Existing accounts and how far they are filed (存量补备): a list per unit, without a due day."""

import pytest

from accounts.models import MediaAccount, Platform
from filings import actions
from filings.legacy import progress_of, totals_of
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


def listed(world: World, name: str, unit=None) -> MediaAccount:
    platform = Platform.objects.get(code="weibo")
    unit = unit or world.owner
    account = MediaAccount(
        unit=unit, root=world.root, platform=platform, name=name, created_at=NOON, updated_at=NOON, state="listed"
    )
    account.save()
    return account


@pytest.mark.clause("S4-03.3b")
@pytest.mark.clause("S4-03.4d")
def test_each_unit_shows_what_is_filed_under_way_begun_and_not_begun():
    world = build("jiusan")
    approved(world, "legacy", "group", name="九三学社示例旧群")
    submitted(world, "legacy", name="九三学社示例旧号", platform_id="old")
    begun = listed(world, "九三学社示例草稿号")
    actions.start(world.owner, kind="legacy", variant="standard", account=begun, by=world.person("operator"), at=NOON)
    listed(world, "九三学社示例未动号")
    listed(world, "九三学社示例外号", world.foreign)
    rows = progress_of(world.person("registrar"))
    shape = [(r.unit_id, r.total, r.filed, len(r.under_way), len(r.drafted), len(r.open)) for r in rows]
    assert shape == [(world.owner.pk, 4, 1, 1, 0, 2), (world.foreign.pk, 1, 0, 0, 0, 1)]
    own = progress_of(world.person("operator"))
    assert [(r.total, len(r.drafted), len(r.open), r.percent) for r in own] == [(4, 1, 1, 25)]
    assert totals_of(own)["left"] == 2


def test_a_filing_of_an_existing_account_is_never_late():
    world = build("gejiu")
    filing = draft(world, "legacy")
    assert (filing.due_on, filing.obligations.count()) == (None, 0)


def test_the_page_says_that_there_is_no_day_and_links_what_is_left():
    world = build("jiusan")
    account = listed(world, "九三学社示例未动号")
    page = client_of(world.person("registrar")).get("/filings/legacy/")
    assert "不设期限、不计逾期" in words(page)
    assert f'href="/accounts/{account.pk}/"' in page.content.decode()
    assert account.name not in client_of(world.person("outsider")).get("/filings/legacy/").content.decode()


def test_the_page_asks_the_database_no_more_for_many_units(django_assert_max_num_queries):
    world = build("jiusan")
    for n in range(3):
        listed(world, f"九三学社示例号{n}", (world.owner, world.foreign, world.child)[n])
    user = world.person("registrar")
    with django_assert_max_num_queries(6):
        assert len(progress_of(user)) == 3
