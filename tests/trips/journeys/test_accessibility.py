"""Every page, for the roles of units, at the desk, on the phone and at 200 %: axe finds nothing (无障碍)."""

from typing import Any

import pytest

from .filling import begin
from .walk import Look, wrong_pages

pytestmark = pytest.mark.browser

CAST = (
    "gejiu-operator", "gejiu-head", "gejiu-deputy", "gejiu-chief", "gejiu-editor", "soe-operator", "corp-operator",
    "taibai-operator", "jiusan-operator",
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


@pytest.mark.parametrize("username", CAST)
def test_every_page_of_a_role_is_accessible_and_fits(desk, look, username):
    assert wrong_pages(desk(username), look, username) == []


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


def test_a_field_without_its_label_is_found_on_every_width_that_axe_sees(desk, look):
    operator = desk("gejiu-operator")
    operator.go("/accounts/").page.evaluate("document.querySelector('main').append(document.createElement('input'))")

    found = look.at(operator.page, "here")

    assert [fault.partition(" at ")[0] for fault in found] == ["here (desk): label", "here (phone): label"]


@pytest.mark.parametrize(
    ("spot", "style"),
    [("h1", "color: #aaa"), ("main", "background: #555"), ("main a", "opacity: .4"), ("main td", "background: #555")],
)
def test_a_pale_text_is_found_on_a_page_that_was_looked_at_before(desk, look, spot, style):
    operator = desk("gejiu-operator")
    before = look.at(operator.go("/accounts/").page, "here")
    again = look.contrasts
    assert look.at(operator.page, "here") == []
    assert look.contrasts == again
    operator.page.evaluate("([spot, style]) => document.querySelector(spot).style.cssText += style", [spot, style])

    found = look.at(operator.page, "here")

    assert before == []
    assert found[0].partition(" at ")[0] == "here (desk): color-contrast"


def test_a_page_is_looked_at_for_each_group_and_for_each_new_part():
    one, plain, marked = Look(), "<h1>一</h1><p>", '<h1>一</h1><p class="wrong">'

    chosen = [
        one.choose("unit", [("filings:list", "/1", plain), ("filings:list", "/2", marked)]),
        one.choose("unit", [("filings:list", "/3", plain), ("filings:list", "/4", marked)]),
        one.choose("authority", [("filings:list", "/5", plain)]),
        one.choose("authority", [("filings:list", "/6", "<h1>一</h1><h3>二</h3><p>"), ("todo", "/7", plain)]),
    ]

    assert [[address for _, address in pages] for pages in chosen] == [["/1", "/2"], [], ["/5"], ["/6", "/7"]]


def focused(page: Any) -> str:
    """Return the mark of what has the focus."""
    mark: str = page.evaluate("document.activeElement.dataset.testid || ''")
    return mark
