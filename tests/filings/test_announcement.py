"""The order of approval, announcement and cancellation, and how long the announcement must stand."""

import pytest

from filings.checks import checks_of
from filings.models import Filing
from newmedia_portal.regimes.loader import digest_of, shipped_text
from newmedia_portal.regimes.models import EditionRecord

pytestmark = pytest.mark.django_db
SETTING = 'key = "announce_min_days"\nreading = "A05"\nlabel = "公告后至少几日方可注销"\nvalue = '


def order_check(days: int, **dates: str) -> tuple[str, str]:
    """How the closing of a company account fares when the announcement must stand for so many days."""
    text = shipped_text("soe").replace(f"{SETTING}0", f"{SETTING}{days}", 1)
    record = EditionRecord(code="soe", content=text, digest=digest_of(text))
    filing = Filing(pk=1, kind="close", variant="standard", data=dates, edition=record)
    (check,) = [check for check in checks_of(filing) if check.code == "dates_in_order"]
    return check.status, check.detail


@pytest.mark.clause("S0-08")
def test_announcing_comes_before_cancelling():
    wrong = order_check(0, approved_on="2026-09-01", announced_on="2026-09-05", cancelled_on="2026-09-03")

    assert wrong == ("fail", "日期先后有误:平台注销早于公告。")


def test_by_default_the_announcement_may_be_as_short_as_a_day():
    assert order_check(0, approved_on="2026-09-01", announced_on="2026-09-02", cancelled_on="2026-09-02") == ("ok", "")


def test_an_authority_may_ask_for_a_longer_announcement():
    dates = {"approved_on": "2026-09-01", "announced_on": "2026-09-02"}

    assert order_check(7, **dates, cancelled_on="2026-09-08")[0] == "fail"
    assert order_check(7, **dates, cancelled_on="2026-09-09")[0] == "ok"
