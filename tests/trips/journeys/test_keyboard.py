"""Work without a mouse (全键盘): a ledger is imported, a list is filtered and exported, a post is returned.

An opening and its approval by keyboard alone stand in test_budgets.py, the review of a queue in test_queue.py.
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import MediaAccount
from newmedia_portal.core.jobs.outbox import drain

from .keys import Keyboard
from .test_daily_work import ledger
from .test_reviewing import hand_in

pytestmark = pytest.mark.browser


def look_again(keyboard: Keyboard) -> None:
    """Let the jobs run, and call the page again (F5)."""
    drain(now=timezone.now)
    keyboard.page.reload()
    keyboard.main()


def test_a_ledger_is_imported_by_keyboard_alone(desk: Any) -> None:
    keyboard = Keyboard(desk("soe-registrar"))
    keyboard.enter("nav a[href='/accounts/']")
    keyboard.main()
    keyboard.enter("[data-testid=import-ledger]")
    keyboard.main()
    keyboard.attach(
        "[name=file]", {"name": "示例台账.xlsx", "mimeType": "application/octet-stream", "buffer": ledger()}
    )
    keyboard.enter("[data-testid=submit]")
    look_again(keyboard)
    keyboard.pick("mode", "good_rows")
    keyboard.enter("[data-testid=submit]")
    look_again(keyboard)

    assert keyboard.desk.text("status") == "已导入"
    assert (keyboard.clicks, keyboard.wrong) == (0, 0)
    MediaAccount.objects.filter(name__startswith="示例导入").delete()


def test_a_list_is_filtered_and_exported_by_keyboard_alone(desk: Any) -> None:
    keyboard = Keyboard(desk("gejiu-registrar"))
    keyboard.enter("nav a[href='/accounts/']")
    keyboard.main()
    keyboard.reach(".list-tools summary")
    keyboard.press("Enter")
    keyboard.write("main [name=q]", "示例")
    with keyboard.page.expect_navigation():
        keyboard.press("Enter")
    keyboard.main()
    keyboard.reach("[data-testid=export]")
    with keyboard.page.expect_download() as taken:
        keyboard.press("Enter")

    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    told = [[str(cell) for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)]
    names = MediaAccount.objects.filter(unit__root__code="GJ", name__contains="示例").values_list("name", flat=True)
    assert names
    assert any(names[0] in row for row in told)
    assert keyboard.clicks == 0


def test_a_post_is_returned_with_a_reason_by_keyboard_alone(desk: Any) -> None:
    post = hand_in("示例键盘退稿")
    keyboard = Keyboard(desk("gejiu-staff"))
    keyboard.main()
    keyboard.enter(f"main a[href='/reviews/{post.pk}/']")
    keyboard.main()
    keyboard.reach("#sheet-return summary")
    keyboard.press("Enter")
    keyboard.write("#return_opinion", "地点不明确。")
    keyboard.enter("[data-testid=return]")

    post.refresh_from_db()
    assert (post.state, keyboard.clicks, keyboard.wrong) == ("returned", 0, 0)
