"""Every account is watched from the moment it stands in the register, not from the next night on."""

from datetime import date

from accounts.actions.register import record_unfiled
from accounts.ledger.undo import undo
from accounts.models import MediaAccount, Platform
from assessments.models import AccountActivity
from newmedia_portal.core.jobs.schedule import Counts
from tests.accounts.entries import enter
from tests.accounts.ledger.test_import import imported, ledger
from tests.world import NOON, build

from .making import night

FRIDAY = date(2026, 11, 20)


def rows() -> list[tuple]:
    """Return account, unit, level and whether a look is asked for."""
    return list(AccountActivity.objects.order_by("pk").values_list("account", "unit", "root", "level", "dirty"))


def test_an_account_that_a_filing_opened_is_watched_at_once(db):
    world = build("gejiu")
    account = enter(world)
    assert rows() == [(account.pk, world.owner.pk, world.owner.root_id, "unknown", True)]


def test_an_account_found_without_a_filing_is_watched_at_once(db):
    world = build("gejiu")
    account = record_unfiled(
        unit=world.owner,
        data={"platform": "weibo", "name": "示例发布"},
        found_on=date(2026, 9, 1),
        by=world.cast["registrar"],
        at=NOON,
    )
    assert rows() == [(account.pk, world.owner.pk, world.owner.root_id, "unknown", True)]


def test_the_filing_of_an_entry_that_is_watched_already_makes_no_second_row(db):
    world = build("gejiu")
    data = {"platform": "weibo", "name": "示例发布", "handle": "1000000001"}
    found = record_unfiled(unit=world.owner, data=data, found_on=date(2026, 9, 1), by=None, at=NOON)
    night(FRIDAY)
    account = enter(world)
    assert account.pk == found.pk
    assert [row[:1] + row[3:] for row in rows()] == [(account.pk, "unknown", False)]
    night(FRIDAY)
    assert AccountActivity.objects.get().seen_version == account.version


def test_accounts_of_an_imported_ledger_are_watched_at_once_and_go_with_it(db):
    world = build("gejiu")
    batch, _ = imported(world, ledger(*({} for _ in range(5))))
    pks = list(MediaAccount.objects.order_by("pk").values_list("pk", flat=True))
    assert len(pks) == 5
    assert [(row[0], row[3], row[4]) for row in rows()] == [(pk, "unknown", True) for pk in pks]
    undo(batch, by=world.cast["registrar"], at=NOON, reason="测试撤销")
    assert rows() == []


def test_a_work_group_is_seen_but_not_judged_until_its_platform_is_none_any_more(db):
    world = build("gejiu")
    account = enter(world)
    Platform.objects.filter(pk=account.platform_id).update(is_group=True)
    assert night(FRIDAY) == Counts()
    assert [row[3:] for row in rows()] == [("unknown", False)]
    Platform.objects.filter(pk=account.platform_id).update(is_group=False)
    assert night(date(2026, 11, 23)) == Counts(looked_at=1)
    assert AccountActivity.objects.get().evidence["reason"] == "no_data"
