"""Staff accounts whose person leaves the post, and papers that end: who is told, what is owed, what settles it."""

from datetime import date, datetime, timedelta

import pytest

from accounts.actions.people.posts import end_post
from accounts.models import MediaAccount
from accounts.staffing import end_staff_post
from accounts.validity import endings_of, watch_validities
from filings.checks import checks_of
from filings.deadlines.open import owe
from filings.models import Obligation
from filings.problems import problems_of
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.regimes.loader import parse, shipped_text
from tests.filings.making import approved, draft
from tests.filings.pages import client_of, words
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)


def staff_account(world: World, **own: object) -> MediaAccount:
    return approved(world, "open", "staff", **{"staff_person": "李某一", **own}).account


def at_noon(day: date) -> datetime:
    return NOON + timedelta(days=(day - TODAY).days)


@pytest.mark.parametrize(
    ("regime", "article"),
    [
        pytest.param("soe", "第五条第二款", marks=pytest.mark.clause("S0-05.2")),
        pytest.param("gejiu", "第五条第三款", marks=pytest.mark.clause("S2-05.3")),
    ],
)
def test_the_end_of_the_post_is_a_duty_to_change_or_close_without_a_day(regime, article):
    world = build(regime)
    account = staff_account(world)
    end_staff_post(account, on=date(2026, 9, 15), by=world.person("operator"), at=NOON)
    owed = Obligation.objects.get(account=account, kind="staff_end")
    assert (owed.state, owed.anchor_on, owed.due_on) == ("open", date(2026, 9, 15), None)
    told = Notice.objects.get(user=world.person("operator"), kind="filing.duty")
    assert article in told.body
    page = words(client_of(world.person("operator")).get(f"/accounts/{account.pk}/"))
    assert "请办理变更备案登记新的使用人，或办理关闭备案" in page


def test_a_post_that_ends_in_the_portal_marks_the_account_of_its_person_by_itself():
    world = build("gejiu")
    person = world.person("editor")
    mine, other = staff_account(world, staff_person=person.full_name), staff_account(world, platform_id="two")
    end_post(person.posts.get(), until=TODAY, by=admin("sysadmin"), at=NOON)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.staff_ended_on, other.staff_ended_on) == (TODAY, None)
    assert Obligation.objects.filter(kind="staff_end").count() == 1


@pytest.mark.clause("S0-05.2")
def test_a_change_of_the_person_settles_the_duty_and_another_change_does_not():
    world = build("soe")
    account = staff_account(world)
    end_staff_post(account, on=TODAY, by=world.person("operator"), at=NOON)
    approved(world, "change", "staff", account=account, name="示例新名", event=date(2026, 9, 17))
    assert Obligation.objects.get(kind="staff_end").state == "open"
    approved(world, "change", "staff", account=account, staff_person="陈某二", event=date(2026, 9, 17))
    account.refresh_from_db()
    assert (account.staff_person, account.staff_ended_on) == ("陈某二", None)
    assert Obligation.objects.get(kind="staff_end").state == "met"


def test_a_closing_settles_the_duty_too():
    world = build("soe")
    account = staff_account(world)
    end_staff_post(account, on=TODAY, by=world.person("operator"), at=NOON)
    approved(world, "close", "staff", account=account)
    assert Obligation.objects.get(kind="staff_end").state == "met"


def test_a_local_period_gives_the_duty_a_day_marked_as_local():
    world = build("soe")
    head, tail = shipped_text("soe").split('key = "staff_end_days"', 1)
    text = head + 'key = "staff_end_days"' + tail.replace("value = 0", "value = 10", 1)
    rule = parse(text).staff_accounts
    assert rule is not None
    assert rule.limit is not None
    assert (rule.limit.number, rule.limit.unit, rule.limit.basis) == (10, "wd", "local")
    account = staff_account(world)
    owed = owe(
        account, kind="staff_end", limit=rule.limit, label="示例", edition=world.edition, anchor_on=TODAY,
        by=None, at=NOON,
    )  # fmt: skip
    assert owed is not None
    assert (owed.basis, owed.due_on) == ("local", date(2026, 10, 9))


@pytest.mark.parametrize("who", ["outsider", "chief", "superior"])
def test_only_the_units_writers_and_the_department_tell_it(who):
    world = build("gejiu")
    with pytest.raises(Forbidden):
        end_staff_post(staff_account(world), on=TODAY, by=world.person(who), at=NOON)


def test_it_is_told_once_for_a_staff_account_and_not_ahead():
    world = build("gejiu")
    account, by = staff_account(world), world.person("operator")
    with pytest.raises(Refused, match="不能晚于今天"):
        end_staff_post(account, on=date(2026, 9, 19), by=by, at=NOON)
    client = client_of(by)
    assert client.post(f"/accounts/{account.pk}/staff-ended/", {"on": "2026-9-1"}).status_code == 302
    assert client.get(f"/accounts/{account.pk}/staff-ended/").status_code == 404
    with pytest.raises(Conflict):
        end_staff_post(account, on=TODAY, by=by, at=NOON)
    with pytest.raises(Refused, match="职务账号"):
        end_staff_post(approved(world, platform_id="two").account, on=TODAY, by=by, at=NOON)


def licensed(ends: date) -> tuple[World, MediaAccount]:
    world = build("gejiu")
    world.owner.kind = "company"
    world.owner.save()
    account = approved(world, "open", "nongov", licence_expires_on=ends.isoformat(), licence_no="示例许可1号").account
    return world, account


@pytest.mark.clause("S2-05.4")
def test_a_licence_is_told_of_on_each_rung_and_after_its_end_to_the_department_too():
    ends = date(2026, 12, 31)
    world, account = licensed(ends)
    told = []
    for left in (91, 90, 31, 30, 7, 0, -1, -2):
        watch_validities(on=ends - timedelta(left), at=at_noon(ends - timedelta(left)))
        counts = [
            Notice.objects.filter(user=world.person(w), kind="validity").count() for w in ("operator", "registrar")
        ]
        told.append(tuple(counts))
    assert told == [(0, 0), (1, 0), (1, 0), (2, 0), (3, 0), (3, 0), (4, 1), (4, 1)]
    said = Notice.objects.filter(user=world.person("operator"), kind="validity").order_by("pk").first()
    assert "2026-12-31 到期，还有 90 日" in said.body
    assert "本地设定" in said.body
    assert endings_of(account, date(2027, 1, 1))[0].word == "已过期"


@pytest.mark.clause("S3-04")
def test_a_contract_keeps_its_period_and_duties_and_is_watched():
    world = build("taibai")
    account = approved(
        world, "open", "entrusted", contract_starts_on="2026-01-01", contract_expires_on="2026-10-31",
        entrusted_duties="排版和留言整理",
    ).account  # fmt: skip
    assert (account.contract_starts_on, account.contract_expires_on) == (date(2026, 1, 1), date(2026, 10, 31))
    assert account.details["entrusted_duties"] == "排版和留言整理"
    (ending,) = endings_of(account, TODAY)
    assert (ending.left, ending.rule.article) == (43, "第四条")
    assert "2026-10-31 到期，还有 43 日" in ending.text


@pytest.mark.parametrize(
    ("regime", "variant", "left_out", "asked"),
    [
        pytest.param("taibai", "entrusted", "contract_expires_on", "委托合同到期日", marks=pytest.mark.clause("S3-04")),
        pytest.param("taibai", "entrusted", "entrusted_duties", "委托事项", marks=pytest.mark.clause("S3-04")),
        pytest.param("gejiu", "nongov", "licence_scope", "许可范围", marks=pytest.mark.clause("S2-05.4")),
        pytest.param("gejiu", "nongov", "licence_expires_on", "许可到期日", marks=pytest.mark.clause("S2-05.4")),
    ],
)
def test_a_licence_or_contract_is_told_whole(regime, variant, left_out, asked):
    world = build(regime)
    world.owner.kind = "company" if regime == "gejiu" else world.owner.kind
    world.owner.save()
    filing = draft(world, "open", variant, **{left_out: ""})
    assert [problem.message for problem in problems_of(filing)] == [f"请填写“{asked}”。"]


@pytest.mark.parametrize(
    ("starts", "ends", "status"),
    [("2026-01-01", "2026-12-31", "ok"), ("2026-12-31", "2026-01-01", "fail"), ("2025-01-01", "2026-09-17", "fail")],
)
def test_the_contract_of_a_filing_is_checked_against_the_day(starts, ends, status):
    world = build("taibai")
    filing = draft(world, "open", "entrusted", contract_starts_on=starts, contract_expires_on=ends)
    assert {check.code: check.status for check in checks_of(filing)}["contract_present"] == status
