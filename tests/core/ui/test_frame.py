"""The frame of every page."""

import pytest
from django.test import Client


def test_every_component_renders(signed_in: Client) -> None:
    answer = signed_in.get("/parts/")

    assert answer.status_code == 200
    assert "逾期 2 个工作日" in answer.content.decode()


def test_a_form_with_errors_says_so_in_title_summary_and_field(signed_in: Client) -> None:
    page = signed_in.post("/form/", {"name": "示例", "opened_on": "明天"}).content.decode()

    assert "<title>有错误 · 填写" in page
    assert '<a href="#id_opened_on">日期看不懂。请写成 2026-3-5 或 2026年3月5日。</a>' in page
    assert 'id="id_opened_on_error"><li>日期看不懂。' in page
    assert 'aria-invalid="true"' in page


def test_log_in_page_opens_for_anybody(client: Client, db: None) -> None:
    answer = client.get("/login/")

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/password/", "/display/", "/session/"])
def test_pages_of_the_person_open(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code in (200, 204)
