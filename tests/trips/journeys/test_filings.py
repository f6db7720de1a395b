"""A filing from log-in to certificate in a real browser, for each of the five regimes (五部制度的备案)."""

from dataclasses import dataclass
from datetime import date

import pytest

from .filling import begin, current, decide, file_it, fill_in, hand_in, upload_papers

pytestmark = pytest.mark.browser

LEADERS = ("head", "deputy", "chief")


@dataclass(frozen=True)
class Regime:
    """What one regulation demands of an opening that happened on Monday 2025-09-22, and of what follows.

    That autumn Sunday 28 September and Saturday 11 October were worked, 1 to 8 October were free.
    """

    code: str
    chain: tuple[str, ...]
    due: str
    article: str
    change_chain: tuple[str, ...]
    close_chain: tuple[str, ...]
    close_due: str
    prefix: str = "示例"


THREE = ("chief", "registrar", "director")
REGIMES = [
    pytest.param(
        Regime("soe", THREE, "2025-11-07(周五)", "第五条第一款", THREE, THREE, "2026-01-05(周一)"),
        marks=[pytest.mark.clause("S0-05.1b"), pytest.mark.clause("S0-08")],
    ),
    pytest.param(Regime("corp", THREE, "", "", THREE, THREE, "2026-01-05(周一)")),
    pytest.param(
        Regime("gejiu", THREE, "2025-10-11(周六)", "第五条第一款", THREE, THREE, "2026-01-05(周一)"),
        marks=[pytest.mark.clause("S2-05.1c"), pytest.mark.clause("S2-08.1")],
    ),
    pytest.param(Regime("taibai", THREE, "", "", THREE, THREE, "")),
    pytest.param(
        Regime("jiusan", ("chief", "chief", "registrar"), "", "", ("deputy", "registrar"), ("chief", "registrar"),
               "", "九三学社示例")
    ),
]  # fmt: skip


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.code)
def test_an_account_is_opened_changed_and_closed(desk, regime):
    operator = desk(f"{regime.code}-operator")
    name = f"{regime.prefix}旅程号"

    opening = file_it(operator, "open", name=name, handle=f"trip_{regime.code}")
    assert_due(operator, regime.due, regime.article)
    pass_the_chain(desk, regime.code, regime.chain, opening)

    operator.go(f"/filings/{opening.pk}/")
    certificate = operator.text("certificate-no")
    operator.press("register-link")
    assert (operator.sees(name), operator.sees(certificate), operator.sees("已备案")) == (True, True, True)

    change = file_it(operator, "change", name=f"{name}新", handle=f"trip_{regime.code}", account=name,
                     event=date(2025, 10, 20))  # fmt: skip
    pass_the_chain(desk, regime.code, regime.change_chain, change)
    operator.go(f"/filings/{change.pk}/").press("register-link")
    assert (operator.sees(f"{name}新"), operator.sees(name)) == (True, True)

    closing = file_it(operator, "close", name=f"{name}新", handle="", account=f"{name}新", event=date(2025, 12, 26))
    assert_due(operator, regime.close_due, "")
    pass_the_chain(desk, regime.code, regime.close_chain, closing)
    operator.go(f"/filings/{closing.pk}/").press("register-link")
    assert operator.sees("已注销")


def assert_due(operator, due, article):
    """The page shows the due date with its article, or none where the regulation sets none."""
    shown = operator.text("due-date") if operator.page.locator("[data-testid=due-date]").count() else ""
    assert shown == due
    if due:
        assert article in operator.text("due-why")


def pass_the_chain(desk, code, chain, filing):
    """Let each holder agree in turn; leaders do so on their phones."""
    for role in chain:
        holder = desk(f"{code}-{role}", phone=role in LEADERS)
        decide(holder, filing)
        holder.page.context.close()


def test_a_returned_filing_is_corrected_and_the_changed_field_is_marked(desk):
    operator = desk("soe-operator")
    filing = file_it(operator, "open", name="示例退回号", handle="trip_returned")
    pass_the_chain(desk, "soe", ("chief",), filing)
    registrar = desk("soe-registrar")
    decide(registrar, filing, "return", "账号宗旨写得太笼统,请具体说明。")

    operator.go(f"/filings/{filing.pk}/")
    assert operator.sees("账号宗旨写得太笼统,请具体说明。")
    fill_in(operator, current(operator), name="示例退回号", handle="trip_returned", purpose="发布停水通知和水质报告。")
    upload_papers(operator)
    hand_in(operator)

    pass_the_chain(desk, "soe", ("chief",), filing)
    registrar.go(f"/filings/{filing.pk}/")
    assert "发布停水通知和水质报告。" in registrar.page.locator("[data-testid=corrected] ins").all_inner_texts()


def test_a_second_click_on_submit_files_once(desk):
    operator = desk("soe-operator")
    filing = begin(operator, "open")
    fill_in(operator, filing, name="示例连点号", handle="trip_twice")
    upload_papers(operator)

    operator.page.locator("[data-testid=submit]").dblclick()
    operator.page.wait_for_url("**/receipt/")

    filing.refresh_from_db()
    assert (filing.submissions.count(), filing.state) == (1, "unit")
