"""ASVS V16: log lines go where the inventory says, ways in are on record, faults tell nothing."""

import logging

import pytest
from django.test import Client

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.operating.logs import configuration
from tests.core.second_factor.making import someone

from .sources import files_with, page


def test_log_lines_go_to_the_two_ways_out_of_the_inventory_and_nowhere_else():
    handlers = configuration("json")["handlers"]

    assert {name: given["class"] for name, given in handlers.items()} == {
        "console": "logging.StreamHandler",
        "reports": "newmedia_portal.core.operating.errors.Reports",
    }
    assert files_with(r"FileHandler|SysLogHandler|SocketHandler|HTTPHandler|SMTPHandler") == set()
    assert [name for name in ("标准错误输出", "`ADMINS`", "`ERROR_HOOK`") if name not in page("logging.md")] == []


def test_the_inventory_names_each_log_with_its_readers_and_its_time():
    rows = [line for line in page("logging.md").splitlines() if line.startswith("| ")]

    assert [row.strip("|").split("|")[0].strip() for row in rows] == [
        "日志", "审计日志", "服务器日志", "错误报告", "nginx 访问日志", "外发、任务、导出的登记",
    ]  # fmt: skip
    assert [row for row in rows if row.count("|") != 7 or "| |" in row] == []


@pytest.mark.django_db
def test_every_way_in_and_out_leaves_one_record_with_time_address_and_result():
    someone()
    client = Client(headers={"x-forwarded-for": "10.9.9.9"})

    client.post("/login/", {"username": "anna", "password": "wrong"})
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
    client.post("/logout/")

    events = list(AuditEvent.objects.order_by("pk"))
    assert [(event.action, event.result) for event in events] == [
        ("login.failed", "refused"), ("login.ok", "ok"), ("login.out", "ok"),
    ]  # fmt: skip
    assert {event.address for event in events} == {"127.0.0.1"}
    assert [event for event in events if event.at.tzinfo is None or not event.request_id] == []
    assert "Anna-2026-portal" not in str([event.after for event in events])
    assert "wrong" not in str([event.after for event in events])


@pytest.mark.django_db
def test_a_forged_form_stands_in_the_servers_log(caplog):
    client = Client(enforce_csrf_checks=True)

    with caplog.at_level(logging.WARNING):
        answer = client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})

    assert answer.status_code == 403
    assert [line.name for line in caplog.records if line.name == "django.security.csrf"] == ["django.security.csrf"]
