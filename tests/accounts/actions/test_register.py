"""The register: entries from filings, unfiled accounts, corrections."""

from datetime import date
from typing import Any

import pytest

from accounts.actions.checks import inner_body_faults, platform_conflict
from accounts.actions.register import (
    close_account,
    merge_accounts,
    record_unfiled,
    update_from_filing,
)
from accounts.models import MediaAccount, Platform
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.accounts.conftest import events
from tests.accounts.entries import DATA, TEAM, TODAY, enter
from tests.world import NOON, World, build


def refused(world: World, **data: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        enter(world, **data)
    return refusal.value


def test_a_filed_account_stands_in_the_register_with_team_keeper_name_and_number(world: World) -> None:
    account = enter(world, team=TEAM, proposer="宣传科")

    stored = MediaAccount.objects.get()
    assert stored == account
    assert (stored.state, stored.certificate_no, stored.filed_on) == ("filed", "TB-2026-0001", TODAY)
    assert (stored.root, stored.platform.code, stored.opened_on) == (world.root, "weibo", date(2026, 9, 1))
    assert stored.details == {"proposer": "宣传科"}
    assert [(member.name, member.mobile) for member in stored.team.order_by("name")] == [
        ("张某一", "13800000001"),
        ("李某二", "13800000002"),
    ]
    assert [(name.name, name.since, name.until) for name in stored.names.all()] == [
        ("示例发布", date(2026, 9, 1), None)
    ]
    assert stored.custody.get().keeper == "李某二"


def test_registering_leaves_the_facts_in_the_log_without_full_numbers(world: World) -> None:
    account = enter(world, team=TEAM)

    (registered,) = events("account.registered", account)
    (filed,) = events("account.filed", account)
    assert registered.after["team"] == [
        "密码专管人员 李某二 138****0002",
        "后台管理员 张某一 科员 138****0001 a@example.cn",
    ]
    assert (filed.before["state"], filed.after["state"]) == ("unfiled", "filed")
    assert filed.after["certificate_no"] == "TB-2026-0001"


@pytest.mark.clause("S3-05.1")
def test_a_second_account_on_a_platform_needs_a_reason(world: World) -> None:
    first = enter(world)

    refusal = refused(world, handle="1000000002", name="示例旅游")
    assert refusal.field == "exception_reason"
    assert "第五条" in refusal.message
    assert "示例发布" in refusal.message

    second = enter(world, handle="1000000002", name="示例旅游", exception_reason="旅游推介单独运营")
    assert platform_conflict(world.owner, first.platform, exclude=second) == [first]
    assert MediaAccount.objects.count() == 2


@pytest.mark.clause("S3-05.1")
def test_each_platform_kind_counts_by_itself(world: World) -> None:
    for code in ("weibo", "wechat_subscription", "wechat_service", "channels"):
        enter(world, platform=code, handle=f"id-{code}")

    assert MediaAccount.objects.count() == 4


def test_ended_accounts_other_units_and_work_groups_do_not_count(world: World) -> None:
    Platform.objects.filter(code="wechat_group").update(is_group=True)
    first = enter(world)
    close_account(first, closed_on=TODAY, by=world.cast["registrar"], at=NOON, source_filing=None)

    enter(world, handle="1000000002")
    enter(world, unit=world.child, handle="1000000003")
    enter(world, platform="wechat_group", handle="g1")
    enter(world, platform="wechat_group", handle="g2")

    assert MediaAccount.objects.running().count() == 4


def test_a_regime_without_that_rule_allows_several(db: None) -> None:
    world = build("soe")

    enter(world)
    enter(world, handle="1000000002")

    assert MediaAccount.objects.count() == 2


@pytest.mark.clause("S3-05.2")
@pytest.mark.clause("S1-1.4")
@pytest.mark.parametrize(("regime", "article"), [("taibai", "第五条"), ("corp", "1.4")])
def test_no_private_person_registers_an_account_in_a_units_name(db: None, regime: str, article: str) -> None:
    world = build(regime, mark="x")

    refusal = refused(world, registrant="person")

    assert refusal.field == "registrant"
    assert article in refusal.message
    assert MediaAccount.objects.count() == 0
    assert enter(world, registrant="organisation").registrant_kind == "organisation"


@pytest.mark.clause("S4-02.1")
def test_a_society_account_carries_the_name_of_the_society(db: None) -> None:
    world = build("jiusan")

    refusal = refused(world, platform="wechat_subscription")

    assert refusal.field == "name"
    assert "九三学社" in refusal.message
    assert enter(world, platform="wechat_subscription", name="九三学社示例市委").state == "filed"


@pytest.mark.clause("S2-07.3")
def test_words_forbidden_for_non_government_accounts_are_refused_there_only(db: None) -> None:
    world = build("gejiu")

    refusal = refused(world, name="示例算命", account_class="nongov")

    assert refusal.field == "name"
    assert "算命" in refusal.message
    assert enter(world, name="反迷信宣传", account_class="gov").name == "反迷信宣传"


@pytest.mark.clause("S0-07")
def test_only_approved_platforms_are_opened(db: None) -> None:
    world = build("soe")
    Platform.objects.filter(code="weibo").update(approved=False)

    assert refused(world).field == "platform"


def test_a_platform_id_stands_once_in_an_organisation(world: World) -> None:
    enter(world, team=TEAM)

    with pytest.raises(Refused) as refusal:
        enter(world, unit=world.foreign, name="另一名称")

    assert refusal.value.field == "handle"
    assert "TB-2026-0001" in refusal.value.message


def test_an_unfiled_entry_is_completed_by_its_filing_instead_of_doubled(world: World) -> None:
    found = record_unfiled(unit=world.owner, data=DATA, found_on=TODAY, by=world.person("registrar"), at=NOON)
    assert (found.state, found.found_on) == ("unfiled", TODAY)

    account = enter(world, name="示例权威发布")

    assert (account.pk, account.state, account.name) == (found.pk, "filed", "示例权威发布")
    assert [name.name for name in account.names.order_by("pk")] == ["示例发布", "示例权威发布"]


@pytest.mark.parametrize("role", ["operator", "chief", "line", "observer", "superior", "outsider"])
def test_only_the_authority_records_unfiled_accounts(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        record_unfiled(unit=world.owner, data=DATA, found_on=TODAY, by=world.person(role), at=NOON)

    assert MediaAccount.objects.count() == 0


def test_a_change_filing_renames_keeps_the_old_name_and_replaces_the_team(world: World) -> None:
    account = enter(world, team=TEAM)

    update_from_filing(
        account,
        {"name": "示例新闻"},
        [{"role": "manager", "name": "王某三", "mobile": "13800000003"}],
        by=world.cast["registrar"],
        at=NOON,
        source_filing=None,
        changed_on=date(2026, 9, 10),
    )

    assert [(n.name, n.since, n.until) for n in account.names.all()] == [
        ("示例新闻", date(2026, 9, 10), None),
        ("示例发布", date(2026, 9, 1), date(2026, 9, 10)),
    ]
    assert [member.name for member in account.team.filter(until__isnull=True)] == ["王某三"]
    assert account.team.count() == 3
    (event,) = events("account.updated", account)
    assert (event.before["name"], event.after["name"], event.after["version"]) == ("示例发布", "示例新闻", 2)


def test_an_ended_account_takes_no_change(world: World) -> None:
    account = enter(world)
    close_account(account, closed_on=TODAY, by=world.cast["registrar"], at=NOON, source_filing=None)

    with pytest.raises(Conflict):
        update_from_filing(account, {"name": "别名"}, None, by=None, at=NOON, source_filing=None)
    with pytest.raises(Conflict):
        close_account(account, closed_on=TODAY, by=None, at=NOON, source_filing=None)

    account.refresh_from_db()
    assert (account.state, account.closed_on, account.name) == ("closed", TODAY, "示例发布")


def test_merging_ends_the_others_and_points_to_the_one_that_stays(world: World) -> None:
    kept = enter(world)
    gone = enter(world, handle="1000000002", exception_reason="原两馆合并前各有账号")

    merge_accounts([gone], into=kept, closed_on=TODAY, by=world.cast["registrar"], at=NOON, source_filing=None)

    gone.refresh_from_db()
    assert (gone.state, gone.merged_into, gone.closed_on) == ("merged", kept, TODAY)
    assert events("account.merged", gone)[0].after["merged_into"] == "示例发布"


def test_an_account_is_not_merged_into_itself_or_into_another_organisation(world: World) -> None:
    kept = enter(world)
    other = enter(build("soe"))

    for accounts in ([kept], [other]):
        with pytest.raises(Refused) as refusal:
            merge_accounts(accounts, into=kept, closed_on=TODAY, by=None, at=NOON, source_filing=None)
        assert refusal.value.field == "merged_accounts"

    assert MediaAccount.objects.running().count() == 2


@pytest.mark.clause("S3-02")
@pytest.mark.parametrize(
    ("value", "is_legacy", "refused_fields"),
    [
        ("allowed", False, []),
        ("no_new", False, ["kind"]),
        ("no_new", True, []),
        ("forbidden", True, ["kind"]),
    ],
)
def test_accounts_of_inner_bodies_follow_the_setting(
    world: World, value: str, is_legacy: bool, refused_fields: list[str]
) -> None:
    edition = world.edition.edition
    settings = [
        s.model_copy(update={"value": value}) if s.key == "inner_body_accounts" else s for s in edition.settings
    ]
    edition = edition.model_copy(update={"settings": tuple(settings)})

    faults = inner_body_faults(edition, unit=world.owner, kind="inner_body", is_legacy=is_legacy)

    assert [fault.field for fault in faults] == refused_fields
    assert enter(world, kind="inner_body").kind == "inner_body"
