"""Every page, for every role, at the desk, on the phone and at 200 %: axe finds nothing, none sticks out (无障碍)."""

from collections.abc import Iterator
from typing import Any

import pytest

from .filling import begin
from .walk import Look, addresses

pytestmark = pytest.mark.browser

CAST = (
    "gejiu-operator", "gejiu-head", "gejiu-deputy", "gejiu-chief", "gejiu-editor", "gejiu-line", "gejiu-registrar",
    "gejiu-director", "gejiu-observer", "gejiu-superior", "sysadmin", "secadmin", "auditor", "soe-operator",
    "corp-operator", "taibai-operator", "jiusan-operator", "jiusan-registrar",
)  # fmt: skip
# Forms that are sent empty (or with nonsense) to see how their errors are shown: who, where, which button.
FAULTY = (
    ("sysadmin", "/password/", "submit"),
    ("sysadmin", "/calendar/enter/", "submit"),
    ("sysadmin", "/calendar/correct/", "submit"),
    ("sysadmin", "/people/add/", "submit"),
    ("gejiu-registrar", "/accounts/unfiled/", "submit"),
    ("gejiu-registrar", "/accounts/import/", "submit"),
    ("gejiu-operator", "/filings/new/change/", "start"),
)


@pytest.fixture(scope="package")
def look() -> Iterator[Look]:
    one = Look()
    yield one
    print(f"\npages met {one.met}, looked at {len(one.known)}, axe scans {one.scans}")  # noqa: T201


@pytest.mark.parametrize("username", CAST)
def test_every_page_of_a_role_is_accessible_and_fits(desk, look, username):
    pages = [(route, address) for route, address, build in addresses(username) if look.is_new(build)]
    person, wrong = desk(username), []

    for route, address in pages:
        wrong += look.at(person.go(address).page, f"{route} {address}")

    assert wrong == []


@pytest.mark.parametrize("address", ["/login/", "/logged-out/", "/display/", "/verify/", "/login/?idle=1", "/nowhere/"])
def test_every_public_page_is_accessible_and_fits(site, db, open_page, look, address):
    page = open_page()
    page.goto(f"{site}{address}")

    assert look.at(page, address) == []


def test_a_refused_log_in_is_accessible_and_its_summary_has_the_focus(site, db, open_page, look):
    page = open_page()
    page.goto(f"{site}/login/")
    page.fill("[name=username]", "nobody")
    page.fill("[name=password]", "wrong")
    page.click("[data-testid=submit]")
    page.wait_for_selector("[data-testid=error-summary]")

    assert focused(page) == "error-summary"
    assert look.at(page, "refused log-in") == []


@pytest.mark.parametrize(("username", "address", "button"), FAULTY, ids=lambda value: str(value))
def test_a_faulty_form_is_accessible_and_its_summary_has_the_focus(desk, look, username, address, button):
    person = desk(username)

    person.go(address).press(button)

    assert focused(person.page) == "error-summary"
    assert look.at(person.page, f"errors of {address}") == []


def test_an_incomplete_filing_leads_from_the_summary_to_the_field(desk, look):
    operator = desk("gejiu-operator")
    filing = begin(operator, "open")
    operator.go(f"/filings/{filing.pk}/check/").press("submit")
    wrong = look.at(operator.page, "errors of the check page")

    operator.page.locator("[data-testid=error-summary] a").first.click()
    operator.page.wait_for_url("**/task/**")

    assert wrong == []
    assert operator.page.locator(f"#{operator.address.partition('#')[2]}").count() == 1


def test_the_first_key_leads_to_the_text_of_the_page(desk):
    operator = desk("gejiu-operator")

    operator.go("/accounts/").page.keyboard.press("Tab")
    link = operator.page.evaluate("document.activeElement.textContent")
    operator.page.keyboard.press("Enter")

    assert (link, operator.page.evaluate("document.activeElement.id")) == ("跳到正文", "main")


def focused(page: Any) -> str:
    """Return the mark of what has the focus."""
    mark: str = page.evaluate("document.activeElement.dataset.testid || ''")
    return mark
