"""Entering a year's notice from an Excel file."""

import io
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from newmedia_portal.core.workdays.notice_text import as_line, read_notice

from .conftest import text_of
from .notices_for_tests import FILLED, NOTICE_2027

pytestmark = pytest.mark.django_db


def workbook(rows: list[list[object]]) -> SimpleUploadedFile:
    """Return an Excel file with these rows."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return SimpleUploadedFile("安排.xlsx", target.getvalue())


def test_the_template_filled_in_can_be_uploaded(admin_client: Client) -> None:
    template = io.BytesIO(admin_client.get("/calendar/enter/template/").content)
    book = openpyxl.load_workbook(template)
    for row in read_notice(NOTICE_2027, 2027).rows:
        book.worksheets[0].append([row.day.date, row.day.name, "班" if row.day.is_workday else "休"])
    target = io.BytesIO()
    book.save(target)
    file = SimpleUploadedFile("安排.xlsx", target.getvalue())

    page = admin_client.post("/calendar/enter/", FILLED | {"rows": "", "file": file})

    days = sorted((row.day for row in read_notice(NOTICE_2027, 2027).rows), key=lambda day: day.date)
    assert page.status_code == 200
    assert page.context["hidden"]["rows"] == "\n".join(as_line(day) for day in days)


def test_faults_of_an_uploaded_table_name_the_row(admin_client: Client) -> None:
    file = workbook([["日期", "节日", "安排"], ["2027-01-01", "元旦", "休"], ["二月三十", "春节", "休"]])

    page = admin_client.post("/calendar/enter/", FILLED | {"rows": "", "file": file})

    assert page.status_code == 422
    assert "第3行:日期“二月三十”看不懂" in text_of(page)


def test_what_is_no_workbook_or_swells_is_refused(admin_client: Client) -> None:
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", 8) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    files = [SimpleUploadedFile("a.xlsx", b"not a workbook"), SimpleUploadedFile("b.xlsx", bomb.getvalue())]

    pages = [admin_client.post("/calendar/enter/", FILLED | {"rows": "", "file": file}) for file in files]

    assert [page.status_code for page in pages] == [422, 422]
    assert "这不是 Excel 文件" in text_of(pages[0])
    assert "解开后过大" in text_of(pages[1])


def test_text_and_file_together_are_refused(admin_client: Client) -> None:
    page = admin_client.post("/calendar/enter/", FILLED | {"file": workbook([["2027-01-01", "元旦", "休"]])})

    assert "只能选一种" in text_of(page)
