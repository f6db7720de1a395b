"""Telling the opening day of an account that was approved before it was opened."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from filings.actions import record_opening
from filings.models import Filing
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.filings.making import approved, submitted
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)


@pytest.fixture
def world() -> World:
    return build("corp")


@pytest.fixture
def filing(world: World) -> Filing:
    return approved(world)


def tell(world: World, filing: Filing, on: date, *, role: str = "operator", at: datetime = LATER) -> None:
    record_opening(filing, opened_on=on, by=world.person(role), at=at)
    filing.refresh_from_db()


def test_the_account_page_offers_the_act_to_the_writer_until_the_day_is_known(world: World, filing: Filing) -> None:
    address = f"/accounts/{filing.account_id}/"
    assert filing.account.opened_on is None
    assert 'data-testid="tell-opening"' in client_of(world.person("operator")).get(address).content.decode()
    assert 'data-testid="tell-opening"' not in client_of(world.person("registrar")).get(address).content.decode()
    tell(world, filing, date(2026, 9, 21))
    assert 'data-testid="tell-opening"' not in client_of(world.person("operator")).get(address).content.decode()


@pytest.mark.clause("S1-3.1.1d")
def test_an_opening_on_or_after_the_day_of_approval_is_in_order(world: World, filing: Filing) -> None:
    tell(world, filing, date(2026, 9, 18))
    assert filing.account.opened_on == date(2026, 9, 18)
    assert filing.facts == []


@pytest.mark.clause("S1-3.1.1d")
def test_an_opening_before_the_approval_is_kept_as_a_fact_with_its_article(world: World, filing: Filing) -> None:
    tell(world, filing, date(2026, 9, 17))
    assert filing.account.opened_on == date(2026, 9, 17)
    assert [(fact["code"], fact["article"]) for fact in filing.facts] == [("opened_before_approval", "3.1.1")]
    page = client_of(world.person("registrar")).get(f"/filings/{filing.pk}/")
    assert "未批先开:2026-09-17 已开通,2026-09-18 才获批准(3.1.1)。" in words(page)


def test_the_act_is_on_record_with_the_day(world: World, filing: Filing) -> None:
    tell(world, filing, date(2026, 9, 21))
    event = AuditEvent.objects.get(action="account.opening_told")
    assert (event.object_id, event.after["opened_on"]) == (filing.account_id, "2026-09-21")


def test_a_day_ahead_a_second_telling_and_strangers_are_refused(world: World, filing: Filing) -> None:
    with pytest.raises(Refused, match="不能晚于今天"):
        tell(world, filing, date(2026, 9, 29), at=LATER)
    with pytest.raises(Forbidden):
        tell(world, filing, date(2026, 9, 21), role="registrar")
    tell(world, filing, date(2026, 9, 21))
    with pytest.raises(Conflict):
        tell(world, filing, date(2026, 9, 22))
    assert filing.account.opened_on == date(2026, 9, 21)


def test_the_day_is_told_on_a_page_in_the_way_it_is_written(world: World, filing: Filing) -> None:
    operator = client_of(world.person("operator"))
    today = timezone.localdate()
    assert operator.get(f"/filings/{filing.pk}/opening/").status_code == 200
    ahead = operator.post(f"/filings/{filing.pk}/opening/", {"opened_on": (today + timedelta(days=1)).isoformat()})
    assert ahead.status_code == 422
    assert words(ahead).count("开通日期不能晚于今天,请在开通之后登记。") == 2
    answer = operator.post(
        f"/filings/{filing.pk}/opening/", {"opened_on": f"{today.year}年{today.month}月{today.day}日"}
    )
    filing.account.refresh_from_db()
    assert answer.url == f"/accounts/{filing.account_id}/"
    assert filing.account.opened_on == today


def test_nobody_else_and_no_other_filing_has_the_page(world: World, filing: Filing) -> None:
    for role in ("chief", "registrar", "outsider"):
        assert client_of(world.person(role)).get(f"/filings/{filing.pk}/opening/").status_code == 404
    pending = submitted(world, platform_id="shili_two", name="示例二")
    assert client_of(world.person("operator")).get(f"/filings/{pending.pk}/opening/").status_code == 404
