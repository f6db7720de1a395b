"""One quarter of the demo county in a real browser, from opening to workbook and bulletin, with its clicks counted."""

import io
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from assessments.models import Bulletin, Entry, Quarter
from assessments.quarters.codes import before, code_of

from .desk import Desk
from .walk import Look

pytestmark = pytest.mark.browser
MOST_CLICKS = 10


class Counting:
    """Presses what leads on, and counts every press."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.clicks = desk, 0

    def press(self, testid: str) -> None:
        """Press a marked button and wait for the page that follows."""
        self.clicks += 1
        self.desk.press(testid)

    def take(self, testid: str) -> bytes:
        """Press a marked link that hands out a file; return what came."""
        self.clicks += 1
        with self.desk.page.expect_download() as told:
            self.desk.page.get_by_test_id(testid).click()
        return Path(told.value.path()).read_bytes()


@pytest.mark.clause("S3-21", "S3-22.1")
def test_a_quarter_goes_from_opening_to_workbook_and_bulletin_in_ten_clicks(desk):
    look, period = Look(), a_quarter_not_assessed_yet()
    registrar = desk("taibai-registrar").go("/assessments/")
    hand = Counting(registrar)

    hand.press("open-quarter")
    registrar.page.fill("[name=period]", period)
    hand.press("submit")
    hand.press("skip-self")
    score_by_hand(registrar)
    for step in ("next-step", "next-step", "close-publish"):
        hand.press(step)
    assert registrar.text("status") == "已公布"

    workbook = hand.take("workbook")
    hand.press("draft-bulletin")
    registrar.page.fill("[name=text_demands]", "（一）示例要求：请按期报送整改情况。")
    registrar.page.fill("[name=demand_on]", "2099-01-08")
    hand.press("issue")
    wrong = look.at(registrar.page, "a bulletin with its files at hand")
    word = hand.take("bulletin-docx")

    assert hand.clicks <= MOST_CLICKS
    quarter = Quarter.objects.get(root__regime="taibai", period=period)
    assert (quarter.state, Bulletin.objects.get(quarter=quarter).state) == ("published", "issued")
    reads_again(quarter, workbook)
    assert "示例要求" in "".join(one.text for one in Document(io.BytesIO(word)).paragraphs)
    assert wrong == []


def a_quarter_not_assessed_yet() -> str:
    """Return the code of the newest quarter that is over and that the county has not opened."""
    taken = set(Quarter.objects.filter(root__regime="taibai").values_list("period", flat=True))
    period = before(code_of("quarter", timezone.localdate()))
    while period in taken:
        period = before(period)
    return period


def score_by_hand(registrar: Desk) -> None:
    """Fill the grid of hand scores and go back to the period; these clicks are not counted."""
    back = registrar.address
    registrar.press("hand-scores")
    cells = registrar.page.locator("input[name^='s-']")
    for number in range(cells.count()):
        cells.nth(number).fill(str(60 + number % 40))
    registrar.press("submit")
    expect(registrar.page.get_by_text("已保存")).to_be_visible()
    registrar.go(back)


def reads_again(quarter: Quarter, content: bytes) -> None:
    """Another reader finds every unit of the quarter, once, in the workbook."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    assert (book.sheetnames[0], len(book.sheetnames)) == ("封面", 10)
    found = [cell for row in book["单位成绩排名"].iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    names = list(Entry.objects.filter(quarter=quarter).values_list("unit_name", flat=True))
    assert {name: found.count(name) for name in names} == dict.fromkeys(names, 1)
