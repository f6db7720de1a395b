"""The frame of every page."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.actions import seed_calendar


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


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/broken/", 500, "系统出错,这次操作没有完成"),
        ("/broken/?db=1", 503, "系统正在维护"),
        ("/nowhere/", 404, "没有找到这个页面"),
    ],
)
def test_faults_are_told_in_plain_words(client: Client, db: None, path: str, status: int, words: str) -> None:
    client.raise_request_exception = False

    answer = client.get(path)

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_form_without_its_token_is_told_to_be_sent_again(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    answer = client.post("/form/", {})

    assert answer.status_code == 403
    assert "页面已过期,内容没有提交" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026年11月23日", "2026-11-23(周一) · 工作日"),
        ("2026-11-22", "2026-11-22(周日) · 休息日"),
        ("46349", "2026-11-23(周一) · 工作日"),
        ("明天", ""),
        ("2190-1-1", ""),
        ("", ""),
    ],
)
def test_a_typed_day_is_echoed_with_weekday_and_kind(signed_in: Client, typed: str, shown: str) -> None:
    seed_calendar(by=None, at=datetime(2026, 11, 1, tzinfo=UTC))
    working_days.forget()

    assert signed_in.get("/day/", {"d": typed}).json() == {"text": shown}


def test_a_day_off_is_named(signed_in: Client) -> None:
    seed_calendar(by=None, at=datetime(2026, 11, 1, tzinfo=UTC))
    working_days.forget()

    assert signed_in.get("/day/?d=2026-10-01").json()["text"].startswith("2026-10-01(周四) · 休息日:国庆")
