"""The register of personal data: read by those who answer for it, handed out as a workbook, recorded."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.personal.declaring import declared
from tests.core.ground import person

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    """Return a signed-in administrator."""
    client = Client()
    client.force_login(person(f"人{role}", instance_role=role))
    return client


@pytest.mark.parametrize(("role", "status"), [("secadmin", 200), ("auditor", 200), ("sysadmin", 404), ("", 404)])
def test_it_is_open_to_the_security_administrator_and_the_auditor(role, status):
    client = client_of(role)

    assert client.get("/personal/").status_code == status
    assert client.post("/personal/export/").status_code == status
    assert client.get("/personal/export/").status_code == (405 if status == 200 else 404)


def test_the_page_says_what_is_kept_why_for_whom_and_how_long():
    page = client_of("secadmin").get("/personal/").content.decode()

    for words in (
        "手机号", "举报人", "管理队伍", "处理目的", "138****0001", "自愿留下的联系方式",
        "审计日志", "RETENTION_AUDIT_DAYS", "1095", "《网络安全法》第二十三条",
    ):  # fmt: skip
        assert words in page


def test_the_workbook_holds_every_line_and_the_export_is_recorded():
    answer = client_of("secadmin").post("/personal/export/")

    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    words = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell}
    assert {kept.what for kept in declared()} <= words
    assert book.sheetnames == ["个人信息登记表", "保存期限"]
    assert AuditEvent.objects.filter(action="personal.exported").count() == 1
