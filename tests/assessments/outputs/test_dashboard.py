"""The dashboard: figures from stored rows, a fixed number of statements, every number opens its list."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Campaign
from tests.assessments.quarters.making import County
from tests.assessments.watch.making import account

from .making import furnished, inspected, obligation

pytestmark = pytest.mark.django_db
BOARD = "/assessments/dashboard/?period=2026Q3"


@pytest.fixture
def made() -> County:
    """A county with everything."""
    return furnished()


def client_of(made: County, role: str) -> Client:
    """Return a client of one of the cast."""
    client = Client()
    client.force_login(made.world.person(role))
    return client


def figure(page: str, testid: str) -> str:
    """Return what stands in a figure."""
    found = re.search(rf'data-testid="{testid}"[^>]*>([^<]*)<', page)
    assert found is not None
    return unescape(found.group(1)).strip()


def test_the_department_sees_the_rates_of_all_and_a_unit_its_own(made):
    whole = client_of(made, "registrar").get(BOARD).content.decode()
    own = client_of(made, "operator").get(BOARD).content.decode()
    assert "33.33%（1/3）" in whole
    assert "66.67%（2/3）" in whole
    assert "50%（1/2）" in own
    assert "33.33%（1/3）" not in own


def test_every_number_opens_the_list_that_counts_the_same(made):
    client = client_of(made, "registrar")
    page = unescape(client.get(BOARD).content.decode())
    addresses = re.findall(r'href="(/assessments/dashboard/(?:obligations|checks|steps)/\?[^"]*)"', page)
    assert len(set(addresses)) >= 8
    counts = {}
    for address in set(addresses):
        answer = client.get(address)
        assert answer.status_code == 200, address
        found = re.search(r'data-testid="list-count">([^<]*)<', answer.content.decode())
        counts[address] = int(found.group(1))
    due = "/assessments/dashboard/obligations/?period=2026Q3"
    failed = "/assessments/dashboard/checks/?period=2026Q3"
    assert (counts[due], counts[f"{due}&in_time=false"]) == (3, 2)
    assert (counts[failed], counts[f"{failed}&verdict=failed"]) == (3, 1)


def test_the_league_compares_units_within_a_class_once_the_quarter_is_locked(made):
    client = client_of(made, "registrar")
    assert 'data-testid="league"' not in client.get(BOARD).content.decode()
    made.closed()
    page = client.get(BOARD).content.decode()
    assert 'data-testid="league"' in page
    assert made.world.owner.name in page
    assert "张某" not in page.split('data-testid="league"')[1]


def test_a_dashboard_costs_the_same_for_more_units_accounts_and_filings(made):
    made.closed()
    client = client_of(made, "registrar")
    client.get(BOARD)
    with CaptureQueriesContext(connection) as seen:
        client.get(BOARD)
    few = len(seen)
    looked = Campaign.objects.get(root=made.root)
    for number in range(5):
        unit = (made.world.owner, made.world.child, made.world.line)[number % 3]
        inspected(looked, made.world, account(unit, f"示例更多{number}"), failed=bool(number % 2))
        obligation(made.world, unit, date(2026, 7, 10 + number))
    with CaptureQueriesContext(connection) as seen:
        client.get(BOARD)
    assert len(seen) == few <= 20


@pytest.mark.parametrize("period", ["2026", "2026-09", "2026Q5", "x", "2026H1", "１"])
def test_what_is_no_quarter_is_not_found(made, period):
    assert client_of(made, "registrar").get("/assessments/dashboard/", {"period": period}).status_code == 404


@pytest.mark.parametrize("name", ["obligations", "checks", "steps"])
def test_the_lists_hide_what_is_elsewhere_and_cost_the_same(made, name):
    other = furnished("2")
    client = client_of(made, "registrar")
    address = f"/assessments/dashboard/{name}/?period=2026Q3"
    assert "示例taibai2" not in client.get(address).content.decode()
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    assert len(seen) <= 10
    assert other.world.root.name == "示例taibai2"


def test_an_outsider_sees_nothing_of_other_units(made):
    page = client_of(made, "outsider").get(BOARD).content.decode()
    assert made.world.owner.name not in page
