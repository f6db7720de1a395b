"""The import as a person sees it, in the browser: upload, columns, faults, confirm, undo."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import MediaAccount
from tests.world import PASSWORD, build

from .books import ledger_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def registrar(page: Any, live_server: LiveServer) -> Any:
    build("taibai")
    page.goto(f"{live_server.url}/login/")
    page.fill("[name=username]", "taibai-registrar")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    page.goto(f"{live_server.url}/accounts/import/")
    return page


def test_an_office_ledger_is_checked_imported_and_taken_back(registrar: Any, tmp_path: Path) -> None:
    page = registrar
    page.set_input_files("[name=file]", str(ledger_file("faulty")))
    page.get_by_test_id("submit").click()
    page.get_by_test_id("faults").wait_for()
    assert page.get_by_test_id("faults").locator("tbody tr").count() == 40
    assert "122" in page.get_by_test_id("count-created").inner_text()
    with page.expect_download() as saved:
        page.get_by_test_id("marked").click()
    assert saved.value.suggested_filename == "核对-ledger_faulty.xlsx"
    page.get_by_label("先导入正确的行").check()
    page.get_by_test_id("submit").click()
    page.get_by_test_id("undo").wait_for()
    assert MediaAccount.objects.count() == 122
    page.get_by_test_id("undo").click()
    page.fill("[name=reason]", "传错文件")
    page.get_by_test_id("submit").click()
    page.get_by_text("已撤销该批导入。").wait_for()
    assert MediaAccount.objects.count() == 0
