"""What else people do: drafts that survive, links that are recognised, ledgers, editions, the calendar (日常工作)."""

import io
import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import MediaAccount
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.workbook.sheets import Column, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx
from tests.core.workdays.notices_for_tests import NOTICE_2027

from .conftest import PASSWORD
from .filling import begin, fill_in

pytestmark = pytest.mark.browser


def test_an_expired_session_keeps_the_draft(desk):
    operator = desk("corp-operator")
    begin(operator, "open")
    operator.follow(operator.page.locator("[data-testid^=task-]").first)
    task = operator.address
    operator.page.fill("[name=name]", "示例没有丢失")
    operator.page.locator("[data-saved-at]", has_text="已自动保存").wait_for()

    Session.objects.all().delete()
    operator.go(task)
    assert operator.address.startswith("/login/?next=")
    operator.log_in_here(PASSWORD)

    assert (operator.address, operator.page.input_value("[name=name]")) == (task, "示例没有丢失")


def test_a_pasted_link_fills_in_platform_and_number(desk):
    operator = desk("corp-operator")
    begin(operator, "open")
    operator.follow(operator.page.locator("[data-testid^=task-]").first)

    operator.page.fill("[name=link]", "https://weibo.com/u/1000000001")
    operator.page.locator("[name=link]").dispatch_event("change")
    operator.page.locator("#recognised", has_text="微博").wait_for()

    found = (operator.page.input_value("[name=platform]"), operator.page.input_value("[name=platform_id]"))
    assert found == ("weibo", "1000000001")


def ledger() -> bytes:
    """Return a ledger with two good rows and one whose date cannot be read."""
    columns = [Column(title) for title in ("单位名称", "账号名称", "平台类型", "账号ID", "开通时间")]
    rows = [
        ["示例城西项目公司", "示例导入一号", "微博", "9000000001", "2024-03-05"],
        ["示例城西项目公司", "示例导入二号", "抖音", "shili_import_2", "2024年3月"],
        ["示例城西项目公司", "示例导入三号", "抖音", "shili_import_3", "去年春天"],
    ]
    book = io.BytesIO()
    write_xlsx(book, [Sheet("台账", columns, rows)], by="示例", at=timezone.now())
    return book.getvalue()


def test_a_ledger_is_checked_then_imported_then_taken_back(desk):
    registrar = desk("soe-registrar")
    registrar.go("/accounts/import/")
    book = {"name": "示例台账.xlsx", "mimeType": "application/octet-stream", "buffer": ledger()}
    registrar.page.set_input_files("[name=file]", book)
    registrar.press("submit")
    batch = registrar.address
    drain(now=timezone.now)
    registrar.go(batch)

    assert [registrar.text(f"count-{name}") for name in ("read", "created", "faulty")] == ["3", "2", "1"]
    assert "E4" in registrar.text("faults")
    registrar.page.check("[name=mode][value=good_rows]")
    registrar.press("submit")
    drain(now=timezone.now)
    registrar.go(batch)
    assert registrar.text("status") == "已导入"
    registrar.go("/accounts/?q=示例导入")
    assert (registrar.sees("示例导入一号"), registrar.sees("示例导入三号")) == (True, False)

    registrar.go(batch).press("undo").answer("reason", "导入了错误的文件")
    registrar.press("submit")
    drain(now=timezone.now)
    assert MediaAccount.objects.filter(name__startswith="示例导入").count() == 0


def test_an_edition_is_copied_edited_looked_at_and_published(desk):
    admin = desk("sysadmin")
    admin.go("/regimes/")
    admin.follow(admin.page.locator("main a", has_text="太白").first)
    admin.press("copy")
    draft = int(re.findall(r"/regimes/(\d+)/", admin.address)[0])
    admin.page.fill("[name=contact]", "张某一 0000-0000001")
    admin.press("submit")

    assert "张某一 0000-0000001" in admin.text("changes")
    admin.page.fill("[name=effective_from]", f"{timezone.localdate().year + 1}-12-31")
    admin.press("publish")
    assert (admin.address, admin.sees("已发布")) == (f"/regimes/{draft}/", True)
    admin.go(f"/regimes/{draft}/edit/")
    assert admin.sees("没有找到这个页面")


@pytest.mark.clause("S0-05.1b")
def test_entering_the_arrangement_of_2027_moves_a_provisional_due_date(desk):
    operator, admin = desk("soe-operator"), desk("sysadmin")
    filing = begin(operator, "open")
    fill_in(operator, filing, name="示例跨年号", handle="trip_2027", event=date(2026, 12, 25))
    operator.go(f"/filings/{filing.pk}/")
    assert (operator.text("due-date"), operator.sees("暂定")) == ("2027-02-10(周三)", True)

    admin.go("/calendar/enter/?year=2027")
    admin.page.fill("[name=document]", "示例通知〔2026〕1号")
    admin.page.fill("[name=rows]", NOTICE_2027)
    admin.press("submit")
    admin.answer("confirm_earlier", "on")
    admin.press("confirm")
    operator.go(f"/filings/{filing.pk}/")

    assert (operator.text("due-date"), operator.sees("暂定")) == ("2027-02-12(周五)", False)
    operator.go("/messages/")
    assert operator.sees("2027-02-12")
