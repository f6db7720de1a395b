"""The table for batch entry into the national reporting system: columns as data, rows as the register shows them."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from newmedia_portal.core.audit.models import AuditEvent
from tests.accounts.entries import enter
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


def rows_of(client: Client, query: str = "") -> list[tuple]:
    """Download the table and return its rows without the title."""
    answer = client.get(f"/accounts/national/{query}")
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(min_row=2, values_only=True))


def seat(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_holds_what_the_register_shows_in_the_shipped_columns_and_is_logged(world: World) -> None:
    enter(world, certified=True)
    enter(world, name="另一示例", handle="2000000002", platform="douyin")
    enter(world, unit=world.foreign, name="=示例公式", handle="3000000003")

    head, *rows = rows_of(seat(world, "registrar"), "?platform=weibo")

    assert head[:3] == ("账号名称", "平台类型", "账号ID")
    assert sorted(row[0] for row in rows) == ["=示例公式", "示例发布"]
    assert {row[8] for row in rows if row[0] == "示例发布"} == {"已认证"}
    assert AuditEvent.objects.filter(action="export.made", after__rows=2).count() == 1
    assert [row[0] for row in rows_of(seat(world, "operator"))[1:]] == ["示例发布", "另一示例"]


def test_an_office_arranges_the_columns_itself(world: World, settings, tmp_path: Path) -> None:
    enter(world)
    own = tmp_path / "own.toml"
    own.write_text(
        'title = "示例"\n[[columns]]\nheading = "名"\nvalue = "name"\nwords = {"示例发布" = "改"}\n', "utf-8"
    )
    settings.NATIONAL_LAYOUT = str(own)

    assert rows_of(seat(world, "operator")) == [("名",), ("改",)]


@pytest.mark.parametrize("text", ["title = ", 'title = "x"\n[[columns]]\nheading = "a"\nvalue = "password"\n', "\xff"])
def test_a_layout_that_cannot_be_used_is_said_so(world: World, settings, tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "latin-1")
    settings.NATIONAL_LAYOUT = str(own)

    answer = seat(world, "operator").get("/accounts/national/", follow=True)

    assert "own.toml 无法使用" in answer.content.decode()
