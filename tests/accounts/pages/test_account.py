"""Pages of one account: facts, phones by right, corrections, custody, accounts without a filing."""

from datetime import date

import pytest
from django.test import Client, RequestFactory

from accounts import panels
from accounts.actions.platforms import seed_platforms
from accounts.actions.register import correct, record_unfiled
from accounts.models import CustodyRecord, MediaAccount, Platform, TeamMember
from accounts.panels import Act, Panel, acts_of, panels_of, register_acts, register_panel
from newmedia_portal.core.access.models import User
from tests.accounts.conftest import events
from tests.accounts.entries import DATA, TEAM, enter
from tests.accounts.pages.test_lists import sign_in
from tests.world import NOON, World

PAST = date(2024, 5, 20)  # the pages read the clock, so their days lie in the past of any clock


def test_the_page_shows_facts_team_custody_and_history(world: World) -> None:
    account = enter(world, team=TEAM, purpose="发布政务信息", proposer="宣传科", functions=["openness"])

    page = sign_in(world.person("operator")).get(f"/accounts/{account.pk}/").content.decode()

    for words in ("发布政务信息", "宣传科", "信息公开", "TB-2026-0001", "李某二", "后台管理员", "登记账号", "完成备案"):
        assert words in page
    assert "138****0001" in page
    assert "13800000001" not in page


@pytest.mark.parametrize(("role", "status"), [("registrar", 200), ("operator", 200), ("chief", 200), ("child", 404)])
def test_a_full_number_is_shown_once_on_request_and_logged(world: World, role: str, status: int) -> None:
    account = enter(world, team=TEAM)
    member = TeamMember.objects.get(name="张某一")
    client = sign_in(world.person(role))

    answer = client.post(f"/accounts/{account.pk}/team/{member.pk}/phone/")

    assert answer.status_code == status
    assert ("13800000001" in answer.content.decode()) == (status == 200)
    assert "13800000001" not in client.get(f"/accounts/{account.pk}/").content.decode()
    assert len(events("phone.shown", member)) == (1 if status == 200 else 0)


@pytest.mark.parametrize("role", ["observer", "line", "superior", "editor"])
def test_readers_without_the_right_find_no_full_number(world: World, role: str) -> None:
    account = enter(world, team=TEAM)
    member = TeamMember.objects.get(name="张某一")

    answer = sign_in(world.person(role)).post(f"/accounts/{account.pk}/team/{member.pk}/phone/")

    assert answer.status_code == 404
    assert events("phone.shown") == []


def test_a_member_of_another_account_is_not_found_through_this_one(world: World) -> None:
    account, other = enter(world), enter(world, unit=world.foreign, handle="2", team=TEAM)
    member = other.team.first()
    assert member is not None

    answer = sign_in(world.person("operator")).post(f"/accounts/{account.pk}/team/{member.pk}/phone/")

    assert answer.status_code == 404


def values_of(client: Client, account: MediaAccount) -> dict[str, str]:
    """Return what the correction form holds."""
    form = client.get(f"/accounts/{account.pk}/correct/").context["form"]
    values = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, []):
            values[bound.name] = value
    return values


def test_the_authority_corrects_an_entry_on_the_page(world: World) -> None:
    account = enter(world)
    client = sign_in(world.person("registrar"))

    answer = client.post(
        f"/accounts/{account.pk}/correct/",
        {**values_of(client, account), "name": "示例发布厅", "reason": "录入笔误"},
    )

    assert answer.status_code == 302
    assert MediaAccount.objects.get().name == "示例发布厅"
    (event,) = events("account.corrected", account)
    assert event.before == {"name": "示例发布"}


def test_fields_that_the_form_does_not_offer_are_not_written(world: World) -> None:
    account = enter(world)
    client = sign_in(world.person("operator"))
    planted = {
        "state": "closed",
        "certificate_no": "X-1",
        "filed_on": "2020-01-01",
        "unit": str(world.foreign.pk),
        "root": "1",
        "name": "改名",
        "handle": "999",
        "is_legacy": "on",
        "merged_into": str(account.pk),
        "password_due_since": "2020-01-01",
        "created_at": "2020-01-01",
        "details": "{}",
        "platform": "1",
    }
    before = MediaAccount.objects.values().get()

    answer = client.post(
        f"/accounts/{account.pk}/correct/",
        {**planted, "version": "1", "followers": "8", "reason": "月度更新"},
    )

    assert answer.status_code == 302
    after = MediaAccount.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"followers", "version", "updated_at"}


def test_a_correction_over_another_shows_both_and_saves_on_the_second_word(world: World) -> None:
    account = enter(world)
    client = sign_in(world.person("registrar"))
    mine = {**values_of(client, account), "name": "我的名称", "reason": "更正"}
    correct(account, {"name": "他的名称"}, version=1, reason="先改", by=world.person("director"), at=NOON)

    answer = client.post(f"/accounts/{account.pk}/correct/", mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-testid="differences"' in page
    assert ("他的名称" in page, "我的名称" in page) == (True, True)
    assert MediaAccount.objects.get().name == "他的名称"

    again = client.post(f"/accounts/{account.pk}/correct/", {**mine, "version": "2"})
    assert again.status_code == 302
    assert MediaAccount.objects.get().name == "我的名称"


@pytest.mark.parametrize("role", ["observer", "line", "superior", "head", "editor"])
def test_readers_are_offered_no_correction(world: World, role: str) -> None:
    account = enter(world)
    client = sign_in(world.person(role))

    assert client.get(f"/accounts/{account.pk}/correct/").status_code == 404
    assert "更正台账" not in client.get("/accounts/").content.decode()


def test_custody_is_passed_on_by_the_unit_and_never_asks_for_the_secret(world: World) -> None:
    account = enter(world, team=TEAM)
    CustodyRecord.objects.update(since=date(2020, 1, 1))
    client = sign_in(world.person("operator"))
    url = f"/accounts/{account.pk}/custody/"
    form = client.get(url).context["form"]
    assert list(form.fields) == ["keeper", "on", "changed_on", "reason"]

    refused = client.post(url, {"keeper": "王某三", "on": "2024-05-20", "reason": "调整"})
    done = client.post(url, {"keeper": "王某三", "on": "2024年5月20日", "changed_on": "2024.5.20", "reason": "调整"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert account.custody.get(until__isnull=True).keeper == "王某三"
    assert sign_in(world.person("registrar")).get(url).status_code == 404


def test_the_authority_records_an_unfiled_account(world: World) -> None:
    client = sign_in(world.person("registrar"))

    answer = client.post(
        "/accounts/unfiled/",
        {
            "unit": str(world.foreign.pk),
            "platform": "weibo",
            "name": "示例水务",
            "handle": "1000000007",
            "link": "https://weibo.com/u/1000000007",
            "found_on": "2024-05-20",
        },
    )

    account = MediaAccount.objects.get()
    assert answer.headers["Location"] == f"/accounts/{account.pk}/"
    assert (account.unit, account.state, account.found_on) == (world.foreign, "unfiled", PAST)


def test_an_entry_with_a_taken_id_is_refused_at_its_field(world: World) -> None:
    record_unfiled(unit=world.owner, data=DATA, found_on=PAST, by=world.person("registrar"), at=NOON)
    client = sign_in(world.person("registrar"))

    answer = client.post(
        "/accounts/unfiled/",
        {"unit": str(world.foreign.pk), "platform": "weibo", "name": "另一个", "handle": DATA["handle"],
         "found_on": "2024-05-20"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["handle"]


@pytest.mark.parametrize("role", ["operator", "observer", "line", "chief"])
def test_others_find_no_page_for_unfiled_accounts(world: World, role: str) -> None:
    assert sign_in(world.person(role)).get("/accounts/unfiled/").status_code == 404


def test_the_form_asks_the_recogniser(world: World, sysadmin: User) -> None:
    MediaAccount.objects.all().delete()
    Platform.objects.all().delete()
    seed_platforms(by=None, at=NOON)
    client = sign_in(world.person("operator"))

    known = client.get("/accounts/recognise/", {"link": "https://weibo.com/u/1000000001"}).json()
    unknown = client.get("/accounts/recognise/", {"link": "示例"}).json()

    assert known["fields"] == {
        "platform": "weibo",
        "handle": "1000000001",
        "platform_id": "1000000001",
        "link": "https://weibo.com/u/1000000001",
    }
    assert unknown == {"fields": {}, "message": "没有认出平台,请手工选择平台并填写账号标识。"}
    assert sign_in(sysadmin).get("/accounts/recognise/?link=x").status_code == 404


def test_upper_floors_add_panels_and_buttons(world: World, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", [])
    monkeypatch.setattr(panels, "_acts", [])
    account, panel, act = enter(world), Panel("示例栏", "units/manage.html"), Act("办理示例", "/x/")
    register_panel(lambda request, shown: panel)
    register_panel(lambda request, shown: None)
    register_acts(lambda request, shown: [act])

    assert panels_of(rf.get("/"), account) == [panel]
    assert acts_of(rf.get("/"), account) == [act]
