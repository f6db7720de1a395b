"""The pages of the import of people, and the command: from template to first passwords; who may see them."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import PeopleBatch
from newmedia_portal.core.access.models import User
from tests.world import World

from ..conftest import events
from .books import person, row, workbook

pytestmark = pytest.mark.django_db
START = "/people/import/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def seat(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def client(world: World, sysadmin: User) -> Client:
    return seat(sysadmin)


def upload(client: Client, rows: list[Any]) -> str:
    answer = client.post(START, {"file": SimpleUploadedFile("名册.xlsx", workbook(rows).getvalue())})
    assert answer.status_code == 302
    return str(answer.url)


def test_a_filled_template_goes_from_upload_to_first_passwords(client: Client, world: World) -> None:
    book = load_workbook(io.BytesIO(client.get(f"{START}template/").content))
    page = book["人员"]
    assert sorted(str(rule.sqref) for rule in page.data_validations.dataValidation) == ["F2:F2001", "G2:G2001"]
    assert book.sheetnames[:2] == ["人员", "填表说明"]
    for column, value in enumerate(person(1, world.foreign), start=1):
        page.cell(2, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    address = client.post(START, {"file": SimpleUploadedFile("名册.xlsx", filled.getvalue())}).url
    assert "自 2026-01-05 起任" in client.get(address).content.decode()
    done = client.post(f"{address}confirm/", {"mode": "all_or_none"}, follow=True).content.decode()
    assert "新增的 1 人还没有密码" in done
    answer = client.post(f"{address}passwords/", {"issued": 0})
    password = load_workbook(io.BytesIO(answer.content))["初始密码"].cell(3, 4).value
    assert (answer["Cache-Control"], re.fullmatch(r"(\w{4}-){3}\w{4}", password) is not None) == (
        "private, no-store",
        True,
    )
    again = client.post(f"{address}passwords/", {"issued": 0}, follow=True)
    assert "初始密码表已经生成过" in again.content.decode()
    newcomer = Client()
    assert newcomer.post("/login/", {"username": "person0001", "password": password}).status_code == 302
    assert newcomer.get("/people/").url == reverse("password_change")


def test_faults_are_listed_and_the_marked_workbook_comes_back(client: Client, world: World) -> None:
    address = upload(client, [person(1, world.foreign), person(2, world.owner, 岗位="观察员", 姓名="=A1")])
    text = client.get(address).content.decode()
    assert "单元格是公式" in text
    book = load_workbook(io.BytesIO(client.get(f"{address}marked/").content))
    assert (book["人员"]["B3"].fill.fgColor.rgb, book.sheetnames[-1]) == ("FFF4B6B6", "检查汇总")
    refused = client.post(f"{address}confirm/", {"mode": "all_or_none"})
    assert (refused.status_code, User.objects.filter(username__startswith="person").count()) == (422, 0)
    client.post(f"{address}confirm/", {"mode": "good_ones"})
    again = client.post(f"{address}confirm/", {"mode": "good_ones"}, follow=True)
    assert "没有再次导入" in again.content.decode()
    assert User.objects.filter(username__startswith="person").count() == 1


def test_what_is_no_workbook_is_refused_at_its_field(client: Client) -> None:
    answer = client.post(START, {"file": SimpleUploadedFile("名册.xlsx", b"a,b,c")})
    assert (answer.status_code, PeopleBatch.objects.count()) == (422, 0)
    assert client.post(START, {}).status_code == 422


def test_an_unchanged_export_says_that_there_is_nothing_to_do(client: Client, world: World) -> None:
    content = client.get(f"{START}export/").content
    assert events("export.made")[0].after["title"] == "人员名册"
    address = client.post(START, {"file": SimpleUploadedFile("名册.xlsx", content)}).url
    text = client.get(address).content.decode()
    assert ("没有可以导入的变化" in text, 'data-testid="submit"' in text) == (True, False)


def test_imports_are_found_by_their_importer_alone(client: Client, world: World, secadmin: User) -> None:
    address = upload(client, [person(1, world.foreign)])
    for other, first in ((secadmin, 200), (world.cast["registrar"], 404), (world.cast["head"], 404)):
        they = seat(other)
        assert [they.get(page).status_code for page in (START, f"{START}export/")] == [first, first]
        assert [they.get(page).status_code for page in (address, f"{address}marked/")] == [404, 404]
        assert they.post(f"{address}confirm/", {"mode": "good_ones"}).status_code == 404
        assert they.post(f"{address}passwords/", {"issued": 0}).status_code == 404
    assert "名册.xlsx" not in seat(secadmin).get(START).content.decode()


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_people", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_checks_imports_reports_and_hands_over(world: World, tmp_path: Path) -> None:
    path, report, secret = (tmp_path / name for name in ("people.xlsx", "marked.xlsx", "secret.xlsx"))
    path.write_bytes(workbook([person(1, world.foreign), row("x y", 姓名="示例")]).getvalue())
    dry = json.loads(run(path, "--dry-run", "--json"))
    assert {k: dry[k] for k in ("read", "created", "changed", "unchanged", "faulty")} == {
        "read": 2, "created": 1, "changed": 0, "unchanged": 0, "faulty": 1,
    }  # fmt: skip
    assert [(fault["cell"], fault["kind"]) for fault in dry["faults"]] == [("A3", "bad_username")]
    assert User.objects.filter(username="person0001").count() == 0
    with pytest.raises(CommandError, match="有 1 行存在错误"):
        run(path, "--all-or-none", "--passwords", secret)
    assert not secret.exists()
    assert "已新增 1 人" in run(path, "--report", report, "--passwords", secret)
    assert load_workbook(report)["人员"]["A3"].fill.fgColor.rgb == "FFF4B6B6"
    password = load_workbook(secret)["初始密码"].cell(3, 4).value
    assert User.objects.get(username="person0001").check_password(password)
    assert secret.stat().st_mode & 0o077 == 0
    assert "已新增 0 人,已变更 0 人,无变化 1 人,有错误 1 行" in run(path)
